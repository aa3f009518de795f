export * as tf from "@tensorflow/tfjs";
export type * from "./finding.js";
export type * from "./case.js";
