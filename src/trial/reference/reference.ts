import * as tf from "@tensorflow/tfjs";
import type {ModelSource, Task} from "../../case.js";
import type {Network, Split} from "../../check.js";
import {bodyOf, hiddenUnits, own, titleOf, type InputKind} from "./body.js";
import {headOf, type Head} from "./head.js";
import {entranceOf} from "./inputs.js";

/** A network that is known to work on rows of such shapes, and the rows as it takes them. */
export interface Recipe {
  /** What it is, such as `a small convolutional network`. */
  title: string;
  model: ModelSource;
  /** Rows as the reference takes them, scaled by the training rows. */
  encode: (split: Split) => Split;
  /** Rows with the targets that its decoded answers are judged by. */
  judged: (split: Split) => Split;
  decode: (outputs: readonly Float32Array[]) => Float32Array[];
}

/** Adam's rate: a small network's, at which {@link referenceOf}'s bodies learn every set of `src/sets`. */
const rate = 0.003;

/** The simple network for the shapes of a case: one hidden layer of 32 relu units, behind convolutions for series and images and an embedding for ids; undefined where there is none. */
export function referenceOf(train: Split, {network, task}: {network: Network; task: Task}): Recipe | undefined {
  const entrances = train.x.map((_, index) => entranceOf(train, {index, network}));
  const heads = train.y.map((block) => headOf(block, {task}));
  if (!entrances.every((one) => one !== undefined) || !heads.every((one) => one !== undefined)) return undefined;
  const kinds = entrances.map(({kind}) => kind);
  return {
    title: [...new Set(kinds.map(titleOf))].join(" and "),
    model: () => build(kinds, heads),
    encode: (split) => ({
      ...split,
      x: split.x.map((block, i) => entrances[i]!.encode(block)),
      y: split.y.map((block, i) => heads[i]!.encode(block)),
    }),
    judged: (split) => ({...split, y: split.y.map((block, i) => heads[i]!.judged(block))}),
    decode: (outputs) => outputs.map((answers, i) => heads[i]!.decode(answers)),
  };
}

function build(kinds: readonly InputKind[], heads: readonly Head[]): tf.LayersModel {
  const inputs = kinds.map((kind) => tf.input({shape: shapeOf(kind)}));
  const bodies = inputs.map((input, i) => bodyOf(input, kinds[i]!));
  const joined = bodies.length > 1 ? (tf.layers.concatenate().apply(bodies) as tf.SymbolicTensor) : bodies[0]!;
  const hidden = tf.layers.dense(own({units: hiddenUnits, activation: "relu"})).apply(joined) as tf.SymbolicTensor;
  const outputs = heads.map(({layer}) => layer().apply(hidden) as tf.SymbolicTensor);
  const model = tf.model({inputs, outputs});
  model.compile({optimizer: tf.train.adam(rate), loss: heads.map(({loss}) => loss)});
  return model;
}

function shapeOf(kind: InputKind): number[] {
  if (kind.kind === "vector") return [kind.size];
  if (kind.kind === "ids") return [kind.places];
  return kind.kind === "series" ? [kind.steps, kind.channels] : [kind.height, kind.width, kind.channels];
}
