import * as tf from "@tensorflow/tfjs";
import {extent} from "../math/stats.js";
import {suggested} from "../trial/range-test.js";
import {change} from "./code.js";
import {fitWith, refitted} from "./fit.js";
import {initialise} from "./bad-initialisation.js";
import {atRate, withModel} from "./rebuild.js";
import {together, type Patient, type Proposal, type Remedy} from "./treatment.js";

/** The function of `tf.train` that makes an optimizer of a class. */
const maker = (name: string): string =>
  name === "SGD" ? "sgd" : name === "RMSProp" ? "rmsprop" : name.replace(/^[A-Z]/, (letter) => letter.toLowerCase());

const figure = (value: number): number => Number(value.toPrecision(3));

/** The same optimizer at another rate. */
export function atFactor({network}: Pick<Patient, "network">, factor: number): Proposal[] {
  const {name, learningRate} = network.optimizer;
  if (!learningRate) return [];
  const rate = figure(learningRate * factor);
  return [
    {
      title: `a learning rate of ${rate}`,
      change: change(`tf.train.${maker(name)}(${figure(learningRate)})`, `tf.train.${maker(name)}(${rate})`),
      apply: (subject) => withModel(subject, {optimizer: atRate(rate)}),
    },
  ];
}

/** Adam at a rate (Kingma & Ba 2015; 0.001 is their own). */
export const adam = (rate: number): Proposal => ({
  title: `Adam at a rate of ${rate}`,
  change: change("", `tf.train.adam(${rate})`),
  apply: (subject) => withModel(subject, {optimizer: () => tf.train.adam(rate)}),
});

/** The factor of the rate that a range test in the finding's evidence suggests; undefined where it made none. */
function suggestedFactor({finding, network: {optimizer}}: Patient): number | undefined {
  const marks = finding?.evidence.flatMap((one) => (one.kind === "series" ? (one.marks ?? []) : [])) ?? [];
  const rate = marks.find(({label}) => label === suggested)?.value;
  return typeof rate === "number" && optimizer.learningRate ? rate / optimizer.learningRate : undefined;
}

/** The suggested rate where it is lower, or higher, than the own. */
function atSuggested(patient: Patient, {fits}: {fits: (factor: number) => boolean}): Proposal[] {
  const factor = suggestedFactor(patient);
  return factor !== undefined && fits(factor) ? atFactor(patient, factor) : [];
}

/** Slower: the rate that a range test suggests, then powers of ten. */
export const slower: Remedy = (patient) => {
  const far = atFactor(patient, 0.1);
  const fresh = initialise(patient) as Proposal[];
  return [
    ...atSuggested(patient, {fits: (factor) => factor < 1}),
    ...far,
    ...atFactor(patient, 0.01),
    ...atFactor(patient, 0.001),
    adam(0.001),
    ...(far.length ? [together(`${far[0]!.title}, ${fresh[0]!.title}`, [...far, ...fresh])] : []),
  ];
};

/** Faster: the rate that a range test suggests, then powers of ten. */
export const faster: Remedy = (patient) => [
  ...atSuggested(patient, {fits: (factor) => factor > 1}),
  ...atFactor(patient, 10),
  ...atFactor(patient, 100),
  adam(0.001),
  adam(0.01),
];

/** Steps that even a small network takes to learn. */
const manySteps = 2000;

/** More epochs: three and ten times as many, and where those are few steps yet, as many as give 2000. */
export const longer: Remedy = ({schedule: {epochs, steps}}) =>
  [3, 10, Math.ceil(manySteps / steps)]
    .filter((factor, i) => i < 2 || factor > 10)
    .map((factor) => refitted(`${factor * epochs} epochs`, {was: {epochs}, now: {epochs: factor * epochs}}));

/** Batches of the usual size, with as many steps as there were or more. */
export const usualBatch: Remedy = ({schedule: {epochs, batchSize}}) =>
  [32, 8]
    .filter((size) => size !== batchSize)
    .map((size) => refitted(`batches of ${size}`, {was: {epochs, batchSize}, now: {epochs, batchSize: size}}));

/** Rows in a new order each epoch. */
export const shuffleRows: Remedy = () => [refitted("rows shuffled each epoch", {was: {shuffle: false}, now: {shuffle: true}})];

/** The fit without callbacks that change the rate. */
export const steadyRate: Remedy = (patient) => [
  {
    title: "a steady learning rate",
    change: change("", "await model.fit(train.x, train.y, {callbacks: []});"),
    apply: (subject) => fitWith(subject, {callbacks: undefined}),
  },
  ...atFactor(patient, 10),
];

/** Each class weighs the same in all (King & Zeng 2001). */
export const weighClasses: Remedy = ({train, task}) => {
  const block = train.y[0]!;
  if ((task !== "binary" && task !== "multiclass") || train.y.length > 1)
    return {impossible: `class weights are for one output of classes, not for the task ${task}`};
  const classes = block.size > 1 ? block.size : Math.max(2, 1 + extent(block.values)[1]);
  const counts = new Array<number>(classes).fill(0);
  for (let row = 0; row < train.rows; row++)
    counts[block.size > 1 ? block.values.subarray(row * block.size, (row + 1) * block.size).indexOf(1) : Math.round(block.values[row]!)]! +=
      1;
  const classWeight = Object.fromEntries(counts.map((count, label) => [label, figure(train.rows / classes / Math.max(1, count))]));
  return [refitted("classes weighed by their rarity", {was: {}, now: {classWeight}})];
};
