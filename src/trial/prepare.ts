import type * as tf from "@tensorflow/tfjs";
import type {Case, Data, Inputs, Scaling, Task} from "../case.js";
import type {Bank, Material, Modes, Need, Network, Predictions, Probe, Schedule, Split} from "../check.js";
import {derive, permutation, random, seeded} from "../math/random.js";
import {openBank} from "./bank.js";
import {breathe} from "./breath.js";
import {blueprint, type Blueprint} from "./blueprint.js";
import {discard, isModel} from "./lifetime.js";
import {live} from "./live.js";
import type {Setting} from "./fit.js";
import {modes} from "./modes.js";
import {elsewhereOf} from "./elsewhere.js";
import {openReference, type OpenReference} from "./reference/open.js";
import {crossed, foldsOf, leaveOut, outOfFold} from "./folds.js";
import {readHistory} from "./history.js";
import {readNetwork} from "./network.js";
import {boundsOf, predict} from "./forward.js";
import {probe} from "./probe.js";
import {curveOf} from "./rates.js";
import {startByTheBook} from "./start.js";
import {readSplit, subset} from "./split.js";
import {readTrained} from "./trained.js";
import {inferTask, type Inference} from "./task.js";

/** A case read into memory: what checks are given. */
export interface Prepared {
  material: Partial<Material>;
  inference: Inference;
  seed: number;
  /** How the inputs were scaled, as the case says. */
  scaling?: Scaling;
  /** The fit's setting, to be capped by the plan before anything trains. */
  setting?: Setting;
  /** Opens what only some checks need, before the plan is made. */
  open(needs: readonly Need[]): Promise<void>;
  /** What the plan made the fits smaller to, in words. */
  sampled?: string;
  /** Frees all that was made, once no fit is under way. */
  dispose(): Promise<void>;
}

/** Reads a case; throws one clear line for what cannot be diagnosed at all. */
export async function prepare(subject: Partial<Case>, {signal}: {signal?: AbortSignal} = {}): Promise<Prepared> {
  const seed = subject.seed ?? 1;
  if (!subject.train && !subject.model && !subject.history)
    throw new TypeError("expected a case with train: {x, y}, got none; give at least the training data: diagnose({train: {x, y}, model})");
  // Only lets others in: whoever has changed rows for this case frees them once it is open.
  await breathe();
  const plan = subject.model === undefined ? undefined : await blueprint(subject.model, {seed: derive(seed, "prototype"), signal});
  try {
    const network = plan && readNetwork(plan.prototype);
    const splits = await readSplits(subject, {plan, network, seed, signal});
    const inference = subject.task
      ? {task: subject.task, reason: "the case says so"}
      : splits.train
        ? inferTask({train: splits.train, network})
        : {task: "regression" as Task, reason: "there are no data to tell"};
    const history = subject.history && (await readHistory(subject.history));
    await breathe();
    const {trained} = subject;
    const material: Partial<Material> = {
      ...splits,
      network,
      history,
      ...(trained && {trained: once(() => readTrained(trained, {model: subject.model}))}),
    };
    const {setting} = await experiments(subject, {task: inference.task, plan, splits, seed, signal, material});
    let opened: OpenReference | undefined;
    return {
      material,
      inference,
      seed,
      scaling: subject.scaling,
      setting,
      open: async (needs) => {
        if (!setting || !network) return;
        const {task} = inference;
        if (needs.includes("elsewhere")) material.elsewhere ??= elsewhereOf({subject, network, task, setting});
        if (!needs.includes("reference")) return;
        opened ??= await openReference({given: subject.reference, network, task, setting});
        material.reference = opened?.reference;
      },
      dispose: async () => {
        await material.bank?.idle();
        await material.elsewhere?.idle();
        await opened?.dispose();
        plan?.dispose();
      },
    };
  } catch (error) {
    plan?.dispose();
    throw error;
  }
}

/** What a fit takes for granted when the user left it out: tfjs's own defaults, and ten epochs. */
export function schedule(fit: Case["fit"] = {}, {rows, streamed}: {rows: number; streamed?: number}): Schedule {
  const {epochs = 10, batchSize: asked = 32, classWeight, stepsPerEpoch} = fit as typeof fit & {stepsPerEpoch?: number};
  // A stream makes its own batches, and fitDataset feeds them in its order.
  const [batchSize, shuffle] = streamed === undefined ? [asked, fit.shuffle !== false] : [streamed, false];
  const size = Math.min(batchSize, rows);
  return {
    epochs,
    batchSize: size,
    shuffle,
    classWeight: classWeight as Schedule["classWeight"],
    steps: epochs * (stepsPerEpoch ?? Math.ceil(rows / size)),
    rate: curveOf(fit),
  };
}

type Splits = Partial<Pick<Material, "train" | "validation" | "test">>;

async function readSplits(
  subject: Partial<Case>,
  {plan, network, seed, signal}: {plan?: Blueprint; network?: Network; seed: number; signal?: AbortSignal},
): Promise<Splits> {
  const splits: {train?: Split; validation?: Split; test?: Split} = {};
  for (const name of ["train", "validation", "test"] as const) {
    const data = name === "validation" ? (subject.validation ?? fitsOwn(subject.fit)) : subject[name];
    if (!data) continue;
    await breathe();
    const split = await readSplit(data, {name, model: plan?.prototype, seed, signal});
    if (network) expectInputs(split, {name, network});
    expectTargets(split, {name, network, train: splits.train});
    splits[name] = split;
  }
  const share = (subject.fit as {validationSplit?: number} | undefined)?.validationSplit;
  if (splits.train && !splits.validation && share) {
    // As fit does: the last rows, before any shuffling.
    const cut = Math.floor(splits.train.rows * (1 - share));
    const all = Array.from({length: splits.train.rows}, (_, i) => i);
    const given = splits.train.given - Math.floor(splits.train.given * (1 - share));
    splits.validation = {...subset(splits.train, all.slice(cut)), given};
    splits.train = {...subset(splits.train, all.slice(0, cut)), given: splits.train.given - given};
  }
  return splits;
}

/** The validation rows that tfjs's own fit is given: `[x, y]` or a stream. */
function fitsOwn(fit: Case["fit"]): Data | undefined {
  const {validationData: data} = (fit ?? {}) as {validationData?: Data | [Inputs, Inputs]};
  return Array.isArray(data) ? {x: data[0], y: data[1]} : (data as Data | undefined);
}

function expectInputs(split: Split, {name, network}: {name: string; network: Network}): void {
  const {inputs} = network;
  if (split.x.length !== inputs.length)
    throw new RangeError(`expected ${inputs.length} inputs in ${name}.x (${inputs.map((input) => input.name)}), got ${split.x.length}`);
  inputs.forEach(({shape, name: layer}, i) => {
    const got = split.x[i]!.shape.length || shape.length === 0 ? split.x[i]!.shape : [1];
    const fits = got.length === shape.length && shape.every((length, axis) => length === null || length === got[axis]);
    if (!fits)
      throw new RangeError(
        `expected ${name}.x of shape [n, ${shape.map((length) => length ?? "any")}] for the input ${layer}, got [${[split.given, ...got].join(", ")}]; reshape the data or set the first layer's inputShape`,
      );
  });
}

/** Targets of the wrong width are an illness that checks find; their number, and what another split has, is not. */
function expectTargets(split: Split, {name, network, train}: {name: string; network?: Network; train?: Split}): void {
  if (network && split.y.length !== network.outputs.length)
    throw new RangeError(
      `expected ${network.outputs.length} targets in ${name}.y (${network.outputs.map((output) => output.name)}), got ${split.y.length}`,
    );
  const shapes = ({y}: Split) => y.map(({shape}) => `[n${shape.map((length) => `, ${length}`).join("")}]`).join(" and ");
  if (train && shapes(split) !== shapes(train))
    throw new RangeError(`expected ${name}.y of shape ${shapes(train)} as train.y has, got ${shapes(split)}; prepare both alike`);
}

interface Scene {
  task: Task;
  plan?: Blueprint;
  splits: Splits;
  seed: number;
  signal?: AbortSignal;
  material: Partial<Material>;
}

async function experiments(subject: Partial<Case>, {task, plan, splits, seed, signal, material}: Scene): Promise<{setting?: Setting}> {
  if (!plan || !splits.train) return {};
  const train = splits.train;
  const times = schedule(subject.fit, {rows: train.given, streamed: train.batchSize});
  const [learned, held] = splits.validation ? [train, splits.validation] : holdOut(train, {task, seed});
  const setting: Setting = {
    blueprint: plan,
    train: learned,
    validation: held,
    whole: splits.validation || !held ? undefined : train,
    schedule: {...times, batchSize: Math.min(times.batchSize, learned.rows)},
    seed,
    signal,
  };
  const bank = openBank(setting);
  material.schedule = times;
  material.bank = bank;
  const look = async (at: number, {byTheBook = false} = {}) => {
    const model = await plan.fresh({seed: at});
    try {
      if (byTheBook) startByTheBook(model, {seed: at});
      const rows = Array.from({length: Math.min(boundsOf(plan.prototype).looks, train.rows)}, (_, i) => i);
      return await probe(model, {split: train, rows, forward: byTheBook, signal});
    } finally {
      discard(model);
    }
  };
  material.probe = once(() => look(derive(seed, "probe")));
  const made: Promise<Probe>[] = [];
  material.starts = async (count) => {
    for (let i = made.length; i < count; i++) await (made[i] = look(derive(seed, "start", i), {byTheBook: true}));
    return Promise.all(made.slice(0, count));
  };
  material.untrained = async (look) => {
    const model = await plan.fresh({seed: derive(seed, "probe")});
    try {
      return await look(live(model, setting));
    } finally {
      discard(model);
    }
  };
  const {trained} = subject;
  if (trained) material.trainedModes = once(() => trainedModes(trained, setting));
  if (setting.whole && setting.whole.rows < crossed.enough) material.folds = once(() => foldsFor(setting, task));
  material.predictions = once(() => predictions(subject, {bank, setting, splits}));
  return {setting};
}

/** A copy is looked at: a pass in training mode moves statistics, and a loaded model has no loss. */
async function trainedModes(
  trained: tf.LayersModel,
  {blueprint: plan, train, schedule: {batchSize}, seed, signal}: Setting,
): Promise<Modes | undefined> {
  const model = await plan.fresh({seed: derive(seed, "trained")});
  try {
    const shapes = ({weights}: tf.LayersModel) => JSON.stringify(weights.map(({shape}) => shape));
    if (shapes(model) !== shapes(trained)) return undefined;
    model.setWeights(trained.getWeights());
    const draw = random(derive(seed, "modes"));
    const rows = permutation(train.rows, draw).slice(0, boundsOf(model).looks);
    return await seeded(derive(seed, "modes"), () => modes(model, {split: train, rows, batchSize, signal}));
  } finally {
    discard(model);
  }
}

async function predictions(
  {trained}: Partial<Case>,
  {bank, setting, splits}: {bank: Bank; setting: Setting; splits: Splits},
): Promise<Predictions> {
  if (trained && isModel(trained)) {
    const split = splits.test ?? splits.validation ?? splits.train!;
    const outputs = await predict(trained, {x: split.x, signal: setting.signal});
    return {by: "your trained model", split, heldOut: split !== splits.train, outputs, capped: false};
  }
  const [run] = await bank.runs(1);
  const capped = run!.steps < run!.wanted;
  return setting.validation
    ? {by: "a seeded fit", split: setting.validation, heldOut: true, outputs: run!.validation!, capped}
    : {by: "a seeded fit", split: subset(setting.train, run!.rows), heldOut: false, outputs: run!.train, capped};
}

async function foldsFor(setting: Setting, task: Task): Promise<Predictions> {
  const whole = setting.whole!;
  const {outputs, capped} = await outOfFold(setting, {whole, folds: foldsOf(whole, {count: crossed.folds, task, seed: setting.seed})});
  return {by: "seeded fits, each of which leaves a fold out", split: whole, heldOut: true, outputs, capped};
}

/** A fifth of the rows, when there are enough to learn from and to judge by. */
function holdOut(train: Split, {task, seed}: {task: Task; seed: number}): [Split, Split | undefined] {
  if (train.rows < crossed.least) return [train, undefined];
  const off = (rows: readonly number[]) => Math.abs(rows.length - train.rows / crossed.folds);
  const held = foldsOf(train, {count: crossed.folds, task, seed}).reduce((best, one) => (off(one) <= off(best) ? one : best));
  return leaveOut(train, held);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
