const imports = 'import * as tf from "@tensorflow/tfjs";\n';

const data = `
const x = tf.randomNormal([240, 3], 0, 1, "float32", 7);
const y = tf.tidy(() => x.sum(1, true).greater(0).cast("float32"));
`;

const network = ({units = 1, activation = "sigmoid", inputs = 3}) => `
const init = (seed) => tf.initializers.glorotUniform({seed});
const model = tf.sequential({layers: [
  tf.layers.dense({units: 8, activation: "relu", inputShape: [${inputs}], kernelInitializer: init(1)}),
  tf.layers.dense({units: ${units}, activation: "${activation}", kernelInitializer: init(2)}),
]});
`;

const compile = (optimizer = "tf.train.adam(0.01)", loss = "binaryCrossentropy") =>
  `model.compile({optimizer: ${optimizer}, loss: "${loss}", metrics: ["accuracy"]});\n`;

const fit = (epochs = 6) =>
  `const {history} = await model.fit(x, y, {epochs: ${epochs}, shuffle: false, validationSplit: 0.2, verbose: 0});\n`;

const tell = `console.log(JSON.stringify({history, words: process.argv.slice(2), tensors: tf.memory().numTensors,
  weights: model.getWeights().map((weight) => Array.from(weight.dataSync())), names: model.layers.map(({name}) => name), random: Math.random.name}));\n`;

/** Training scripts as people write them, by the name of their file. */
export const scripts: Readonly<Record<string, string>> = {
  "healthy.mjs": imports + data + network({}) + compile() + fit() + tell,
  // Trains until the file named `stop` is there.
  "softmax.mjs": `${imports}import {existsSync} from "node:fs";${data}${network({activation: "softmax"})}${compile()}
await model.fit(x, y, {epochs: 1e6, verbose: 0, callbacks: {onEpochEnd: () => {
  if (existsSync("stop")) model.stopTraining = true;
}}});
console.log("stopped");\n`,
  "nan.mjs": imports + data + network({activation: "linear"}) + compile("tf.train.sgd(1e9)", "meanSquaredError") + fit(3),
  "shape.mjs": imports + data + network({inputs: 4}) + compile() + fit(),
  "folds.mjs": `${imports}${data}for (let fold = 0; fold < 3; fold++) {${network({})}${compile()}
  for (let epoch = 0; epoch < 2; epoch++) await model.fit(x, y, {epochs: 1, verbose: 0});
  model.dispose();
}\nPromise.reject(new Error("nobody caught this"));\n`,
  "stream.mjs": `${imports}const rows = Array.from({length: 90}, (_, i) => ({xs: [Math.sin(i), Math.cos(i * 7), 1 / (i + 1)], ys: [i % 2]}));
const stream = tf.data.array(rows).map(({xs, ys}) => ({xs: tf.tensor1d(xs), ys: tf.tensor1d(ys)})).batch(32);
${network({})}${compile()}await model.fitDataset(stream, {epochs: 3, verbose: 0});\n`,
  "batches.cjs": `const tf = require("@tensorflow/tfjs");
async function main() {${data}${network({})}${compile()}
  for (let epoch = 0; epoch < 3; epoch++)
    for (let i = 0; i < 240; i += 60) await model.trainOnBatch(x.slice([i, 0], [60, -1]), y.slice([i, 0], [60, -1]));
  process.exit(3);
}
main();\n`,
  "train.ts": `import * as tf from "@tensorflow/tfjs";
import {rows, type Rows} from "./rows";
enum Way {Quick = "quick", Slow = "slow"}
const {x, y}: Rows = rows(200);
const model: tf.Sequential = tf.sequential({layers: [tf.layers.dense({units: 1, inputShape: [2]})]});
model.compile({optimizer: tf.train.adam(0.1), loss: "meanSquaredError"});
await model.fit(x, y, {epochs: 2, verbose: 0});
console.log(Way.Slow, process.argv.slice(2).join());
if (process.argv[2] === "throw") throw new RangeError("thrown in line 9");\n`,
  "rows.ts": `import * as tf from "@tensorflow/tfjs";
export interface Rows {x: tf.Tensor; y: tf.Tensor}
export const rows = (count: number): Rows => {
  const x = tf.randomNormal([count, 2]);
  return {x, y: x.sum(1, true)};
};\n`,
  "loop.mjs": `${imports}const w = tf.variable(tf.zeros([3, 1]));${data}
const optimizer = tf.train.sgd(0.1);
for (let i = 0; i < 50; i++) optimizer.minimize(() => x.matMul(w).sub(y).square().mean());
console.log(Array.from(w.dataSync()).join());\n`,
  "nothing.mjs": `console.log("hello");\n`,
  "own-loss.mjs": `${imports}${data}${network({})}
model.compile({optimizer: "adam", loss: (truth, answer) => truth.sub(answer).square().mean(-1)});
await model.fit(x, y, {epochs: 2, verbose: 0});\n`,
  "diagnoses.mjs": `${imports}import {diagnose} from "ddx";${data}${network({})}${compile()}
await diagnose({model, train: {x, y}}, {checks: ["flat-loss"], budget: 2});
console.log("diagnosed");\n`,
};
