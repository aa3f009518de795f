import * as tf from "@tensorflow/tfjs";
import {power, useBackend, type Case, type Drawn} from "../../src/index.js";
import {toBundle} from "../../src/display/bundle.js";
import {normal, times} from "./data/worlds.js";

/** How often checks of answers and of recorded fits see illnesses that are made by construction, and sound worlds: `npm run proof power [worlds] [check …]`. */
export async function run([worlds = "100", ...only]: readonly string[]): Promise<void> {
  await useBackend("wasm", {say: false});
  for (const [title, {check, axis, unit = "held-out rows", ...scene}] of Object.entries(scenes)) {
    if (only.length && !only.includes(check)) continue;
    const found = await power(check, {...scene, worlds: Number(worlds), axes: {strength: axis, rows: unit}});
    console.log(
      `${title}\n${String((await toBundle(found)).data["text/plain"])
        .split("\n")
        .slice(2)
        .join("\n")}\n`,
    );
  }
}

interface Scene {
  check: string;
  axis: string;
  unit?: string;
  strengths: number[];
  rows: number[];
  sees?: "fail" | "warn";
  make: (world: Drawn) => Partial<Case>;
}

const chance = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** A network of two inputs that answers `slope` times the first plus `shift`, and its untrained twin. */
function knowing({slope, shift = 0}: {slope: number; shift?: number}): tf.LayersModel {
  const made = tf.sequential({layers: [tf.layers.dense({units: 1, activation: "sigmoid", inputShape: [3]})]});
  made.compile({optimizer: "adam", loss: "binaryCrossentropy", metrics: ["accuracy"]});
  made.setWeights([tf.tensor2d([[slope], [0], [0]]), tf.tensor1d([shift])]);
  return made;
}

const known = new Map<string, tf.LayersModel>();

const kept = (answer: {slope: number; shift?: number}): tf.LayersModel => {
  const key = JSON.stringify(answer);
  return known.get(key) ?? known.set(key, knowing(answer)).get(key)!;
};

/** Labels by a logistic model of the first of three normal inputs; `spoil` changes some. */
function judged({rows, draw, slope, shift = 0, spoil = (label) => label}: Judged): Partial<Case> {
  const part = (count: number) => {
    const x = times(count, () => times(3, () => normal(draw)));
    return {x, y: x.map((row) => [spoil(Number(draw() < chance(slope.true * row[0]!)), row)])};
  };
  const [train, validation] = [part(200), part(rows)];
  return {model: () => knowing({slope: 0}), trained: kept({slope: slope.said, shift}), train, validation, task: "binary"};
}

interface Judged extends Pick<Drawn, "rows" | "draw"> {
  slope: {true: number; said: number};
  shift?: number;
  spoil?: (label: number, row: readonly number[]) => number;
}

const slices = (slope: number): Scene => ({
  check: "weak-slice",
  axis: "share of rows with a large third input that are labelled by lot",
  strengths: [0, 0.25, 0.5, 1],
  rows: [100, 200, 400, 800],
  sees: "warn",
  make: ({strength, rows, draw}) =>
    judged({
      ...{rows, draw, slope: {true: slope, said: slope}},
      spoil: (label, row) => (row[2]! > 0.7 && draw() < strength ? Number(draw() < 0.5) : label),
    }),
});

/** Losses that swing about a curve by independent steps of a share of the constant answer's loss. */
const swinging: Scene = {
  check: "oscillating-loss",
  axis: "deviation of an epoch's loss, shares of the first",
  unit: "epochs",
  strengths: [0, 0.02, 0.05, 0.1, 0.2, 0.3],
  rows: [12, 20, 40, 100],
  make: ({strength, rows, draw}) => ({
    history: {loss: times(rows, (i) => (i === 0 ? 1 : 0.4 + 0.6 * Math.exp((-5 * i) / rows) + (0.005 + strength) * normal(draw)))},
  }),
};

const scenes: Record<string, Scene> = {
  "weak-slice, a network that errs near its border only (slope 20)": slices(20),
  "weak-slice, a network that errs in 8 % (slope 4)": slices(4),
  "weak-slice, a network that errs in 24 % (slope 1.5)": slices(1.5),
  "ignored-class, classes that can be told (slope 3)": {
    check: "ignored-class",
    axis: "logit that one class is named with too little",
    strengths: [0, 2, 4, 9],
    rows: [100, 200, 400, 800],
    make: ({strength, rows, draw}) => judged({rows, draw, slope: {true: 3, said: 3}, shift: -strength}),
  },
  "ignored-class, classes that can hardly be told (slope 0.7)": {
    check: "ignored-class",
    axis: "logit that one class is named with too little",
    strengths: [0, 2, 4, 9],
    rows: [100, 200, 400, 800],
    make: ({strength, rows, draw}) => judged({rows, draw, slope: {true: 0.7, said: 0.7}, shift: -strength}),
  },
  "oscillating-loss": swinging,
};
