import {record} from "./recorder.js";

export {constant, lateNames, raises, undeclared} from "./raises.js";
export {shown} from "./shown.js";

record();
