import type {Case, Data, Task} from "../case.js";
import type {Bank, Block, Elsewhere, Network, Split} from "../check.js";
import {derive} from "../math/random.js";
import {extent} from "../math/stats.js";
import {teacher} from "../sets/teacher.js";
import type {Coding, TeacherInput, TeacherTarget} from "../sets/teacher/options.js";
import {openBank} from "./bank.js";
import {entryOf, looksUp} from "./entry.js";
import type {Setting} from "./fit.js";
import {upTo} from "./sample-rows.js";
import {readSplit, subset} from "./split.js";
import {stepsBeside} from "./protocol.js";
import {codingOf, inferTask} from "./task.js";

/** Rows of the teacher to learn from and to answer. */
const usual = {learned: 500, held: 250};

interface Scene {
  subject: Partial<Case>;
  network: Network;
  task: Task;
  setting: Setting;
}

/** Another training set for the case's network: the case's own `standard`, or a teacher's of the same shapes. */
export function elsewhereOf({subject: {standard}, network, task, setting}: Scene): Elsewhere | undefined {
  const data = standard ? () => given(standard, setting) : taught({network, task, setting});
  if (!data) return undefined;
  let made: Promise<Bank> | undefined;
  return {
    title: standard ? "the standard set that you gave" : "a set made by a teacher for these shapes",
    steps: stepsBeside(setting),
    bank: () => (made ??= data().then((rows) => openBank(settingOf(setting, rows)))),
    idle: async () => (await made?.catch(() => undefined))?.idle(),
  };
}

type Rows = Pick<Setting, "train" | "validation">;

function settingOf(setting: Setting, {train, validation}: Rows): Setting {
  const batchSize = Math.min(setting.schedule.batchSize, train.rows);
  const steps = stepsBeside(setting);
  const epochs = Math.ceil(steps / Math.ceil(train.rows / batchSize));
  // A case that feeds sorted rows has no such order here.
  return {...setting, train, validation, schedule: {epochs, batchSize, shuffle: true, steps}, seed: derive(setting.seed, "elsewhere")};
}

/** A third of the user's rows is held out. */
async function given(data: Data, {blueprint, seed, signal}: Setting): Promise<Rows> {
  const whole = await readSplit(data, {name: "standard", model: blueprint.prototype, seed, cap: 3000, signal});
  return halves(whole, Math.ceil((2 * whole.rows) / 3));
}

function taught({network, task, setting}: Omit<Scene, "subject">): (() => Promise<Rows>) | undefined {
  const {train, blueprint, seed, signal} = setting;
  const inputs = train.x.map((block, i) => inputOf(block, {network, index: i}));
  const outputs = train.y.map((block, i) =>
    targetOf(block, {units: network.outputs[i]!.units, task: taskOf(block, {network, task, index: i})}),
  );
  if (!outputs.every((one) => one !== undefined)) return undefined;
  const size = train.x.reduce((sum, block) => sum + block.size, 0);
  const share = Math.min(1, mostValues / ((usual.learned + usual.held) * size));
  const learned = Math.floor(share * usual.learned);
  return async () => {
    const made = teacher({inputs, outputs, rows: learned + Math.floor(share * usual.held), seed: derive(seed, "teacher")});
    const whole = await readSplit(made, {name: "teacher", model: blueprint.prototype, seed, signal});
    return halves(whole, learned);
  };
}

/** Numbers that a teacher's inputs hold at most. */
const mostValues = 2e7;

function inputOf({shape, values}: Block, {network, index}: {network: Network; index: number}): TeacherInput {
  const row = shape.length ? shape : [1];
  const name = network.inputs[index]!.name;
  if (!looksUp(network, name)) return row;
  const sizes = entryOf(network, name).layers.flatMap(({config}) =>
    [config.inputDim, config.numTokens].filter((count) => typeof count === "number"),
  );
  return {shape: row, tokens: Math.max(2, Math.min(...(sizes.length ? sizes : [1 + extent(values)[1]])))};
}

const taskOf = (block: Block, {network, task, index}: {network: Network; task: Task; index: number}): Task =>
  network.outputs.length === 1
    ? task
    : inferTask({train: {rows: 0, given: 0, x: [], y: [block]}, network: {...network, outputs: [network.outputs[index]!]}}).task;

/** Targets of the same shape, task and coding; undefined for what a teacher does not teach. */
function targetOf(block: Block, {units, task}: {units: number; task: Task}): TeacherTarget | undefined {
  const coding = codings[codingOf(block)];
  const output = block.shape.length ? block.shape : [1];
  if (task === "regression" || task === "forecast" || task === "reconstruction") return {output, task, coding: boundsOf(block)};
  if (task === "multiclass" && coding === "classes") return units > 1 && block.size === 1 ? {output: [units], task, coding} : undefined;
  if (coding === "numbers" || coding === "classes" || (task === "multiclass" && block.size === 1)) return undefined;
  return {output, task, coding};
}

const codings: Readonly<Record<ReturnType<typeof codingOf>, Coding>> = {
  "one-hot": "one-hot",
  "multi-hot": "0/1",
  binary: "0/1",
  signs: "-1/1",
  classes: "classes",
  numbers: "numbers",
};

function boundsOf({values}: Block): Coding {
  const [low, high] = extent(values);
  return low >= 0 && high <= 1 ? "0/1" : low >= -1 && high <= 1 ? "-1/1" : "numbers";
}

function halves(whole: Split, learned: number): Rows {
  const all = upTo(whole.rows);
  return {train: subset(whole, all.slice(0, learned)), validation: subset(whole, all.slice(learned))};
}
