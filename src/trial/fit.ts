import * as tf from "@tensorflow/tfjs";
import type {Change, Followed, NonFinite, Probe, Run, Schedule, Split} from "../check.js";
import {derive, permutation, random, sample, seeded} from "../math/random.js";
import {batch} from "./batch.js";
import {blame} from "./blame.js";
import {breathe} from "./breath.js";
import type {Blueprint} from "./blueprint.js";
import {discard} from "./lifetime.js";
import {modes} from "./modes.js";
import {movements, snapshot, type Snapshot} from "./movement.js";
import {modeBatches} from "./cost.js";
import {boundsOf, predict} from "./forward.js";
import {lossesOf, probe} from "./probe.js";
import {rateOf, setRate} from "./rates.js";
import {openScribe} from "./scribe.js";

/** What a fit is made of. */
export interface Setting {
  blueprint: Blueprint;
  train: Split;
  validation?: Split;
  /** All rows that were given, where the validation rows are held out of them by ddx. */
  whole?: Split;
  /** The schedule; `of` are the rows of an epoch of the user's where the fits see a sample of them. */
  schedule: Schedule & {of?: number};
  seed: number;
  /** Steps that all descents of the bank may take together, and those that are left, where the plan says so. */
  purse?: {steps: number; left: number};
  /** Stops the fit at its next step. */
  signal?: AbortSignal;
  /** Called after each step. */
  onStep?: () => void;
}

/** Makes one seeded fit; two calls with one seed on one backend give the same numbers, bit for bit. */
export async function fit(
  setting: Setting,
  {seed = setting.seed, renew = false, ...change}: Change & {renew?: boolean} = {},
): Promise<Run> {
  const {blueprint, train, schedule} = setting;
  const rows = change.rows ?? Array.from({length: train.rows}, (_, i) => i);
  setting.signal?.throwIfAborted();
  const model = await blueprint.fresh({
    seed: derive(seed, "weights"),
    optimizer: change.optimizer,
    bare: change.bare,
    widen: change.widen,
    renew,
  });
  try {
    return await seeded(derive(seed, "fit"), async () => {
      const looked = probed(setting, rows);
      const before = await probe(model, {split: train, rows: looked, signal: setting.signal});
      const start = await snapshot(model);
      const followed: Followed[] = [];
      const follow = setting.validation && change.follow ? {looks: change.follow, look: lookAt(model, {setting, followed})} : undefined;
      const {list, wanted} = await steps(model, {setting, rows, change, seed, follow});
      const run = await conclude(model, {setting, rows, change, before, start, looked, list, wanted, seed, schedule});
      return follow ? {...run, followed} : run;
    });
  } finally {
    discard(model);
  }
}

/** Held-out rows that are followed at most. */
const followedRows = 256;

function lookAt(model: tf.LayersModel, {setting, followed}: {setting: Setting; followed: Followed[]}): (step: number) => Promise<void> {
  const split = setting.validation!;
  const rows = Array.from({length: Math.min(split.rows, followedRows)}, (_, i) => i);
  return async (step) => {
    followed.push({step, rows: rows.length, ...(await judge(model, {split, rows, signal: setting.signal}))});
  };
}

/** The rows of a fit that its probes look at. */
const probed = ({seed, blueprint}: Setting, rows: readonly number[]): number[] =>
  sample(rows.length, {size: boundsOf(blueprint.prototype).looks, draw: random(derive(seed, "probe"))}).map((i) => rows[i]!);

/** Repeats one of the case's own fits up to what is not finite in it first; undefined when all is finite. */
export async function replay(setting: Setting, {seed}: {seed: number}): Promise<NonFinite | undefined> {
  const rows = Array.from({length: setting.train.rows}, (_, i) => i);
  const model = await setting.blueprint.fresh({seed: derive(seed, "weights")});
  const scribe = openScribe(model, {every: Infinity, gradients: true});
  try {
    return await seeded(derive(seed, "fit"), async () => {
      // It draws from the fit's own stream, as it did the first time.
      await probe(model, {split: setting.train, rows: probed(setting, rows), signal: setting.signal});
      await steps(model, {setting, rows, change: {stop: () => scribe.nonFinite() !== undefined}, seed, watch: scribe});
      const found = scribe.nonFinite();
      const perEpoch = Math.ceil(rows.length / Math.min(setting.schedule.batchSize, rows.length));
      return found && {...found, epoch: Math.ceil(found.step / perEpoch), batch: ((found.step - 1) % perEpoch) + 1};
    });
  } finally {
    scribe.release();
    discard(model);
  }
}

/** The losses of a seeded fit, step by step; nothing else is measured. */
export async function descend(
  setting: Setting,
  {seed = setting.seed, renew = false, ...change}: Change & {renew?: boolean} = {},
): Promise<readonly number[]> {
  const rows = change.rows ?? Array.from({length: setting.train.rows}, (_, i) => i);
  setting.signal?.throwIfAborted();
  const model = await setting.blueprint.fresh({
    seed: derive(seed, "weights"),
    optimizer: change.optimizer,
    bare: change.bare,
    widen: change.widen,
    renew,
  });
  try {
    return await seeded(derive(seed, "fit"), async () => (await steps(model, {setting, rows, change, seed})).list);
  } finally {
    discard(model);
  }
}

interface Loop {
  setting: Setting;
  rows: readonly number[];
  change: Change;
  seed: number;
  /** Told of each step. */
  watch?: {begin(): void; end(loss: number): void};
  /** Called before the first step, after the last, and evenly between. */
  follow?: {looks: number; look: (step: number) => Promise<void>};
}

/** Trains a model by the setting's batches: the loss of each step, and the steps that the user's fit would take. */
export async function steps(
  model: tf.LayersModel,
  {setting, rows, change, seed, watch, follow}: Loop,
): Promise<{list: number[]; wanted: number}> {
  const size = Math.min(change.batchSize ?? setting.schedule.batchSize, rows.length);
  const perEpoch = Math.ceil(rows.length / size);
  const {of = rows.length} = change.rows ? {} : setting.schedule;
  const wanted = Math.ceil(of / size) * setting.schedule.epochs;
  const last = change.steps ?? Math.min(wanted, setting.schedule.steps);
  const draw = random(derive(seed, "batches"));
  const list: number[] = [];
  let order: number[] = [];
  const {rate} = setting.schedule;
  const {ramp, shuffle = setting.schedule.shuffle} = change;
  const base = rateOf(model.optimizer);
  const looks = new Set(Array.from({length: follow?.looks ?? 0}, (_, i) => Math.round((i * last) / (follow!.looks - 1))));
  if (looks.has(0)) await follow!.look(0);
  for (let step = 0; step < last; step++) {
    await breathe(setting.signal);
    if (ramp) setRate(model.optimizer, ramp.from * (ramp.to / ramp.from) ** (step / Math.max(1, last - 1)));
    else if (rate) setRate(model.optimizer, base * rate(step / last));
    if (step % perEpoch === 0) order = shuffle ? permutation(rows.length, draw) : rows.map((_, i) => i);
    const picked = order.slice((step % perEpoch) * size, (step % perEpoch) * size + size);
    watch?.begin();
    const loss = await oneStep(model, {setting, change, picked, rows});
    watch?.end(loss);
    list.push(loss);
    setting.onStep?.();
    if (looks.has(step + 1)) await follow!.look(step + 1);
    if (!Number.isFinite(loss) || change.stop?.({step, loss, losses: list})) break;
  }
  return {list, wanted};
}

async function oneStep(
  model: tf.LayersModel,
  {setting, change, picked, rows}: {setting: Setting; change: Change; picked: readonly number[]; rows: readonly number[]},
): Promise<number> {
  const data = batch(setting.train, {
    rows: picked.map((i) => rows[i]!),
    targets: change.targets ? picked.map((i) => change.targets![i]!) : undefined,
    blank: change.blank,
  });
  try {
    const {classWeight} = setting.schedule;
    if (!classWeight) return [await model.trainOnBatch(data.xs, data.ys)].flat()[0]!;
    // Only fit knows class weights.
    const {history} = await model.fit(data.xs, data.ys, {
      batchSize: picked.length,
      epochs: 1,
      verbose: 0,
      classWeight: classWeight as tf.ClassWeight,
    });
    return Number(history.loss![0]);
  } catch (error) {
    throw asGiven(change) ? blame(error) : error;
  } finally {
    data.dispose();
  }
}

/** Whether a step is one that the user's own fit takes too: his optimizer, batch size and layers, on batches of his rows. */
const asGiven = ({rows, batchSize, bare, optimizer}: Change): boolean => !rows && !batchSize && !bare && !optimizer;

interface Outcome extends Loop {
  before: Probe;
  start: readonly Snapshot[];
  looked: readonly number[];
  list: number[];
  wanted: number;
  schedule: Schedule;
}

async function conclude(model: tf.LayersModel, {setting, rows, change, before, start, looked, list, wanted, seed}: Outcome): Promise<Run> {
  const {signal} = setting;
  const train = await judge(model, {split: setting.train, rows, targets: change.targets, signal});
  const all = Array.from({length: setting.validation?.rows ?? 0}, (_, i) => i);
  const held = setting.validation ? await judge(model, {split: setting.validation, rows: all, signal}) : undefined;
  const after = await probe(model, {split: setting.train, rows: looked, signal});
  const {shuffle, of} = setting.schedule;
  const {batchSize = setting.schedule.batchSize} = change;
  const mixed = shuffle ? permutation(looked.length, random(derive(seed, "modes"))).map((i) => looked[i]!) : looked;
  return {
    seed,
    steps: list.length,
    wanted,
    losses: list,
    before,
    after,
    modes: await modes(model, {split: setting.train, rows: mixed.slice(0, modeBatches({of}) * batchSize), batchSize, signal}),
    movements: await movements(start, {after: await snapshot(model), signal}),
    trainLoss: train.loss,
    validationLoss: held?.loss,
    train: train.outputs,
    validation: held?.outputs,
    rows,
  };
}

async function judge(
  model: tf.LayersModel,
  {split, signal, ...chosen}: {split: Split; rows: readonly number[]; targets?: readonly number[]; signal?: AbortSignal},
): Promise<{outputs: Float32Array[]; loss: number}> {
  const outputs = await predict(model, {x: split.x, rows: chosen.rows, signal});
  const all = await lossesOf(model, {outputs, split, ...chosen});
  return {outputs, loss: all.reduce((sum, loss) => sum + loss, 0)};
}
