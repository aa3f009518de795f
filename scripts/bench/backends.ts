import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import {nativeIsFaster} from "../../src/backend/cost.js";
import {registerKernels} from "../../src/backend/kernels/index.js";
import {loadNative} from "../../src/backend/native.js";
import {stepCost} from "../../src/trial/cost.js";
import {readNetwork} from "../../src/trial/network.js";
import {fits, makeData, makeModel, type Fit} from "./backends/fits.js";

/** Milliseconds of the fastest epoch of each fit on each backend, batch 32, all in one process; arguments filter the rows by words of their titles. */
export async function run(words: readonly string[]): Promise<void> {
  const chosen = fits.filter(({title}) => words.every((word) => title.includes(word)));
  const rows = chosen.map(({title}) => [title]);
  for (const {name, prepare} of columns) {
    const problem = await prepare();
    for (const [i, fit] of chosen.entries()) {
      const time = problem ?? (await measure(fit));
      rows[i]!.push(typeof time === "string" ? time : time.toFixed(time < 10 ? 1 : 0));
      console.error(`${name}: ${fit.title}: ${rows[i]!.at(-1)}`);
    }
  }
  console.log(
    ["ms an epoch", ...columns.map(({name}) => name), "ours : cpu", "ours : shipped", "ours : native", "auto takes", "auto : better"].join(
      " | ",
    ),
  );
  console.log("---|".repeat(columns.length + 5) + "---");
  for (const [i, row] of rows.entries())
    console.log([...row, ratio(row, 1), ratio(row, 2), ratio(row, 4), ...auto(chosen[i]!, row)].join(" | "));
  console.log(`\nThe fastest of ${epochs} epochs after the first; an epoch over ${patience / 1000} s is one batch, multiplied.`);
}

/** Backends in the order that they must be measured in: our kernels replace those that tfjs ships. */
const columns: readonly {name: string; prepare: () => Promise<string | undefined>}[] = [
  {name: "cpu", prepare: () => activate("cpu")},
  {name: "wasm as shipped", prepare: () => activate("wasm")},
  {
    name: "wasm with ours",
    prepare: () => {
      registerKernels();
      return activate("wasm");
    },
  },
  {name: "native", prepare: async () => (await loadNative()) ?? activate("tensorflow")},
];

async function activate(name: string): Promise<undefined> {
  await tf.setBackend(name);
  await tf.ready();
  return undefined;
}

const batchSize = 32;
const epochs = 5;
// Milliseconds of an epoch that are waited for.
const patience = 15_000;

async function measure(fit: Fit): Promise<number | string> {
  const model = makeModel(fit);
  const {x, y} = makeData(fit);
  try {
    await timed(() => step(model, {x, y}));
    const batches = Math.ceil(fit.rows / batchSize);
    const one = await timed(() => step(model, {x, y}));
    if (one * batches > patience) return one * batches;
    const times: number[] = [];
    await model.fit(x, y, {
      batchSize,
      epochs: epochs + 1,
      verbose: 0,
      yieldEvery: "never",
      callbacks: {
        onEpochBegin: async () => void times.push(performance.now()),
        onEpochEnd: async () => void times.push(performance.now() - times.pop()!),
      },
    });
    // Noise only adds.
    return Math.min(...times.slice(1));
  } catch (error) {
    return /not registered/.test(String(error)) ? "cannot train" : String(error);
  } finally {
    tf.dispose([x, y]);
    model.dispose();
  }
}

/** What `auto` would take where native TensorFlow is there, and its time over that of the better of the two. */
function auto(fit: Fit, row: readonly string[]): [string, string] {
  const model = makeModel(fit);
  const native = nativeIsFaster(stepCost(readNetwork(model), {batchSize}));
  model.dispose();
  const [ours, other] = [Number(row[3]), Number(row[4])];
  const time = (native ? other : ours) / Math.min(ours, other);
  return [native ? "native" : "wasm", Number.isFinite(time) ? time.toPrecision(3) : ""];
}

const step = (model: tf.LayersModel, {x, y}: {x: tf.Tensor; y: tf.Tensor}) =>
  model.fit(x.slice(0, batchSize), y.slice(0, batchSize), {batchSize, epochs: 1, verbose: 0});

async function timed(task: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await task();
  return performance.now() - start;
}

function ratio(row: readonly string[], column: number): string {
  const [ours, other] = [Number(row[3]), Number(row[column])];
  return Number.isFinite(ours / other) ? (ours / other).toPrecision(2) : "";
}
