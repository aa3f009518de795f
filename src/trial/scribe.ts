import type * as tf from "@tensorflow/tfjs";
import type {NonFinite, Recording} from "../check.js";
import {num, type Num} from "../finding.js";
import {distance, spread} from "./movement.js";
import {stable, stableNames} from "./names.js";
import {activationOf, flatten} from "./network.js";
import {isTold, lookout, norm, weightName, type Seen} from "./stepwise.js";

/** Writes down the steps of a training; who trains tells it of each. */
export interface Scribe {
  /** Before a step. */
  begin(): void;
  /** After a step, with its loss. */
  end(loss: number): void;
  /** A new training begins: what was recorded goes on, batches count from 1 again. */
  open(): void;
  /** An epoch ended, with its losses and metrics by tfjs's names. */
  epoch(logs: Readonly<Record<string, number>>): void;
  /** Gives the model's layers back as they were. */
  release(): void;
  /** What was not finite first, once there is anything. */
  nonFinite(): NonFinite | undefined;
  /** All so far, as plain JSON. */
  recording(): Recording;
}

/** Looks that are kept at most: then every second one goes, and they are taken half as often. */
const mostLooks = 256;
/** Losses of steps that are kept at most: then pairs become their mean. */
const mostLosses = 8192;

/** One close look: figures by weight, by layer, by batch normalisation. */
interface Look {
  step: number;
  norms: number[];
  updates: number[];
  gradients: number[];
  answers: Seen["answers"];
  moving: {mean: number; variance: number}[];
}

/** Opens a scribe for a model; `every` so many steps it looks closely, with `gradients` at each whether all of them are finite. */
export function openScribe(
  model: tf.LayersModel,
  {every, optimizer = model.optimizer, gradients}: {every: number; optimizer?: tf.Optimizer; gradients?: boolean},
): Scribe {
  const parts = partsOf(model);
  const watch = lookout(model, {optimizer, gradients});
  const looks = openLooks(parts, every);
  const losses = series();
  const epochs: Record<string, number[]> = {};
  let [step, batch, epoch, hasEpochs] = [0, 0, 0, false];
  let sum = {loss: 0, count: 0};
  let nonFinite: NonFinite | undefined;
  let before: number | undefined;
  return {
    begin: () => watch.begin({closely: looks.begin(step)}),
    end: (loss) => {
      const seen = watch.end();
      [step, batch] = [step + 1, batch + 1];
      losses.add(loss);
      sum = {loss: sum.loss + loss, count: sum.count + 1};
      if (!nonFinite && (seen.broken || !Number.isFinite(loss)))
        nonFinite = offence(Number.isFinite(loss) || seen.broken?.what !== "gradient" ? seen.broken : undefined, {
          step,
          ...(hasEpochs ? {epoch: epoch + 1, batch} : {}),
          before,
        });
      before = loss;
      looks.end(seen, step);
    },
    open: () => void ([hasEpochs, batch] = [true, 0]),
    epoch: (logs) => {
      const own = {loss: sum.loss / Math.max(1, sum.count), ...logs};
      for (const [name, value] of Object.entries(own)) (epochs[name] ??= []).push(value);
      [epoch, batch, hasEpochs, sum] = [epoch + 1, 0, true, {loss: 0, count: 0}];
    },
    release: watch.release,
    nonFinite: () => nonFinite,
    recording: () => compose({parts, looks: looks.all(), ends: looks.ends(), losses, epochs, step, nonFinite}),
  };
}

/** Takes close looks, and keeps their number small. */
function openLooks(parts: Parts, every: number) {
  let list: Look[] = [];
  let stride = every;
  let before: Float32Array[] | undefined;
  let ends: Ends | undefined;
  return {
    all: () => list,
    ends: () => ends,
    begin: (step: number): boolean => {
      const closely = step % stride === 0;
      before = closely ? parts.trainable.map(({weight}) => values(weight)) : undefined;
      return closely;
    },
    end: (seen: Seen, step: number) => {
      if (before) {
        list.push(look(parts, {seen, before, step}));
        const now = parts.trainable.map(({weight}) => thinned(values(weight)));
        ends = {first: ends?.first ?? before.map(thinned), last: now};
      }
      before = undefined;
      if (list.length <= mostLooks) return;
      list = list.filter((_, i) => i % 2 === 0);
      stride *= 2;
    },
  };
}

/** Values of each trainable weight before the first look's step and after the last one's. */
interface Ends {
  first: Float32Array[];
  last: Float32Array[];
}

interface Parts {
  trainable: {layer: string; name: string; weight: tf.LayerVariable}[];
  told: {layer: string; activation: string}[];
  moving: {layer: string; mean: tf.LayerVariable; variance: tf.LayerVariable}[];
}

function partsOf(model: tf.LayersModel): Parts {
  const layers = flatten(model);
  const names = stableNames(layers);
  const named = layers.map((layer) => ({layer, name: stable(layer.name, names)}));
  return {
    trainable: named.flatMap(({layer, name}) => layer.trainableWeights.map((weight) => ({layer: name, name: weightName(weight), weight}))),
    told: named.filter(({layer}) => isTold(layer)).map(({layer, name}) => ({layer: name, activation: activationOf(layer)})),
    moving: named.flatMap(({layer, name}) => {
      const statistic = (word: string) => layer.weights.find((weight) => weight.originalName.includes(`moving_${word}`));
      const [mean, variance] = [statistic("mean"), statistic("variance")];
      return mean && variance ? [{layer: name, mean, variance}] : [];
    }),
  };
}

/** A weight's values now: tfjs never changes an array in place, it assigns another. */
const values = (weight: tf.LayerVariable): Float32Array => weight.read().dataSync() as Float32Array;

function look({trainable, moving}: Parts, {seen, before, step}: {seen: Seen; before: readonly Float32Array[]; step: number}): Look {
  const norms = before.map(norm);
  return {
    step,
    norms,
    updates: trainable.map(({weight}, i) => distance(values(weight), before[i]!) / norms[i]!),
    gradients: trainable.map(({weight}) => seen.gradients.get((weight.read() as tf.Variable).name) ?? NaN),
    answers: seen.answers,
    moving: moving.map(({mean, variance}) => ({mean: average(values(mean)), variance: average(values(variance))})),
  };
}

/** Values of a weight that are kept of its first look and of its last. */
const mostValues = 4096;

/** A copy of some of the values, evenly spread. */
function thinned(list: Float32Array): Float32Array {
  const every = Math.max(1, Math.ceil(list.length / mostValues));
  const copy = new Float32Array(Math.ceil(list.length / every));
  for (let i = 0; i < copy.length; i++) copy[i] = list[i * every]!;
  return copy;
}

const average = (list: Float32Array): number => list.reduce((sum, value) => sum + value, 0) / list.length;

function offence(broken: Seen["broken"], {before, ...at}: {step: number; epoch?: number; batch?: number; before?: number}): NonFinite {
  return {...at, ...(broken ?? {what: "loss"}), ...(before === undefined ? {} : {before: num(before)})};
}

/** A list that stays short: when it is full, pairs become their mean. */
function series() {
  let [list, every, rest]: [number[], number, number[]] = [[], 1, []];
  return {
    add: (value: number) => {
      rest.push(value);
      if (rest.length < every) return;
      list.push(rest.reduce((sum, one) => sum + one, 0) / every);
      rest = [];
      if (list.length < mostLosses) return;
      list = list.filter((_, i) => i % 2 === 0).map((one, i) => (one + list[2 * i + 1]!) / 2);
      every *= 2;
    },
    read: () => ({every, values: list}),
  };
}

interface Notes {
  parts: Parts;
  looks: readonly Look[];
  ends: Ends | undefined;
  losses: ReturnType<typeof series>;
  epochs: Readonly<Record<string, readonly number[]>>;
  step: number;
  nonFinite: NonFinite | undefined;
}

function compose({parts, looks, ends, losses, epochs, step, nonFinite}: Notes): Recording {
  const {every, values: list} = losses.read();
  const history = epochs["loss"] ? epochs : {loss: blocks(list)};
  return {
    history: Object.fromEntries(Object.entries(history).map(([name, line]) => [name, line.map(num)])),
    steps: step,
    losses: {every, values: list.map(num)},
    looks: looks.map((one) => one.step),
    weights: parts.trainable.map(({layer, name, weight}, i) => ({
      weight: name,
      layer,
      shape: weight.shape.map((length) => length ?? 1),
      ...(ends && {spread: spread(ends.first[i]!, ends.last[i]!)}),
      norms: looks.map(({norms}) => figure(norms[i]!)),
      updates: looks.map(({updates}) => figure(updates[i]!)),
      gradients: looks.map(({gradients}) => figure(gradients[i]!)),
    })),
    activations: parts.told.flatMap(({layer, activation}) => {
      const key = looks.some(({answers}) => answers.get(layer)?.dead !== undefined) ? "dead" : "saturated";
      const line = looks.map(({answers}) => figure(answers.get(layer)?.[key] ?? NaN));
      return [{layer, activation, [key]: line}];
    }),
    batchNorms: parts.moving.map(({layer}, i) => ({
      layer,
      means: looks.map(({moving}) => figure(moving[i]!.mean)),
      variances: looks.map(({moving}) => figure(moving[i]!.variance)),
    })),
    ...(nonFinite ? {nonFinite} : {}),
  };
}

/** A figure as JSON holds it, with as many digits as it is worth. */
const figure = (value: number): Num => num(Number(value.toPrecision(5)));

/** Parts that the steps of a loop without epochs are averaged by. */
const parts = 20;

function blocks(list: readonly number[]): number[] {
  const size = Math.max(1, Math.ceil(list.length / parts));
  const starts = Array.from({length: Math.ceil(list.length / size)}, (_, i) => i * size);
  return starts.map((start) => mean(list.slice(start, start + size)));
}

const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
