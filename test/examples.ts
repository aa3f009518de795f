import {tf, type Case} from "../src/index.js";
import {random} from "../src/math/random.js";

type Activation = "softmax" | "sigmoid" | "linear" | "relu" | "tanh";

/** What a small classification case is made of; the defaults are healthy. */
export interface ClassifierOptions {
  classes?: number;
  /** Output units; one a class when left out. */
  units?: number;
  /** Activation of the last dense layer. */
  activation?: Activation;
  /** Activations that follow as layers of their own. */
  after?: readonly Activation[];
  loss?: string;
  labels?: "one-hot" | "integers";
  rows?: number;
  features?: number;
  hidden?: readonly number[];
  optimizer?: () => tf.Optimizer;
  epochs?: number;
  /** Multiplies each input. */
  scale?: number;
  metrics?: string[];
}

/** Separated clusters, one a class, and a small network; labels are one-hot unless there is one unit. */
export function classifier(options: ClassifierOptions = {}): Case {
  const {
    classes = 3,
    activation = "softmax",
    after = [],
    loss = "categoricalCrossentropy",
    rows = 240,
    features = 4,
    hidden = [16],
    epochs = 15,
    scale = 1,
    metrics = ["accuracy"],
  } = options;
  const {units = classes, optimizer = () => tf.train.adam(0.01)} = options;
  const {labels = units === 1 ? "integers" : "one-hot"} = options;
  const {x, y} = clusters({rows, features, classes});
  return {
    model: () => {
      const model = tf.sequential();
      hidden.forEach((width, i) =>
        model.add(tf.layers.dense({units: width, activation: "relu", ...(i === 0 ? {inputShape: [features]} : {})})),
      );
      model.add(tf.layers.dense({units, activation, ...(hidden.length ? {} : {inputShape: [features]})}));
      for (const extra of after) model.add(tf.layers.activation({activation: extra}));
      model.compile({optimizer: optimizer(), loss, metrics});
      return model;
    },
    train: {
      x: x.map((row) => row.map((value) => value * scale)),
      y: labels === "integers" ? y.map((label) => [label]) : oneHot(y, classes),
    },
    fit: {epochs, batchSize: 16},
  };
}

/** What a small regression case is made of; the defaults are healthy. */
export interface RegressorOptions {
  rows?: number;
  features?: number;
  activation?: Activation;
  loss?: string;
  /** Applied to each target, which is otherwise about standard normal. */
  target?: (value: number) => number;
  noise?: number;
  hidden?: readonly number[];
  optimizer?: () => tf.Optimizer;
  epochs?: number;
}

/** A smooth function of normal inputs and a small network. */
export function regressor(options: RegressorOptions = {}): Case {
  const {
    rows = 240,
    features = 3,
    activation = "linear",
    loss = "meanSquaredError",
    target = (value) => value,
    noise = 0.05,
    hidden = [16],
    optimizer = () => tf.train.adam(0.01),
    epochs = 20,
  } = options;
  const draw = random(11);
  const x = Array.from({length: rows}, () => Array.from({length: features}, () => normal(draw)));
  const y = x.map((row) => [target(Math.sin(row[0]!) + 0.5 * (row[1] ?? 0) + noise * normal(draw))]);
  return {
    model: () => {
      const model = tf.sequential();
      hidden.forEach((width, i) =>
        model.add(tf.layers.dense({units: width, activation: "relu", ...(i === 0 ? {inputShape: [features]} : {})})),
      );
      model.add(tf.layers.dense({units: 1, activation, ...(hidden.length ? {} : {inputShape: [features]})}));
      model.compile({optimizer: optimizer(), loss});
      return model;
    },
    train: {x, y},
    fit: {epochs, batchSize: 16},
  };
}

/** Points around one centre a class, rows shuffled. */
export function clusters({
  rows,
  features,
  classes,
  spread = 0.7,
  seed = 7,
}: {
  rows: number;
  features: number;
  classes: number;
  spread?: number;
  seed?: number;
}): {x: number[][]; y: number[]} {
  const draw = random(seed);
  const centres = Array.from({length: classes}, (_, label) =>
    Array.from({length: features}, (_, j) => (j % classes === label ? 1.5 : -0.5)),
  );
  const y = Array.from({length: rows}, () => Math.floor(draw() * classes));
  return {x: y.map((label) => centres[label]!.map((centre) => centre + spread * normal(draw))), y};
}

/** Rows with one 1. */
export const oneHot = (labels: readonly number[], classes: number): number[][] =>
  labels.map((label) => Array.from({length: classes}, (_, j) => Number(j === label)));

/** A standard normal number (Box & Muller 1958). */
export const normal = (draw: () => number): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/** A case of given rows and a small network: for what is wrong with the data alone. */
export function table({
  x,
  y,
  last = "linear",
  loss = "meanSquaredError",
  first = [],
  hidden = "relu",
  metrics = [],
}: {
  x: readonly (readonly number[])[];
  y: readonly (readonly number[])[];
  last?: Activation;
  loss?: string;
  first?: readonly tf.layers.Layer[];
  hidden?: Activation;
  metrics?: string[];
}): Case {
  return {
    model: () => {
      const model = tf.sequential({layers: [tf.layers.inputLayer({inputShape: [x[0]!.length]})]});
      for (const layer of first)
        model.add(
          (layer.constructor as unknown as {fromConfig(cls: unknown, config: object): tf.layers.Layer}).fromConfig(layer.constructor, {
            ...layer.getConfig(),
            name: undefined,
          }),
        );
      model.add(tf.layers.dense({units: 16, activation: hidden}));
      model.add(tf.layers.dense({units: y[0]!.length, activation: last}));
      model.compile({optimizer: tf.train.adam(0.01), loss, metrics});
      return model;
    },
    train: {x: x as number[][], y: y as number[][]},
    fit: {epochs: 15, batchSize: 16},
  };
}

/** Rows of one number a column, drawn by a function of a stream of uniform numbers. */
export function rowsOf(
  count: number,
  {columns, seed = 5}: {columns: readonly ((draw: () => number, row: number) => number)[]; seed?: number},
): number[][] {
  const draw = random(seed);
  return Array.from({length: count}, (_, row) => columns.map((column) => column(draw, row)));
}

/** The rows of a case that was made of nested arrays. */
export const rowsIn = ({train}: Case): {x: number[][]; y: number[][]} => train as unknown as {x: number[][]; y: number[][]};

/** A case with other targets: a function of each row's target and inputs. */
export function relabel(subject: Case, change: (target: number[], inputs: number[], row: number) => number[]): Case {
  const {x, y} = rowsIn(subject);
  return {...subject, train: {x, y: y.map((target, row) => change(target, x[row]!, row))}};
}

/** A classifier's case with three labels that may hold together: the signs of the first three inputs. */
export const severalLabels = (subject: Case): Case => relabel(subject, (_, inputs) => inputs.slice(0, 3).map((value) => Number(value > 0)));
