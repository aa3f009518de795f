import type {Block, OutputFacts} from "../check.js";
import {extent} from "../math/stats.js";
import {codingOf, type Coding} from "../trial/task.js";
import {change, codeOf, literal} from "./code.js";
import {lastSized, layersOf, remove, withModel, type Entry, type Placed} from "./rebuild.js";
import {mapped, withRows} from "./rows.js";
import type {Patient, Proposal, Remedy} from "./treatment.js";

/** What the last layer, the loss and the labels of a task should be. */
interface Head {
  units: number;
  activation: string;
  loss: string;
  metrics: readonly string[];
  /** Subtracted from labels that are counted from more than 0. */
  shift?: number;
}

/** The last layer, the loss and the labels that go together, by the task: what the literature gives for each kind of target. */
export const properHead: Remedy = (patient) => {
  const {network, model, train, task} = patient;
  if (network.outputs.length !== 1)
    return {impossible: `${network.outputs.length} outputs: set each one's activation, units and loss by its own targets`};
  const [target, output] = [train.y[0]!, network.outputs[0]!];
  const head = headOf(target, {output, task});
  const own = layersOf(model);
  const last = lastSized(own);
  if (last < 0 || !("units" in own[last]!.entry.config))
    return {impossible: "the last layer with weights is no dense one; end the network with tf.layers.dense"};
  const edit = (entries: readonly Placed[]) => {
    const [layer, behind] = [entries[last]!, entries.slice(last + 1)];
    Object.assign(layer.entry.config, {units: head.units, activation: head.activation});
    for (const one of behind) if (spoils(one.entry)) remove(one);
  };
  const before = [own[last]!, ...own.slice(last + 1).filter(({entry}) => spoils(entry))].map(({entry}) => codeOf(entry)).join("\n");
  const after = structuredClone(own[last]!.entry);
  Object.assign(after.config, {units: head.units, activation: head.activation});
  const compile = (loss: string) =>
    `model.compile({optimizer: model.optimizer, loss: ${literal(loss)}${head.metrics.length ? `, metrics: ${literal(head.metrics)}` : ""}});`;
  const shifted = head.shift ? `const labels = train.y.sub(${head.shift});` : "";
  const proposal: Proposal = {
    title: `${head.units} ${head.units === 1 ? "unit" : "units"}, ${head.activation}, ${head.loss}${head.shift ? `, labels counted from 0` : ""}`,
    change: change(
      [before, ...(output.loss === head.loss ? [] : [`// loss: ${output.loss}`])].join("\n"),
      [codeOf(after), compile(head.loss), shifted].filter(Boolean).join("\n"),
    ),
    apply: async (subject) => {
      const {shift} = head;
      const made = withModel(subject, {layers: edit, loss: head.loss, metrics: head.metrics});
      if (!shift) return made;
      return withRows(made, {model, change: (rows) => ({...rows, y: rows.y.map((block) => mapped(block, (value) => value - shift))})});
    },
  };
  return [proposal];
};

function headOf(target: Block, {output, task}: {output: OutputFacts; task: Patient["task"]}): Head {
  const coding = codingOf(target);
  // Of rows of several positions each has its own answer.
  const width = target.shape.at(-1) ?? 1;
  if (task === "multilabel") return {units: width, activation: "sigmoid", loss: "binaryCrossentropy", metrics: []};
  if (task === "binary" || task === "multiclass") return classHead(target, {coding, output});
  const losses = ["meanSquaredError", "meanAbsoluteError", "huberLoss", "absoluteDifference"];
  return {units: width, activation: "linear", loss: losses.includes(output.loss) ? output.loss : "meanSquaredError", metrics: []};
}

function classHead({values, shape}: Block, {coding, output}: {coding: Coding; output: OutputFacts}): Head {
  const width = shape.at(-1) ?? 1;
  if (width > 1) return {units: width, activation: "softmax", loss: "categoricalCrossentropy", metrics: ["accuracy"]};
  if (coding === "signs") return {units: 1, activation: "tanh", loss: "meanSquaredError", metrics: []};
  const [low, high] = extent(values);
  if (coding === "binary" && output.units === 1)
    return {units: 1, activation: "sigmoid", loss: "binaryCrossentropy", metrics: ["accuracy"]};
  const shift = low > 0 && high - low + 1 > 1 ? low : 0;
  return {
    units: Math.max(2, high - shift + 1),
    activation: "softmax",
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    ...(shift && {shift}),
  };
}

/** True for what stands behind the last layer and changes what the loss reads. */
const spoils = ({className}: Entry): boolean => /Activation|Softmax|ReLU|ELU|Dropout|Noise|Normalization/.test(className);
