import {random, type Random} from "../../../src/math/random.js";

/** The text of a notebook with cells drawn from the shapes of which real ones are made: fixed and random values, losses, charts; with `network`, also tensors, a fit and findings. */
export function drawNotebook(seed: number, {cells = 8, network = false}: {cells?: number; network?: boolean} = {}): string {
  const draw = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)]!;
  const plain = Array.from({length: cells}, (_, index) => pick(shapes)(draw, index));
  const sources = [...plain, ...(network ? networkCells(draw) : [])];
  return notebookOf(sources);
}

type Shape = (draw: Random, index: number) => string;

const whole = (draw: Random, least: number, most: number): number => least + Math.floor(draw() * (most - least + 1));

const shapes: readonly Shape[] = [
  (draw) => `${whole(draw, 2, 90)} * ${whole(draw, 2, 9)} + ${whole(draw, 1, 50)} / ${whole(draw, 2, 7)}`,
  (draw, i) =>
    `const numbers${i} = Array.from({length: ${whole(draw, 3, 60)}}, (_, k) => k * ${whole(draw, 2, 9)} - ${whole(draw, 1, 9)});\nnumbers${i}`,
  (draw) => `({rows: ${whole(draw, 10, 500)}, share: ${whole(draw, 1, 9)} / 10, name: "run ${whole(draw, 1, 99)}"})`,
  (draw, i) => `const words${i} = ["alpha", "beta", "gamma"].slice(${whole(draw, 0, 1)});\nwords${i}.join("-").toUpperCase()`,
  (draw, i) =>
    `const sample${i} = Array.from({length: ${whole(draw, 50, 400)}}, () => Math.random() + ${whole(draw, 0, 5)});\nsample${i}.reduce((a, b) => a + b) / sample${i}.length`,
  (draw, i) =>
    `const normal${i} = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());\nconst drawn${i} = Array.from({length: ${whole(draw, 100, 400)}}, () => ${whole(draw, 5, 30)} + ${whole(draw, 1, 3)} * normal${i}());\n({n: drawn${i}.length, mean: drawn${i}.reduce((a, b) => a + b) / drawn${i}.length, unit: "mm"})`,
  (draw, i) =>
    `let hits${i} = 0;\nfor (let k = 0; k < ${whole(draw, 100, 900)}; k++) if (Math.random() < ${whole(draw, 2, 9)} / 10) hits${i}++;\nhits${i}`,
  (draw, i) =>
    `const right${i} = Array.from({length: ${whole(draw, 50, 200)}}, () => Number(Math.random() < 0.${whole(draw, 80, 95)}));\nright${i}.filter((one) => one === 1).length / right${i}.length`,
  descent,
  (draw) =>
    `({\n  $schema: "https://vega.github.io/schema/vega-lite/v6.json",\n  data: {values: Array.from({length: ${whole(draw, 5, 40)}}, (_, i) => ({t: i, v: Math.random()}))},\n  mark: "${draw() < 0.5 ? "line" : "point"}",\n  encoding: {x: {field: "t", type: "quantitative"}, y: {field: "v", type: "quantitative"}},\n})`,
  (draw) =>
    `({data: [{type: "${draw() < 0.5 ? "scatter" : "bar"}", x: [1, 2, 3], y: [Math.random(), 2, ${whole(draw, 3, 9)}]}], layout: {title: "t"}})`,
  (draw) => `new Float32Array(${whole(draw, 5, 30)}).map((_, i) => i / ${whole(draw, 2, 5)})`,
];

/** Gradient descent on a line with noise, which shows its losses. */
function descent(draw: Random, i: number): string {
  return `const xs${i} = Array.from({length: ${whole(draw, 40, 120)}}, () => Math.random() * 2 - 1);
const ys${i} = xs${i}.map((x) => ${whole(draw, 2, 5)} * x + 0.1 * (Math.random() - 0.5));
let slope${i} = 0;
const losses${i}: number[] = [];
for (let epoch = 0; epoch < ${whole(draw, 6, 15)}; epoch++) {
  const gradient = xs${i}.reduce((sum, x, k) => sum + 2 * x * (slope${i} * x - ys${i}[k]), 0) / xs${i}.length;
  losses${i}.push(xs${i}.reduce((sum, x, k) => sum + (slope${i} * x - ys${i}[k]) ** 2, 0) / xs${i}.length);
  slope${i} -= 0.3 * gradient;
}
losses${i}`;
}

function networkCells(draw: Random): string[] {
  return [
    `import * as tf from "@tensorflow/tfjs";\nimport {diagnose} from "ddx";\nawait tf.setBackend("cpu");\ntf.randomUniform([${whole(draw, 4, 40)}, 3], 0, ${whole(draw, 1, 4)})`,
    `const inputs = tf.randomNormal([${whole(draw, 80, 160)}, 2]);\nconst targets = inputs.sum(1, true).greater(0).cast("float32");\ntargets.mean()`,
    `const model = tf.sequential({layers: [tf.layers.dense({units: 8, activation: "relu", inputShape: [2]}), tf.layers.dense({units: 1, activation: "sigmoid"})]});
model.compile({optimizer: tf.train.adam(0.05), loss: "binaryCrossentropy", metrics: ["accuracy"]});
await model.fit(inputs, targets, {epochs: ${whole(draw, 5, 10)}, batchSize: 16, verbose: 0})`,
    "model.predict(inputs)",
    "model.countParams()",
    `await diagnose({train: {x: inputs.arraySync() as number[][], y: targets.arraySync() as number[][]}}, {checks: ["constant-feature", "missing-values", "non-finite-values"], budget: 0})`,
  ];
}

/** A notebook of these cells, laid out as Jupyter does. */
export function notebookOf(sources: readonly string[]): string {
  const cells = sources.map((source, index) => ({
    cell_type: "code",
    execution_count: null,
    id: `c${index}`,
    metadata: {},
    outputs: [],
    source: source.match(/[^\n]*\n|[^\n]+$/g) ?? [],
  }));
  const metadata = {kernelspec: {display_name: "TypeScript (ddx)", language: "typescript", name: "ddx"}};
  return `${JSON.stringify({cells, metadata, nbformat: 4, nbformat_minor: 5}, null, 1)}\n`;
}
