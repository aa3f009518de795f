import * as tf from "@tensorflow/tfjs";
import {random, derive} from "../../../src/math/random.js";
import {prepare, type Prepared} from "../../../src/trial/prepare.js";
import type {Case} from "../../../src/index.js";
import {drawFrom} from "./draw.js";
import type {Halves} from "./learns.js";
import {drawNetwork} from "./network.js";
import {drawProblem, type Problem} from "./problem.js";

/** A random program at some multiple of its rate, read as a diagnosis reads it. */
export async function withProgramme<T>(
  {seed, rate = 1, change = (subject) => subject}: {seed: number; rate?: number; change?: (subject: Case) => Case},
  look: (prepared: Prepared, title: string) => Promise<T>,
): Promise<T> {
  const draw = drawFrom(random(derive(seed, "healthy")));
  const problem = drawProblem(draw);
  const programme = drawNetwork(problem, draw);
  const {train, held} = halved(problem);
  const prepared = await prepare(change({model: () => programme.model({rate}), train, validation: held, fit: programme.fit, seed}));
  try {
    return await look(prepared, `${problem.title}; ${programme.title}`);
  } finally {
    await prepared.dispose();
    tf.dispose([train.x, train.y, held.x, held.y]);
  }
}

/** The last quarter of the rows, before those that are to spare, is held out: rows are drawn at random, and a series stays in its order. */
export function halved(problem: Problem, {spare = 0}: {spare?: number} = {}): Halves {
  const count = problem.x.length - spare;
  const cut = Math.floor(0.75 * count);
  return {train: part(problem, {from: 0, to: cut}), held: part(problem, {from: cut, to: count})};
}

/** Some rows of a problem. */
export const part = ({x, y, shape, body}: Problem, {from, to = x.length}: {from: number; to?: number}): Halves["held"] => ({
  x: tf.tensor(x.slice(from, to).flat(), [to - from, ...shape], body === "words" ? "int32" : "float32"),
  y: tf.tensor(y.slice(from, to).flat(), [to - from, y[0]!.length], "float32"),
});
