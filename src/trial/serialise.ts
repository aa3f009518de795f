import * as tf from "@tensorflow/tfjs";
import type {Block, Split} from "../check.js";
import {base64, bytesOf} from "../math/base64.js";
import {seeded} from "../math/random.js";
import {firstLine} from "./blame.js";
import {construct, copies, flags, freeze, weightsOf, type Blueprint} from "./blueprint.js";
import {born, discard} from "./lifetime.js";
import {nameOfCurve} from "./rates.js";
import type {Setting} from "./fit.js";

/** A compiled network as plain data. */
export interface PlainNetwork {
  sequential: boolean;
  /** Its topology, as `getConfig()` gives it. */
  config: Plain;
  /** Whether each of its layers learns, nested ones before the model that they are in. */
  trainable: readonly boolean[];
  /** Names, in the form in which `compile` takes them; `tf.losses.NAME` and `tf.metrics.NAME` for tfjs's own functions. */
  loss: Plain;
  metrics: Plain;
  optimizer: {className: string; config: Plain};
  /** All weights one after the other as base64; none where they are drawn from the seed. */
  weights?: string;
}

type Plain = string | number | boolean | null | undefined | readonly Plain[] | {readonly [name: string]: Plain};

/** What all trials of a setting share, as plain data, or why it cannot be written down; what is written has been read again and gave the same weights. */
export async function serialise({
  blueprint,
  train,
  validation,
  schedule,
  seed,
}: Pick<Setting, "blueprint" | "train" | "validation" | "schedule" | "seed">) {
  try {
    const rate = schedule.rate && nameOfCurve(schedule.rate);
    if (schedule.rate && !rate) throw new TypeError("its schedule of the learning rate is a function");
    const network = JSON.parse(JSON.stringify(plainNetwork(blueprint))) as PlainNetwork;
    await expectTwin(network, {blueprint, seed});
    return {network, schedule: {...schedule, rate}, seed, data: hash([train, ...(validation ? [validation] : [])])};
  } catch (error) {
    return {reason: firstLine(error)};
  }
}

function plainNetwork({prototype: model, given}: Blueprint): PlainNetwork {
  const kind = model.getClassName();
  if (!["Sequential", "Functional", "Model"].includes(kind)) throw new TypeError(`its model is of a class of its own, ${kind}`);
  const {loss, metrics} = model as unknown as {loss: unknown; metrics: unknown};
  return {
    sequential: kind === "Sequential",
    config: plain(model.getConfig(), "its topology"),
    trainable: flags(model),
    loss: plain(loss, "its loss"),
    metrics: plain(metrics, "its metrics"),
    optimizer: {className: model.optimizer.getClassName(), config: plain(model.optimizer.getConfig(), "its optimizer")},
    weights: given ? base64(bytes(model)) : undefined,
  };
}

/** A blueprint of a network's plain data; its copies are those of the blueprint that the data were made of, bit for bit. */
export async function revive({sequential, config, trainable, weights, ...compile}: PlainNetwork): Promise<Blueprint> {
  const kind = sequential ? tf.Sequential : tf.LayersModel;
  const model = await seeded(0, () => born(() => construct(kind, structuredClone(config))));
  try {
    freeze(model, trainable);
    if (weights !== undefined) write(model, new Float32Array(bytesOf(weights).buffer));
    const {className, config: options} = compile.optimizer;
    const [cls] = tf.serialization.SerializationMap.getMap().classNameMap[className] ?? [];
    if (!cls) throw new TypeError(`its optimizer is of a class that is not registered, ${className}`);
    const optimizer = (cls as unknown as {fromConfig(cls: unknown, config: unknown): tf.Optimizer}).fromConfig(cls, options);
    model.compile({optimizer, loss: named(compile.loss) as string, metrics: named(compile.metrics) as string[]});
  } catch (error) {
    discard(model);
    throw error;
  }
  return {...copies(model, {given: weights !== undefined}), dispose: () => discard(model)};
}

/** Throws when copies of a network that was written down and read again do not start from the weights of the blueprint's own. */
async function expectTwin(network: PlainNetwork, {blueprint, seed}: {blueprint: Blueprint; seed: number}): Promise<void> {
  const twin = await revive(network);
  const made: tf.LayersModel[] = [];
  try {
    for (const one of [blueprint, twin]) made.push(await one.fresh({seed}));
    const [a, b] = made.map((model) => bytes(model));
    const learns = made.map(({trainableWeights}) => trainableWeights.length);
    if (a!.length !== b!.length || learns[0] !== learns[1] || a!.some((byte, i) => byte !== b![i]))
      throw new TypeError("its function builds models that their topology does not tell: the same seed gives other weights");
  } finally {
    made.forEach((model) => discard(model));
    twin.dispose();
  }
}

const sources = {losses: tf.losses, metrics: tf.metrics} as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A value as plain data; a function of tfjs's own by its name. Throws for what has none. */
function plain(value: unknown, what: string): Plain {
  if (value === null || value === undefined || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((part) => plain(part, what));
  if (typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value) as null))
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part, what)]));
  for (const [source, functions] of Object.entries(sources))
    for (const [name, known] of Object.entries(functions)) if (known === value) return `tf.${source}.${name}`;
  const kind = typeof value === "number" ? String(value) : `a ${typeof value}${typeof value === "function" ? " of its own" : ""}`;
  throw new TypeError(`${what} holds ${kind}, which cannot be written down`);
}

/** Names as `compile` takes them, tfjs's own functions in place of theirs. */
function named(value: Plain): unknown {
  if (Array.isArray(value)) return value.map((part: Plain) => named(part));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, named(part as Plain)]));
  const [, source, name] = /^tf\.(losses|metrics)\.(\w+)$/.exec(String(value)) ?? [];
  return name ? sources[source!]![name] : value;
}

/** All weights of a model, one after the other. */
function bytes(model: tf.LayersModel): Uint8Array {
  const values = weightsOf(model).map((weight) => weight.read().dataSync());
  if (values.some((one) => !((one as unknown) instanceof Float32Array))) throw new TypeError("its weights are not all of float32");
  const all = new Float32Array(values.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const one of values) {
    all.set(one, at);
    at += one.length;
  }
  return new Uint8Array(all.buffer);
}

function write(model: tf.LayersModel, values: Float32Array): void {
  let at = 0;
  for (const weight of weightsOf(model)) {
    const {shape, size} = weight.read();
    const value = tf.tensor(values.slice(at, (at += size)), shape);
    weight.write(value);
    value.dispose();
  }
}

/** A hash of splits (FNV-1a over their values, 32 bits). */
function hash(splits: readonly Split[]): string {
  let sum = 0x811c9dc5;
  for (const {values, shape} of splits.flatMap(({x, y}): Block[] => [...x, ...y])) {
    for (const length of shape) sum = Math.imul(sum ^ length, 0x01000193);
    const words = values instanceof Uint8Array ? values : new Uint32Array(values.buffer, values.byteOffset, values.length);
    for (let i = 0; i < words.length; i++) sum = Math.imul(sum ^ words[i]!, 0x01000193);
  }
  return (sum >>> 0).toString(16).padStart(8, "0");
}
