import type {Task} from "../case.js";
import type {Block, Network, OutputFacts, Split} from "../check.js";
import {extent} from "../math/stats.js";
import {codingOf, inferTask} from "./task.js";

/** Answers and targets of one output as classes: what the network gives each class, and which one is right. */
export interface Classes {
  kind: "classes";
  /** Number of classes. */
  classes: number;
  /** The right class of each row (each position of each row, each label of each row). */
  labels: Int32Array;
  /** Probabilities, `labels.length × classes`; uniform where the network gives no number. */
  p: Float32Array;
}

/** Answers and targets of one output as numbers. */
export interface Numbers {
  kind: "numbers";
  /** Numbers in one row. */
  size: number;
  targets: ArrayLike<number>;
  answers: ArrayLike<number>;
}

/** What a network's answers on the rows of a split mean, output by output. */
export function read(
  {split, outputs}: {split: Split; outputs: readonly ArrayLike<number>[]},
  {network, task}: {network: Network; task: Task},
): (Classes | Numbers)[] {
  return outputs.flatMap((answers, i) => {
    const facts = network.outputs[i]!;
    const target = split.y[i]!;
    const own = outputs.length === 1 ? task : inferTask({train: {...split, y: [target]}, network: {...network, outputs: [facts]}}).task;
    return readOutput({answers, target, facts, task: own});
  });
}

interface Answer {
  answers: ArrayLike<number>;
  target: Block;
  facts: OutputFacts;
  task: Task;
}

function readOutput({answers, target, facts, task}: Answer): (Classes | Numbers)[] {
  if (task === "multilabel") return Array.from({length: target.size}, (_, column) => binary({answers, target, facts, column}));
  if (task === "binary" && target.size === 1)
    return [facts.units === 1 ? binary({answers, target, facts, column: 0}) : distribution({answers, target, facts})];
  if (task === "binary" || task === "multiclass")
    return [facts.units > 1 ? distribution({answers, target, facts}) : nearest({answers, target})];
  return [{kind: "numbers", size: target.size, targets: target.values, answers}];
}

/** One column of targets 0 and 1 (or -1 and 1) against one output unit. */
function binary({answers, target, facts, column}: Omit<Answer, "task"> & {column: number}): Classes {
  const rows = target.values.length / target.size;
  const width = answers.length / rows;
  const signs = codingOf(target) === "signs";
  const p = new Float32Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    const raw = answers[row * width + Math.min(column, width - 1)]!;
    const one = facts.fromLogits ? 1 / (1 + Math.exp(-raw)) : signs ? (raw + 1) / 2 : raw;
    p[2 * row + 1] = Number.isNaN(one) ? 0.5 : Math.min(1, Math.max(0, one));
    p[2 * row] = 1 - p[2 * row + 1]!;
  }
  return {
    kind: "classes",
    classes: 2,
    labels: Int32Array.from({length: rows}, (_, row) => Number(target.values[row * target.size + column]! > 0)),
    p,
  };
}

/** One unit a class: labels as whole numbers or one-hot. */
function distribution({answers, target, facts}: Omit<Answer, "task">): Classes {
  const classes = facts.units;
  const count = answers.length / classes;
  const whole = target.values.length === count;
  const labels = Int32Array.from({length: count}, (_, i) =>
    whole ? target.values[i]! : largest(target.values, {from: i * classes, size: classes}),
  );
  const p = new Float32Array(answers.length);
  for (let i = 0; i < count; i++)
    p.set(normalised(Array.prototype.slice.call(answers, i * classes, (i + 1) * classes) as number[], facts), i * classes);
  return {kind: "classes", classes, labels, p};
}

/** As tfjs's crossentropies read them: logits through softmax, anything else divided by its sum. */
function normalised(values: readonly number[], {fromLogits}: OutputFacts): number[] {
  const top = Math.max(...values);
  const weights = values.map((value) => (fromLogits ? Math.exp(value - top) : Math.max(1e-7, value)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Number.isFinite(sum) && sum > 0 ? weights.map((weight) => weight / sum) : values.map(() => 1 / values.length);
}

/** Several classes on one unit: the answer is the class nearest to it. */
function nearest({answers, target}: Pick<Answer, "answers" | "target">): Classes {
  const classes = Math.max(2, 1 + Math.round(extent(target.values)[1]));
  const labels = Int32Array.from(target.values as Float32Array, (value) => Math.max(0, Math.round(value)));
  const p = new Float32Array(labels.length * classes);
  labels.forEach((_, i) => (p[i * classes + Math.min(classes - 1, Math.max(0, Math.round(answers[i]!) || 0))] = 1));
  return {kind: "classes", classes, labels, p};
}

/** Position of the largest of some values, counted from the first of them. */
export function largest(values: ArrayLike<number>, {from = 0, size = values.length}: {from?: number; size?: number} = {}): number {
  let best = 0;
  for (let i = 1; i < size; i++) if (values[from + i]! > values[from + best]!) best = i;
  return best;
}
