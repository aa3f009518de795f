import {expect} from "chai";
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import path from "node:path";
import {explainError} from "../../src/errors/explain.js";
import type {Explanation, KnownError} from "../../src/errors/explanation.js";
import {tf} from "../../src/index.js";

/** A message that cannot be had here: it needs another platform. `file`, in the folder of tfjs's packages, holds `literal`. */
export interface Elsewhere {
  message: string;
  file?: string;
  literal?: string;
}

/** Provokes each of the errors in tfjs itself, and asks that it is explained by its own entry, with the message's own figures. */
export function provokes(
  entries: readonly KnownError[],
  {provoked, elsewhere = {}}: {provoked: Readonly<Record<string, () => unknown>>; elsewhere?: Readonly<Record<string, Elsewhere>>},
): void {
  before(() => tf.setBackend("cpu"));
  it("provokes each entry, or says that it needs another platform", () => {
    expect([...Object.keys(provoked), ...Object.keys(elsewhere)].sort()).deep.equal(entries.map(({title}) => title).sort());
  });
  for (const entry of entries)
    it(entry.title, async () => {
      const other = elsewhere[entry.title];
      if (other?.file) expect(readFileSync(path.join(packages, other.file), "utf8")).include(other.literal);
      const error = other ? new Error(other.message) : await caught(provoked[entry.title]!);
      expectExplained(entry, error);
    });
}

const packages = path.resolve(path.dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs/package.json")), "..");

function expectExplained(entry: KnownError, error: unknown): void {
  const made = explainError(error);
  expect(made, (error as Error).message).not.equal(undefined);
  const {title, cause, fix, message} = made as Explanation;
  expect(title, `${message} is explained by another entry`).match(new RegExp(`^${escape(entry.title).replace(/\\\{\w+\\\}/g, ".+")}$`));
  const groups = [...entry.pattern.matchAll(/\(\?<(\w+)>/g)].map(([, name]) => `{${name}}`);
  for (const text of [title, cause, fix]) {
    expect(groups.filter((group) => text.includes(group))).deep.equal([]);
    expect(text).not.match(/\n|\[object|\[\]|""|  /);
  }
  expect(JSON.parse(JSON.stringify(made))).deep.equal(made);
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

async function caught(provoke: () => unknown): Promise<unknown> {
  const {warn, error} = console;
  const said: string[] = [];
  console.warn = console.error = (...words: unknown[]) => void said.push(words.join(" "));
  try {
    await provoke();
  } catch (thrown) {
    return thrown;
  } finally {
    Object.assign(console, {warn, error});
  }
  // Some of tfjs's messages are only said.
  if (said.length) return said.at(-1);
  throw new Error("tfjs did not throw");
}

/** Ones of a shape. */
export const ones = (...shape: number[]): tf.Tensor => tf.ones(shape);

/** What a small dense model is made of. */
export interface Small {
  units?: number;
  loss?: unknown;
  optimizer?: unknown;
  metrics?: unknown;
  compiled?: boolean;
}

/** A dense layer of three units on rows of four values. */
export function small({units = 3, loss = "categoricalCrossentropy", optimizer = "sgd", metrics = [], compiled = true}: Small = {}) {
  const model = tf.sequential({layers: [tf.layers.dense({units, inputShape: [4]})]});
  if (compiled) model.compile({optimizer, loss, metrics} as tf.ModelCompileArgs);
  return model;
}

/** Two inputs, `left` and `right`, and two outputs, `one` and `two`. */
export function double({loss = "meanSquaredError"}: {loss?: unknown} = {}): tf.LayersModel {
  const inputs = ["left", "right"].map((name) => tf.input({shape: [2], name}));
  const joined = tf.layers.concatenate().apply(inputs);
  const outputs = ["one", "two"].map((name) => tf.layers.dense({units: 1, name}).apply(joined) as tf.SymbolicTensor);
  const model = tf.model({inputs, outputs});
  model.compile({optimizer: "sgd", loss: loss as string});
  model.inputNames = ["left", "right"];
  return model;
}

/** A stack of layers, compiled. */
export function stacked(...layers: tf.layers.Layer[]): tf.Sequential {
  const model = tf.sequential({layers});
  model.compile({optimizer: "sgd", loss: "meanSquaredError"});
  return model;
}
