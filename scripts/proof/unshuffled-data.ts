import * as tf from "@tensorflow/tfjs";
import {useBackend} from "../../src/backend/backend.js";
import {orderOfClasses, orderOfNumbers, type Order} from "../../src/math/order.js";
import {random, seeded, type Random} from "../../src/math/random.js";
import {mean, median, variance} from "../../src/math/stats.js";
import {normal} from "./data/worlds.js";

/** Rows sorted by their target plus noise, learned in that order and shuffled: how alike batches are, and how much skill is lost. */
export async function run(): Promise<void> {
  await useBackend("wasm");
  console.log("task | noise | alike | p | optimizer | shuffled | in order | median loss of skill");
  console.log("---|---|---|---|---|---|---|---");
  for (const task of ["classes", "numbers"] as const)
    for (const noise of [0, 0.3, 1, 2, 4, 8])
      for (const [name, optimizer] of Object.entries(optimizers)) {
        const pairs: {kept: number; lost: number; order: Order}[] = [];
        for (let seed = 1; seed <= seeds; seed++) pairs.push(await pair(task, {noise, seed, optimizer}));
        const [kept, lost] = [median(pairs.map((one) => one.kept)), median(pairs.map((one) => one.lost))];
        const {alike, p} = pairs[0]!.order;
        console.log(
          [task, noise, alike.toFixed(2), p.toPrecision(1), name, kept.toFixed(2), lost.toFixed(2), (kept - lost).toFixed(2)].join(" | "),
        );
      }
}

const seeds = 5;
const batchSize = 32;
const optimizers = {
  "adam 0.001": () => tf.train.adam(0.001),
  "adam 0.01": () => tf.train.adam(0.01),
  "sgd 0.1": () => tf.train.sgd(0.1),
};

interface Rows {
  x: number[][];
  y: number[];
}

async function pair(
  task: "classes" | "numbers",
  {noise, seed, optimizer}: {noise: number; seed: number; optimizer: () => tf.Optimizer},
): Promise<{kept: number; lost: number; order: Order}> {
  const draw = random(seed);
  const [fresh, drawn] = [make(task, {rows: 300, draw}), make(task, {rows: 480, draw})];
  const keys = drawn.y.map((target) => target + noise * normal(draw));
  const order = drawn.y.map((_, row) => row).sort((a, b) => keys[a]! - keys[b]!);
  const sorted = {x: order.map((row) => drawn.x[row]!), y: order.map((row) => drawn.y[row]!)};
  const judge = task === "classes" ? orderOfClasses : orderOfNumbers;
  const score = (shuffle: boolean) => seeded(seed, () => fit(task, {train: sorted, fresh, shuffle, optimizer}));
  return {kept: await score(true), lost: await score(false), order: judge(sorted.y, {batchSize})};
}

/** Overlapping clusters in five inputs, or a smooth function of them. */
function make(task: "classes" | "numbers", {rows, draw}: {rows: number; draw: Random}): Rows {
  const y: number[] = [];
  const x = Array.from({length: rows}, () => {
    const row = Array.from({length: 5}, () => normal(draw));
    const label = Math.floor(3 * draw());
    if (task === "numbers") y.push(Math.sin(1.5 * row[0]!) + 0.5 * row[1]! + 0.1 * normal(draw));
    else y.push(label);
    return task === "numbers" ? row : row.map((value, j) => value + (j === label ? 2 : 0));
  });
  return {x, y};
}

async function fit(
  task: "classes" | "numbers",
  {train, fresh, shuffle, optimizer}: {train: Rows; fresh: Rows; shuffle: boolean; optimizer: () => tf.Optimizer},
): Promise<number> {
  const classes = task === "classes";
  const model = tf.sequential({
    layers: [
      tf.layers.dense({units: 24, activation: "relu", inputShape: [5]}),
      tf.layers.dense({units: classes ? 3 : 1, activation: classes ? "softmax" : "linear"}),
    ],
  });
  model.compile({optimizer: optimizer(), loss: classes ? "sparseCategoricalCrossentropy" : "meanSquaredError"});
  const [xs, ys, held] = [tf.tensor2d(train.x), tf.tensor2d(train.y, [train.y.length, 1]), tf.tensor2d(fresh.x)];
  await model.fit(xs, ys, {epochs: 20, batchSize, shuffle, verbose: 0});
  const answers = tf.tidy(() =>
    Array.from((classes ? (model.predict(held) as tf.Tensor).argMax(1) : (model.predict(held) as tf.Tensor)).dataSync()),
  );
  tf.dispose([xs, ys, held]);
  model.dispose();
  if (classes) return (mean(answers.map((answer, row) => Number(answer === fresh.y[row]))) - 1 / 3) / (2 / 3);
  return 1 - mean(answers.map((answer, row) => (answer - fresh.y[row]!) ** 2)) / variance(fresh.y);
}
