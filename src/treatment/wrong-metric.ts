import type {Block} from "../check.js";
import {codingOf} from "../trial/task.js";
import {change, literal} from "./code.js";
import {withModel} from "./rebuild.js";
import type {Patient, Remedy} from "./treatment.js";

/** The metric that fits the labels and the loss; nothing that is learned changes. */
export const properMetric: Remedy = (patient) => {
  const {network, train} = patient;
  if (network.outputs.length !== 1) return {impossible: "several outputs: name each one's metric by its own targets"};
  const metric = metricOf(train.y[0]!, patient);
  const compile = (metrics: readonly string[]) =>
    `model.compile({optimizer: model.optimizer, loss: ${literal(network.outputs[0]!.loss)}, metrics: ${literal(metrics)}});`;
  return [
    {
      title: `the metric ${metric}`,
      change: change(compile(network.metrics), compile([metric])),
      apply: (subject) => withModel(subject, {metrics: [metric]}),
    },
  ];
};

function metricOf(target: Block, {network, task}: Patient): string {
  const {loss, units} = network.outputs[0]!;
  if (task === "regression" || task === "forecast" || task === "reconstruction") return "mae";
  if (task === "multilabel") return "binaryAccuracy";
  if (codingOf(target) === "one-hot") return "categoricalAccuracy";
  if (codingOf(target) === "binary" && units === 1 && loss !== "sigmoidCrossEntropy") return "binaryAccuracy";
  return units > 1 && loss === "sparseCategoricalCrossentropy" ? "accuracy" : "mse";
}
