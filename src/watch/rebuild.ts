import * as tf from "@tensorflow/tfjs";
import type {Case, Dataset} from "../case.js";
import {allFinite} from "../trial/stepwise.js";
import {flatten} from "../trial/network.js";
import type {Blank, Chart, Rows} from "./chart.js";

/** A chart as a case, and what had to be left out of it. */
export interface Rebuilt {
  subject: Partial<Case>;
  /** Why the model is not examined, in one clause. */
  missing?: string;
}

/** Builds model and data of a chart in this process. */
export async function rebuild(chart: Chart): Promise<Rebuilt> {
  const {train, validation, history} = chart;
  const {model, missing} = await tryBuild(chart.model, chart.missing);
  const trained = model && chart.trained?.every(allFinite) ? (await tryBuild({...chart.model!, weights: chart.trained})).model : undefined;
  const subject: Partial<Case> = {
    ...(model ? {model} : {}),
    ...(trained ? {trained} : {}),
    ...(train ? {train: dataset(train)} : {}),
    ...(validation ? {validation: dataset(validation)} : {}),
    ...(history && history.steps > 0 ? {history} : {}),
    fit: fitOf(chart.fit),
  };
  return {subject, ...(missing === undefined ? {} : {missing})};
}

/** Only what was said: an undefined would stand for it. */
const fitOf = (fit: Chart["fit"]): Case["fit"] =>
  Object.fromEntries(Object.entries(fit).filter(([, value]) => value !== undefined && value !== null));

async function tryBuild(blank: Blank | undefined, missing?: string): Promise<{model?: tf.LayersModel; missing?: string}> {
  if (!blank) return {missing: missing ?? "its model was not seen"};
  try {
    return {model: await build(blank)};
  } catch (error) {
    return {
      missing: `it cannot be built outside of the script (${String((error as Error).message)
        .split(/[\n.]/)[0]!
        .slice(0, 120)})`,
    };
  }
}

async function build({topology, weights, trainable, losses, optimizer, metrics}: Blank): Promise<tf.LayersModel> {
  const model = await tf.models.modelFromJSON({modelTopology: topology} as unknown as tf.io.ModelJSON);
  flatten(model).forEach((layer, i) => (layer.trainable = trainable[i]!));
  const values = weights.map((list, i) => tf.tensor(list, model.weights[i]!.shape as number[]));
  model.setWeights(values);
  tf.dispose(values);
  const list = losses.map((name) => ownLosses[name] ?? name);
  const known = metrics.map((name) => (tf.metrics as unknown as Record<string, unknown>)[name] ?? name).filter(isMetric);
  model.compile({optimizer: make(optimizer), loss: (list.length === 1 ? list[0]! : list) as string, metrics: known as string[]});
  return model;
}

/** Losses that are functions of `tf.losses`, and no names of a string. */
const ownLosses: Readonly<Record<string, unknown>> = Object.fromEntries(
  ["softmaxCrossEntropy", "sigmoidCrossEntropy", "absoluteDifference", "huberLoss", "logLoss", "hingeLoss", "cosineDistance"].map(
    (name) => [name, (tf.losses as unknown as Record<string, unknown>)[name]],
  ),
);

const isMetric = (metric: unknown): boolean =>
  typeof metric === "function" || ["acc", "accuracy", "ce", "crossentropy"].includes(String(metric));

function make({name, config}: Blank["optimizer"]): tf.Optimizer {
  const kinds = [
    ...[tf.SGDOptimizer, tf.MomentumOptimizer, tf.AdamOptimizer, tf.AdamaxOptimizer],
    ...[tf.RMSPropOptimizer, tf.AdagradOptimizer, tf.AdadeltaOptimizer],
  ] as unknown as (typeof tf.AdamOptimizer & {className: string})[];
  const kind = kinds.find(({className}) => className === name);
  if (!kind) throw new TypeError(`the optimizer ${name} is not tfjs's`);
  return kind.fromConfig(kind as never, config as never) as tf.Optimizer;
}

const dataset = ({x, y}: Rows): Dataset => ({x, y});
