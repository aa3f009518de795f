import type * as tf from "@tensorflow/tfjs";
import type {NonFinite} from "../check.js";
import {openScribe, type Scribe} from "../trial/scribe.js";
import {blankOf, weightsOf} from "./blank.js";
import type {Blank, Chart, Rows} from "./chart.js";
import {copyRows, openPile, type Pile} from "./rows.js";

/** How a script trains: the three methods of a model. */
export type Way = "fit" | "fitDataset" | "trainOnBatch";

/** One training of one model on the same data, by one call or by several. */
export interface Training {
  way: Way;
  model: tf.LayersModel;
  /** What tells that the next call goes on with the same training. */
  same: {optimizer: unknown; x?: unknown; y?: unknown};
  /** The model, or its outermost one, by name. */
  name: string;
  blank: Blank | string;
  args: Record<string, unknown>;
  train?: Rows;
  pile?: Pile;
  validation?: Rows;
  scribe: Scribe;
  steps: number;
  epochs: number;
  /** Epochs that the calls so far asked for. */
  meant: number;
  batchSize: number;
  /** Weights at the end of the last call. */
  trained?: Float32Array[];
  error?: {name: string; message: string};
  nonFinite?: NonFinite;
  first?: number;
  last?: number;
  /** The history that epochs are read from, and how many of them were. */
  history?: {of: unknown; read: number};
}

/** Steps from one close look to the next. */
const every = 16;

/** Begins to follow a training. */
export function openTraining(
  model: tf.LayersModel,
  {way, x, y, args = {}, name}: {way: Way; x?: unknown; y?: unknown; args?: Record<string, unknown>; name: string},
): Training {
  const {validationData} = args;
  const validation = Array.isArray(validationData) ? copyRows({x: validationData[0], y: validationData[1]}, {model}) : undefined;
  return {
    way,
    model,
    same: {optimizer: model.optimizer, ...(way === "fit" ? {x, y} : {})},
    name,
    blank: blankOf(model),
    args,
    ...(way === "fit" ? {train: copyRows({x, y}, {model})} : {pile: openPile({distinct: way === "trainOnBatch"})}),
    validation,
    scribe: openScribe(model, {every}),
    steps: 0,
    epochs: 0,
    meant: 0,
    batchSize: way === "fit" ? Number(args["batchSize"] ?? 32) : 0,
  };
}

/** Before a step on these tensors: inputs, targets, weights of rows. */
export function beforeStep(training: Training, data: readonly tf.Tensor[]): void {
  const {model, pile, scribe} = training;
  readEpochs(training);
  const [inputs, outputs] = [model.inputs.length, model.outputs.length];
  training.batchSize ||= data[0]?.shape[0] ?? 0;
  pile?.add({x: data.slice(0, inputs), y: data.slice(inputs, inputs + outputs)});
  scribe.begin();
}

/** After it, with its loss. */
export function afterStep(training: Training, loss: number): void {
  training.scribe.end(loss);
  training.steps += 1;
  training.first ??= loss;
  training.last = loss;
  training.nonFinite ??= training.scribe.nonFinite();
}

/** Takes over the epochs that tfjs's own history has since. */
export function readEpochs(training: Training): void {
  const {history} = training.model as unknown as {history?: {epoch?: unknown[]; history: Record<string, unknown[]>}};
  if (training.way === "trainOnBatch" || !history?.epoch) return;
  if (training.history?.of !== history) {
    training.history = {of: history, read: 0};
    training.scribe.open();
  }
  for (const seen = training.history; seen.read < history.epoch.length; seen.read++) {
    training.scribe.epoch(Object.fromEntries(Object.entries(history.history).map(([name, list]) => [name, toNumber(list[seen.read])])));
    training.epochs += 1;
    // The stream begins anew: its rows are known.
    training.pile?.close();
  }
}

function toNumber(value: unknown): number {
  const tensor = value as tf.Tensor;
  return typeof tensor?.dataSync === "function" ? (tensor.isDisposed ? NaN : tensor.dataSync()[0]!) : Number(value);
}

/** A call begins: its epochs come on top. */
export function beginCall(training: Training, {args = {}}: {args?: Record<string, unknown>}): void {
  training.meant += Math.max(1, Number(args["epochs"] ?? 1) - Number(args["initialEpoch"] ?? 0));
}

/** A call ended; what it threw, if it did. */
export function endCall(training: Training, error?: unknown): void {
  readEpochs(training);
  training.scribe.release();
  if (error !== undefined)
    training.error = {name: String((error as Error)?.name ?? "Error"), message: String((error as Error)?.message ?? error)};
  // Batches come by the thousand: their weights are read at the end.
  if (training.way !== "trainOnBatch") training.trained = readWeights(training.model);
}

function readWeights(model: tf.LayersModel): Float32Array[] | undefined {
  try {
    return weightsOf(model);
  } catch {
    return undefined; // The script has freed it.
  }
}

/** The training as the doctor is told of it. */
export function chartOf(training: Training): Chart {
  readEpochs(training);
  const {blank, args, train, pile, validation, scribe, steps, error, way, batchSize} = training;
  const rows = train ?? pile?.read();
  const trained = training.trained ?? (steps > 0 ? readWeights(training.model) : undefined);
  const perEpoch = rows && rows.given > rows.x[0]!.shape[0]! ? Math.ceil(rows.given / batchSize) : undefined;
  return {
    title: titleOf(training),
    ...(typeof blank === "string" ? {missing: blank} : {model: blank}),
    ...(trained && steps > 0 ? {trained} : {}),
    ...(rows ? {train: rows} : {}),
    ...(validation ? {validation} : {}),
    fit: {
      epochs: epochsOf(training, rows),
      batchSize: batchSize || undefined,
      // A stream gives its batches in an order of its own.
      shuffle: way === "fit" ? args["shuffle"] !== false : false,
      ...(way === "fit" ? {validationSplit: args["validationSplit"] as number | undefined} : {}),
      classWeight: plainWeights(args["classWeight"]),
      stepsPerEpoch: perEpoch,
    },
    ...(steps > 0 ? {history: scribe.recording()} : {}),
    ...(error ? {error} : {}),
  };
}

/** Epochs that were meant; of batches one by one, as many as their rows make. */
function epochsOf({way, meant, steps, batchSize}: Training, rows: Rows | undefined): number {
  if (way === "trainOnBatch") return Math.max(1, Math.round((steps * batchSize) / Math.max(1, rows?.given ?? 1)));
  return Math.max(1, meant);
}

const plainWeights = (weights: unknown): object | undefined =>
  typeof weights === "object" && weights !== null && Object.values(weights).every((one) => typeof one === "number") ? weights : undefined;

/** One line on a training: model, rows, epochs, loss. */
export function titleOf(training: Training): string {
  const {name, model, train, pile, epochs, meant, steps, first, last, way} = training;
  const rows = train?.given ?? pile?.rows() ?? 0;
  const weights = model.countParams();
  const taken = way === "trainOnBatch" ? "" : `${epochs < meant ? `${epochs} of ` : ""}${plural(meant, "epoch")}, `;
  const losses = first === undefined ? "" : `, loss ${digits(first)} → ${digits(last!)}`;
  return `${name} (${plural(model.layers.filter((layer) => layer.getClassName() !== "InputLayer").length, "layer")}, ${plural(weights, "weight")}) on ${rows ? plural(rows, "row") : "rows that were not seen"}: ${taken}${plural(steps, "step")}${losses}`;
}

const plural = (number: number, word: string): string => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;
const digits = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value));
