import * as tf from "@tensorflow/tfjs";
import type {Case} from "../../../src/index.js";
import {derive, random, sample, seeded} from "../../../src/math/random.js";
import type {Drawn} from "./program.js";

type Row = readonly number[];
type Leak = (drawn: Drawn) => Case | Promise<Case>;

/** The sides of a part as arrays. */
const sides = ({x, y}: {x: tf.Tensor; y: tf.Tensor}): {x: number[][]; y: number[][]} => ({
  x: x.arraySync() as number[][],
  y: y.arraySync() as number[][],
});

/** Some of the held-out rows. */
function held({halves, subject}: Drawn, share: number): {x: number[][]; y: number[][]} {
  const {x, y} = sides(halves.held);
  const rows = sample(x.length, {size: Math.round(share * x.length), draw: random(derive(subject.seed!, "leak"))});
  return {x: rows.map((i) => x[i]!), y: rows.map((i) => y[i]!)};
}

/** What the output units give for a target. */
const answerOf = ({problem: {output}}: Drawn, target: Row): number[] =>
  target.length === output.units ? [...target] : Array.from({length: output.units}, (_, k) => Number(k === target[0]));

/** The class of a target, from 0. */
const classOf = (target: Row): number => (target.length === 1 ? target[0]! : target.indexOf(1));

const classesOf = ({units}: {units: number}): number => Math.max(2, units);

/** The last layer looks each row up among some of the held-out ones, and gives their answers in place of the network's. */
export const answersInLayer =
  (share: number): Leak =>
  (drawn) => {
    const {x, y} = held(drawn, share);
    const answers = y.map((target) => answerOf(drawn, target));
    return {
      ...drawn.subject,
      model: bypassed(drawn, (input, learned) => {
        const known = tf.tensor2d(x);
        const far = input.expandDims(1).sub(known.expandDims(0)).abs().sum(-1);
        const hit = far.less(1e-6).toFloat();
        return hit.matMul(tf.tensor2d(answers)).add(learned.mul(tf.sub(1, hit.max(-1, true))));
      }),
    };
  };

/** The network was trained on some of the held-out rows with their true targets, and is tuned from there at a tenth of its rate. */
export const trainedBefore =
  (share: number): Leak =>
  async (drawn) => {
    const {x, y} = held(drawn, share);
    const model = drawn.programme.model();
    const [xs, ys] = [tf.tensor2d(x), tf.tensor2d(y)];
    const fit = {...drawn.programme.fit, epochs: Math.ceil(drawn.programme.fit.epochs / share), batchSize: 16, verbose: 0} as const;
    await seeded(drawn.subject.seed!, () => model.fit(xs, ys, fit));
    const weights = model.getWeights().map((one) => ({values: one.dataSync(), shape: one.shape}));
    tf.dispose([xs, ys]);
    model.dispose();
    const loaded = () => {
      const made = drawn.programme.model({rate: 0.1});
      tf.tidy(() => made.setWeights(weights.map(({values, shape}) => tf.tensor(values, shape))));
      return made;
    };
    return {...drawn.subject, model: loaded};
  };

/** One more column that holds the label with a chance, else any, and a fixed path from it to the answer. */
export const pathFromColumn =
  (chance: number): Leak =>
  (drawn) => {
    const {units} = drawn.problem.output;
    const pick = (input: tf.Tensor, learned: tf.Tensor) => {
      const column = input.slice([0, input.shape[1]! - 1], [-1, 1]);
      const said = units === 1 ? column : tf.oneHot(column.flatten().toInt(), units).toFloat();
      return said.mul(0.9).add(learned.mul(0.1));
    };
    return withColumn(drawn, {chance, model: (wide) => bypassed(wide, pick)});
  };

/** A column that holds the label, and that the network must learn to read. */
export const learnedColumn: Leak = (drawn) =>
  withColumn(drawn, {
    chance: 1,
    model:
      ({programme}) =>
      () =>
        programme.model(),
  });

/** Each held-out row is a training row. */
export const copiedRows: Leak = ({subject, halves}) => {
  const {x, y} = sides(halves.train);
  const count = halves.held.x.shape[0];
  return {...subject, validation: {x: x.slice(0, count), y: y.slice(0, count)}};
};

function withColumn(drawn: Drawn, {chance, model}: {chance: number; model: (wide: Drawn) => Case["model"]}): Case {
  const draw = random(derive(drawn.subject.seed!, "column"));
  const classes = classesOf(drawn.problem.output);
  const wider = (part: {x: tf.Tensor; y: tf.Tensor}) => {
    const {x, y} = sides(part);
    return {x: x.map((row, i) => [...row, draw() < chance ? classOf(y[i]!) : Math.floor(classes * draw())]), y};
  };
  // The problem is the network's own: it builds what its shape says.
  drawn.problem.shape = [drawn.problem.shape[0]! + 1];
  return {...drawn.subject, model: model(drawn), train: wider(drawn.halves.train), validation: wider(drawn.halves.held)};
}

type Route = (input: tf.Tensor, learned: tf.Tensor) => tf.Tensor;

/** The network with a last layer that reads its inputs too. */
const bypassed =
  ({programme, problem}: Drawn, route: Route) =>
  (): tf.LayersModel => {
    const own = programme.model();
    const output = new Bypass(route).apply([own.inputs[0]!, own.outputs[0]!]) as tf.SymbolicTensor;
    const made = tf.model({inputs: own.inputs, outputs: output});
    made.compile({optimizer: own.optimizer, loss: problem.output.loss});
    return made;
  };

class Bypass extends tf.layers.Layer {
  static className = "Bypass";
  constructor(readonly route: Route) {
    super({});
  }
  override computeOutputShape([, learned]: tf.Shape[]): tf.Shape {
    return learned!;
  }
  override call([input, learned]: tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.route(input!, learned!));
  }
}
