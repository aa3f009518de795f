export {ddxChai} from "./chai.js";
export {describeCase, type CaseOptions} from "./describe.js";
export {assertFinding, assertNoFailures, type Expectation} from "./findings.js";
export * from "./mltest/index.js";
export * from "./suite.js";
