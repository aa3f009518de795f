export {assertInputDependency} from "./dependency.js";
export {assertNoNaN} from "./finite.js";
export {assertPass} from "./pass.js";
export {assertOutputRange, type Range} from "./range.js";
export type {Rows} from "./subject.js";
export {assertVariablesChange, assertVariablesSame} from "./variables.js";
