import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import * as tf from "@tensorflow/tfjs";
import {useBackend} from "../../src/backend/backend.js";
import {ddx, type Outcome} from "./command.js";

/** A saved model and a table in a folder of their own, made before the tests of a suite and gone after them; runs `ddx` beside them. */
export function savedCase({activation, target}: {activation: "softmax" | "linear"; target: (a: number, b: number) => number}): {
  run: (...words: string[]) => Promise<Outcome>;
} {
  let folder: string;
  before(async () => {
    await useBackend(undefined, {say: false});
    folder = await mkdtemp(join(tmpdir(), "ddx-saved-"));
    const model = tf.sequential({
      layers: [tf.layers.dense({units: 8, activation: "relu", inputShape: [2]}), tf.layers.dense({units: 1, activation})],
    });
    await writeFile(join(folder, "model.json"), JSON.stringify(model.toJSON(null, false)));
    model.dispose();
    const rows = Array.from({length: 120}, (_, i): [number, number] => [2 * Math.sin(i), 2 * Math.cos(i * i)]);
    await writeFile(join(folder, "train.csv"), ["a,b,y", ...rows.map(([a, b]) => `${a},${b},${target(a, b)}`)].join("\n"));
  });
  after(async () => rm(folder, {recursive: true}));
  return {run: (...words) => ddx(words, {cwd: folder})};
}
