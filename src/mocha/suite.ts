import {record} from "./recorder.js";

export {constant, raises, undeclared} from "./raises.js";
export {shown} from "./shown.js";

record();
