import type {Case, Scaling, Task} from "../case.js";
import {isModel} from "./model.js";

const tasks: readonly Task[] = ["binary", "multiclass", "multilabel", "regression", "forecast", "reconstruction"];
const scalings: readonly Scaling[] = ["z-score", "min-max"];
const caseKeys = [
  "model",
  "trained",
  "train",
  "validation",
  "test",
  "fit",
  "task",
  "scaling",
  "history",
  "accept",
  "seed",
  "reference",
  "standard",
];
/** What tfjs's own fit takes, as `tf.ModelFitArgs` and `tf.ModelFitDatasetArgs` declare it. */
const fitKeys = [
  ...["epochs", "batchSize", "shuffle", "callbacks", "classWeight", "sampleWeight", "validationSplit", "validationData", "verbose"],
  ...["initialEpoch", "stepsPerEpoch", "validationSteps", "validationFreq", "yieldEvery", "batchesPerEpoch", "validationBatches"],
  "validationBatchSize",
];

/** Throws one clear line for a case with keys or values that are none; what is in the data is judged where they are read. */
export function expectCase(subject: Partial<Case>, {names}: {names: readonly string[]}): void {
  expectObject(subject, {name: "a case", keys: caseKeys});
  const {trained, fit, task, scaling, accept, seed} = subject;
  expectOptional(seed, {name: "seed", what: "a whole number", test: Number.isSafeInteger});
  expectOptional(task, {name: "task", what: `one of ${tasks.join(", ")}`, test: (value) => tasks.includes(value as Task)});
  expectOptional(scaling, {
    name: "scaling",
    what: `one of ${scalings.join(", ")}`,
    test: (value) => scalings.includes(value as Scaling),
  });
  expectOptional(trained, {name: "trained", what: "a tf.LayersModel", test: isModel});
  if (accept !== undefined) expectAccept(accept, names);
  if (fit !== undefined) expectFit(fit);
}

/** {@link expectCase} for what is to be trained: it has a model and rows to learn from. */
export function expectTrainable(subject: Case, {names}: {names: readonly string[]}): void {
  expectCase(subject, {names});
  for (const need of ["model", "train"] as const)
    if (!subject[need])
      throw new TypeError(`expected a case with a model and train: {x, y}, got none as ${need}; give what is to be trained`);
}

function expectAccept(accept: unknown, names: readonly string[]): void {
  expectObject(accept, {name: "accept", keys: names});
  for (const [name, reason] of Object.entries(accept as object))
    expectOptional(reason, {
      name: `accept["${name}"]`,
      what: "the reason as text",
      test: (value) => typeof value === "string" && value.trim() !== "",
    });
}

function expectFit(fit: unknown): void {
  expectObject(fit, {name: "fit", keys: fitKeys});
  const {classWeight, validationSplit, ...counts} = fit as Record<string, unknown>;
  for (const name of ["epochs", "batchSize", "stepsPerEpoch", "batchesPerEpoch"])
    expectOptional(counts[name], {
      name: `fit.${name}`,
      what: "a whole number from 1",
      test: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
    });
  const isShare = (value: unknown) => typeof value === "number" && value >= 0 && value < 1;
  expectOptional(validationSplit, {name: "fit.validationSplit", what: "a share from 0 to below 1", test: isShare});
  const isWeight = (value: unknown) => typeof value === "number" && value >= 0 && value < Infinity;
  const areWeights = (value: unknown) => typeof value === "object" && value !== null && Object.values(value).every(isWeight);
  expectOptional(classWeight, {name: "fit.classWeight", what: "a weight for each class, {0: 1, 1: 5}", test: areWeights});
}

/** Throws one clear line unless `value` is an object that has keys of these only. */
export function expectObject(value: unknown, {name, keys}: {name: string; keys: readonly string[]}): void {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError(`expected ${name} to be an object with ${list(keys)}, got ${show(value)}`);
  const odd = Object.keys(value).find((key) => !keys.includes(key));
  if (odd !== undefined) throw new TypeError(`expected ${name} with ${list(keys)}, got "${odd}"; check its spelling`);
}

/** Throws one clear line unless `value` was left out or passes `test`. */
export function expectOptional(value: unknown, {name, what, test}: {name: string; what: string; test: (value: unknown) => boolean}): void {
  if (value !== undefined && !test(value)) throw new TypeError(`expected ${name} to be ${what}, got ${show(value)}`);
}

const list = (keys: readonly string[]): string => (keys.length > 20 ? "names of checks as keys" : keys.join(", "));

/** A value as an error says it: short, and never the whole of it. */
function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === "object" && value !== null ? `{${Object.keys(value).slice(0, 5)}}` : String(value);
}
