import {record} from "./recorder.js";

export {ddxChai} from "./chai.js";
export {describeCase, type CaseOptions} from "./describe.js";
export {assertFinding, assertNoFailures, type Expectation} from "./findings.js";
export * from "./mltest/index.js";
export {constant, lateNames, raises, undeclared} from "./raises.js";
export {shown} from "./shown.js";

record();
