import type * as tf from "@tensorflow/tfjs";
import type {Recording} from "../check.js";
import {expectObject, expectOptional} from "./expect.js";
import {isModel} from "./model.js";
import {openScribe} from "./scribe.js";

/** How to record. */
export interface RecordOptions {
  /** Steps from one close look at weights, gradients and activations to the next; 16. */
  every?: number;
  /** The optimizer of a loop of your own, whose gradients are then seen; the compiled one when left out. */
  optimizer?: tf.Optimizer;
}

/** Losses and metrics by name, as tfjs hands them to callbacks. */
export type Logs = Readonly<Record<string, number | tf.Tensor>>;

/** Records a fit, as its `callbacks` or by the calls of a loop of your own; its other methods are those of a callback of tfjs. */
export interface Recorder {
  /** All that was seen so far: plain JSON, accepted as a case's `history`. Reading it gives the model's layers back as they were. */
  readonly record: Recording;
  /** Tells of a step of your own loop, after the weights have changed: its loss, a number or a scalar tensor, which is not freed. */
  step(loss: number | tf.Tensor): void;
  /** Tells of the end of an epoch of your own loop, with what you measured, such as `{val_loss: 0.3}`. */
  epoch(logs?: Logs): void;
  setParams(): void;
  setModel(): void;
  onTrainBegin(): Promise<void>;
  onTrainEnd(): Promise<void>;
  onEpochBegin(): Promise<void>;
  onEpochEnd(epoch: number, logs?: Logs): Promise<void>;
  onBatchBegin(): Promise<void>;
  onBatchEnd(batch: number, logs?: Logs): Promise<void>;
}

/**
 * Makes a recorder: `model.fit(x, y, {callbacks: recorder})`, or `recorder.step(loss)` after each step of a loop of your own. It makes no tensor, draws no
 * random number and leaves the fit bitwise as it would be. Throws one line for what is no model.
 */
export function record(model: tf.LayersModel, options: RecordOptions = {}): Recorder {
  const {every = 16, optimizer} = expectOptions(model, options);
  const scribe = openScribe(model, {every, optimizer});
  // A loop of its own says nothing before a step, so the step begins where the last one ended; a fit says when.
  let fitting = false;
  scribe.begin();
  return {
    get record() {
      scribe.release();
      return scribe.recording();
    },
    step: (loss) => {
      scribe.end(toNumber(loss));
      scribe.begin();
    },
    epoch: (logs = {}) => scribe.epoch(toNumbers(logs)),
    setParams: () => undefined,
    setModel: () => undefined,
    onTrainBegin: async () => {
      fitting = true;
      scribe.open();
    },
    onTrainEnd: async () => {
      fitting = false;
      scribe.release();
    },
    onEpochBegin: async () => undefined,
    onEpochEnd: async (_, logs = {}) => scribe.epoch(toNumbers(logs)),
    onBatchBegin: async () => void (fitting && scribe.begin()),
    onBatchEnd: async (_, {loss} = {}) => scribe.end(loss === undefined ? NaN : toNumber(loss)),
  };
}

function expectOptions(model: unknown, options: RecordOptions): RecordOptions {
  if (!isModel(model)) throw new TypeError(`expected a tf.LayersModel to record, got ${model === null ? "null" : typeof model}`);
  expectObject(options, {name: "options", keys: ["every", "optimizer"]});
  const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) > 0;
  expectOptional(options.every, {name: "every", what: "a whole number of steps from 1", test: isCount});
  const isOptimizer = (value: unknown) => typeof (value as tf.Optimizer)?.applyGradients === "function";
  expectOptional(options.optimizer, {name: "optimizer", what: "a tf.Optimizer", test: isOptimizer});
  return options;
}

const toNumber = (value: number | tf.Tensor): number => (typeof value === "number" ? value : value.dataSync()[0]!);

const toNumbers = (logs: Logs): Record<string, number> =>
  Object.fromEntries(Object.entries(logs).map(([name, value]) => [name, toNumber(value)]));
