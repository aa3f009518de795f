import * as tf from "@tensorflow/tfjs";
import type {Inputs} from "../../case.js";
import {assertionError} from "../../look/assertion.js";
import {counted} from "../../math/digits.js";
import {random, type Random} from "../../math/random.js";
import {flatten} from "../../trial/network.js";
import {kept, withStates} from "./keep.js";
import {allFinite, forward, sameValues} from "./steps.js";
import {expectModel, inputsOf} from "./subject.js";

/**
 * Asserts that the outputs depend on every input, and on each of its features (columns; channels of images and sequences; ids that are looked up count as one), and that no
 * row's output depends on another row, in inference mode. Exact: a feature is refused when its gradient is 0 in all rows and other values for it leave every output the same, bit for bit.
 * Give rows as the network meets them, two that differ at least; 64 are plenty. The model is left as it was.
 */
export function assertInputDependency(model: tf.LayersModel, x: Inputs): void {
  expectModel(model, {compiled: false});
  kept(model, () => {
    const subject = open(model, inputsOf(model, x));
    if (subject.rows < 2 || !differing(subject))
      throw new RangeError(`expected at least two rows that differ, got ${subject.rows < 2 ? counted(subject.rows, "row") : "equal ones"}`);
    refuseMixing(subject);
    const dead = subject.xs.flatMap((_, input) => deadFeatures(subject, input));
    if (dead.length > 0)
      throw assertionError(`expected the outputs to depend on every input, but not on ${dead.join(", ")}: other values change no output`);
  });
}

interface Subject {
  names: readonly string[];
  xs: readonly tf.Tensor[];
  rows: number;
  /** Outputs for tensors in the model's order. */
  run: (xs: readonly tf.Tensor[]) => tf.Tensor[];
  /** Outputs for the rows as they are. */
  outputs: readonly tf.Tensor[];
  /** For each output a random weight for each value of a row: the plain sum of a softmax is always 1. */
  weights: readonly tf.Tensor[];
  /** Ids are looked up: gradients with respect to the input mean nothing. */
  looksUp: boolean;
  draw: Random;
}

function open(model: tf.LayersModel, xs: readonly tf.Tensor[]): Subject {
  const draw = random(1);
  const run = (inputs: readonly tf.Tensor[]) => withStates(model, () => forward(model, inputs, {training: false}));
  const outputs = run(xs);
  const rows = xs[0]!.shape[0]!;
  outputs.forEach(({shape}, i) => {
    if (shape[0] !== rows)
      throw assertionError(
        `expected a row of the output ${model.outputNames[i]} for each of ${rows} rows, got ${shape[0] ?? "a single number"}: rows are mixed`,
      );
  });
  if (!outputs.every((output) => allFinite(output.dataSync())))
    throw assertionError("expected finite outputs, got NaN or infinite ones; assertNoNaN tells where they begin");
  const weights = outputs.map(({shape}) =>
    tf.tensor(
      Float32Array.from({length: tf.util.sizeFromShape(shape.slice(1))}, () => draw() + 0.5),
      [1, ...shape.slice(1)],
    ),
  );
  const looksUp = flatten(model).some((layer) => ["Embedding", "CategoryEncoding"].includes(layer.getClassName()));
  return {names: model.inputNames, xs, rows, run, outputs, weights, looksUp, draw};
}

const differing = ({xs, rows}: Subject): boolean =>
  xs.some((x) => {
    const values = x.dataSync();
    const size = values.length / rows;
    return values.some((value, i) => !Object.is(value, values[i % size]));
  });

/** Refuses outputs of a row that another row moves: by the gradient, which sees every smooth mixture, and by other rows in place of the others. */
function refuseMixing(subject: Subject): void {
  const {rows, names} = subject;
  for (const row of new Set([0, Math.floor(rows / 2), rows - 1])) {
    const other = subject.looksUp ? undefined : strangerByGradient(subject, row);
    if (other)
      throw assertionError(
        `expected the output of row ${row} to depend on its own input alone, but it depends on row ${other.row} of the input ${names[other.input]} too: rows of a batch are mixed`,
      );
    for (const stand of [(row + 1) % rows, (row + Math.ceil(rows / 2)) % rows])
      if (stand !== row && movedByOthers(subject, {row, stand}))
        throw assertionError(
          `expected the output of row ${row} to depend on its own input alone, but it changes when the other rows do: rows of a batch are mixed`,
        );
  }
}

function strangerByGradient(subject: Subject, row: number): {row: number; input: number} | undefined {
  for (const [input] of subject.xs.entries()) {
    const gradient = gradientOf(subject, {input, row});
    if (!gradient) continue;
    const size = gradient.length / subject.rows;
    const at = gradient.findIndex((value, i) => value !== 0 && Math.floor(i / size) !== row);
    if (at >= 0) return {row: Math.floor(at / size), input};
  }
  return undefined;
}

/** The gradient of the weighted outputs, of one row or of all, with respect to an input; undefined where there is none. */
function gradientOf({xs, run, weights}: Subject, {input, row}: {input: number; row?: number}): Float32Array | undefined {
  const score = (x: tf.Tensor) => {
    const outputs = run(xs.map((each, i) => (i === input ? x : each)));
    const parts = outputs.map((output, i) => (row === undefined ? output : output.slice([row], [1])).mul(weights[i]!).sum());
    return parts.reduce((sum, part) => sum.add(part));
  };
  try {
    return tf.tidy(() => tf.grad(score)(xs[input]!.toFloat()).dataSync().slice() as Float32Array);
  } catch {
    return undefined; // An operation on the way has no gradient, or the input is not connected.
  }
}

function movedByOthers({xs, run, outputs, rows}: Subject, {row, stand}: {row: number; stand: number}): boolean {
  const picked = tf.tensor1d(
    Int32Array.from({length: rows}, (_, i) => (i === row ? row : stand)),
    "int32",
  );
  const after = run(xs.map((x) => x.gather(picked)));
  return outputs.some((output, i) => !sameValues(output.slice([row], [1]).dataSync(), after[i]!.slice([row], [1]).dataSync()));
}

/** The features of an input that move no output, in words. */
function deadFeatures(subject: Subject, input: number): string[] {
  const x = subject.xs[input]!;
  const features = subject.looksUp ? 1 : x.rank > 1 ? x.shape.at(-1)! : 1;
  const silent = subject.looksUp ? [0] : silentFeatures(gradientOf(subject, {input}), features);
  const dead = inert(subject, {input, features, list: silent});
  const name = `the input ${subject.names[input]}`;
  if (dead.length === features) return dead.length > 0 ? [name] : [];
  const shown = dead.slice(0, 10).join(", ");
  return dead.length === 0
    ? []
    : [`${dead.length === 1 ? "feature" : "features"} ${shown}${dead.length > 10 ? `, … (${dead.length} of ${features})` : ""} of ${name}`];
}

function silentFeatures(gradient: Float32Array | undefined, features: number): number[] {
  const loud = new Set<number>();
  gradient?.forEach((value, i) => value !== 0 && loud.add(i % features));
  return Array.from({length: features}, (_, i) => i).filter((i) => !loud.has(i));
}

interface Group {
  input: number;
  features: number;
  list: readonly number[];
}

/** Which of some features change no output: all at once first, then by halves. */
function inert(subject: Subject, group: Group): number[] {
  const {input, list} = group;
  if (list.length === 0) return [];
  const other = altered(subject, group);
  if (!other) return []; // There is no other value to try.
  if (unmoved(subject, {input, other})) return [...list];
  if (list.length === 1) return [];
  const middle = list.length >> 1;
  return [list.slice(0, middle), list.slice(middle)].flatMap((half) => inert(subject, {...group, list: half}));
}

const unmoved = ({run, xs, outputs}: Subject, {input, other}: {input: number; other: tf.Tensor}): boolean =>
  tf.tidy(() => {
    const after = run(xs.map((x, i) => (i === input ? other : x)));
    return outputs.every((output, i) => sameValues(output.dataSync(), after[i]!.dataSync()));
  });

/** An input with other values for some features: those of the next row, and where all rows agree one more; ids are drawn from all that occur. */
function altered({xs, rows, looksUp, draw}: Subject, {input, features, list}: Group): tf.Tensor | undefined {
  const x = xs[input]!;
  const values = x.dataSync();
  const size = values.length / rows;
  const chosen = new Set(list);
  const ids = looksUp ? [...new Set(values)] : [];
  if (looksUp && ids.length < 2) return undefined;
  const made = Float32Array.from(values as Float32Array, (value, i) => {
    if (!chosen.has(i % features)) return value;
    if (looksUp) return ids[(ids.indexOf(value) + 1 + Math.floor(draw() * (ids.length - 1))) % ids.length]!;
    const next = values[(i + size) % values.length]!;
    return Object.is(next, value) ? value + 1 : next;
  });
  return tf.tensor(made, x.shape, x.dtype as "float32");
}
