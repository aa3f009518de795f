import * as tf from "@tensorflow/tfjs";
import type {Task} from "../../case.js";
import type {Block} from "../../check.js";
import {extent} from "../../math/stats.js";
import {columnMeans} from "../skill.js";
import {codingOf} from "../task.js";
import {hiddenUnits, own} from "./body.js";

/** How a reference network answers one target: its last layer, its loss, and the targets in that coding. */
export interface Head {
  loss: string;
  layer: () => tf.layers.Layer;
  encode: (block: Block) => Block;
  /** Answers in the scale in which they are judged: numbers as the targets were given, classes as they are encoded. */
  decode: (answers: Float32Array) => Float32Array;
  /** Targets in the scale in which answers are judged. */
  judged: (block: Block) => Block;
}

/** Numbers in a target that a reference answers at most. */
const mostNumbers = 256;

/** The head for a target of the training rows; undefined for targets that no plain reference answers, such as a class at each position. */
export function headOf(target: Block, {task}: {task: Task}): Head | undefined {
  const coding = codingOf(target);
  if (task === "reconstruction") return undefined;
  if (task === "regression" || task === "forecast") return numbers(target);
  if (target.shape.length > 1) return undefined;
  if (task === "multilabel") return classes(target.size, "sigmoid");
  if (target.size > 1) return coding === "one-hot" ? classes(target.size, "softmax") : undefined;
  if (coding === "binary" || coding === "signs") return {...classes(1, "sigmoid"), encode: zeroOne, judged: zeroOne};
  return coding === "classes" ? whole(target) : undefined;
}

const classes = (units: number, activation: "softmax" | "sigmoid"): Head => ({
  loss: activation === "softmax" ? "categoricalCrossentropy" : "binaryCrossentropy",
  layer: () => tf.layers.dense(own({units, activation})),
  encode: same,
  decode: same,
  judged: same,
});

const same = <T>(value: T): T => value;

const zeroOne = (block: Block): Block => ({...block, values: Float32Array.from(block.values, (value) => Number(value > 0))});

function whole({values}: Block): Head {
  const units = 1 + Math.max(1, extent(values)[1]);
  return {...classes(units, "softmax"), loss: "sparseCategoricalCrossentropy"};
}

function numbers(target: Block): Head | undefined {
  const {size, values, shape} = target;
  if (size > mostNumbers || !values.every(Number.isFinite)) return undefined;
  const centres = columnMeans({values, size});
  const squares = columnMeans({values: Float64Array.from(values, (value, i) => (value - centres[i % size]!) ** 2), size});
  const widths = squares.map((square) => Math.sqrt(square) || 1);
  return {
    loss: "meanSquaredError",
    layer: () => (shape.length > 1 ? shaped(shape, size) : tf.layers.dense(own({units: size}))),
    encode: (block) => ({
      ...block,
      values: Float32Array.from(block.values, (value, i) => (value - centres[i % size]!) / widths[i % size]!),
    }),
    decode: (answers) => answers.map((value, i) => value * widths[i % size]! + centres[i % size]!),
    judged: same,
  };
}

const shaped = (shape: readonly number[], units: number): tf.layers.Layer =>
  tf.sequential({
    layers: [tf.layers.dense(own({units, inputShape: [hiddenUnits]})), tf.layers.reshape({targetShape: [...shape]})],
  }) as unknown as tf.layers.Layer;
