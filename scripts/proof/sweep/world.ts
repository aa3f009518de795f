import * as tf from "@tensorflow/tfjs";
import type {Arm, Case} from "../../../src/index.js";
import {derive, random} from "../../../src/math/random.js";
import {mean} from "../../../src/math/stats.js";
import {sources} from "../../../src/sources.js";
import {openCase} from "../../../src/trial/measure.js";
import {normal, times} from "../data/worlds.js";

/** A tiny case whose loss can be scaled: how its fits vary is what training gives. */
export interface World {
  title: string;
  /** The case at one seed. */
  subject: (seed: number) => Case;
  /** An arm that lowers the logarithm of the loss by a gap, and draws other seeds than the case. */
  arm: (name: string, options: {gap: number; seed: number}) => Arm;
}

/** Worlds of normal, skewed and broken fits: a regression, two classes, and three relus of which some die. */
export const worlds: readonly World[] = [
  world("regression", {units: 6, activation: "tanh", classes: false}),
  world("two classes", {units: 4, activation: "elu", classes: true}),
  world("few relus that die", {units: 3, activation: "relu", classes: false}),
];

/** The logarithms of the held-out losses of some fits of a world. */
export async function fitsOf({subject}: World, {fits}: {fits: number}): Promise<number[]> {
  const opened = await openCase(subject(0), {most: 1});
  try {
    return (await opened.measure(fits)).runs.map(({validationLoss}) => Math.log(validationLoss!));
  } finally {
    await opened.prepared.dispose();
  }
}

/** Standard deviation of the difference between two fits. */
export function spreadOf(logs: readonly number[]): number {
  const centre = mean(logs);
  return Math.sqrt((2 * logs.reduce((sum, log) => sum + (log - centre) ** 2, 0)) / (logs.length - 1));
}

function world(title: string, {units, activation, classes}: {units: number; activation: "tanh" | "elu" | "relu"; classes: boolean}): World {
  const draw = random(derive(1, title));
  const part = () => {
    const x = times(48, () => times(3, () => normal(draw)));
    const number = (row: readonly number[]) => Math.sin(2 * row[0]!) + row[1]! + 0.3 * normal(draw);
    return {x, y: x.map((row) => [classes ? Number(number(row) > 0) : number(row)])};
  };
  const [train, validation] = [part(), part()];
  const model = (gap: number) => () => {
    const made = tf.sequential({
      layers: [
        tf.layers.dense({units, activation, inputShape: [3]}),
        tf.layers.dense({units: 1, activation: classes ? "sigmoid" : "linear"}),
      ],
    });
    made.compile({optimizer: tf.train.adam(0.1), loss: scaled(Math.exp(-gap), {classes})});
    return made;
  };
  const subject = (seed: number): Case => ({model: model(0), train, validation, fit: {epochs: 6, batchSize: 48}, seed});
  return {
    title,
    subject,
    arm: (name, {gap, seed}) => ({
      ...{name, title: name, change: "", because: "it is so by construction", source: sources.bengio},
      expected: {training: "any", heldOut: "any"},
      apply: (given) => ({...given, model: model(gap), seed}),
    }),
  };
}

/** A usual loss times a factor: Adam's steps are the same whatever it is. */
const scaled =
  (factor: number, {classes}: {classes: boolean}) =>
  (y: tf.Tensor, answer: tf.Tensor): tf.Tensor =>
    tf.tidy(() => {
      const p = answer.clipByValue(1e-6, 1 - 1e-6);
      const cross = () =>
        y
          .mul(p.log())
          .add(tf.sub(1, y).mul(tf.sub(1, p).log()))
          .neg();
      return (classes ? cross() : y.sub(answer).square()).mean(-1).mul(factor);
    });
