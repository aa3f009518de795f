import {existsSync} from "node:fs";
import path from "node:path";
import {pathToFileURL} from "node:url";
import {tf, type Case, type Task} from "../../../src/index.js";
import {quantile} from "../../../src/math/stats.js";
import {seeded} from "../../../src/math/random.js";
import {readNetwork} from "../../../src/trial/network.js";
import {read} from "../../../src/trial/reading.js";
import {hardSkill} from "../../../src/trial/skill.js";
import {readSplit} from "../../../src/trial/split.js";

/** A sick program of the zoo, with the scores that were measured of it and of its known cure. */
export interface Specimen {
  id: string;
  task: Task;
  healthy?: boolean;
  measured?: {sick?: {skill?: number}; fixed?: {skill?: number}};
}

/** A folder of specimens, opened. */
export interface Zoo {
  specimens: readonly Specimen[];
  /** The sick program of a specimen as a case, its tensors new. */
  sick: (specimen: Specimen) => Case;
}

/** Gain of the known cure from which on a case counts. */
const worthCuring = 0.2;

/** Opens the zoo in a folder; throws one clear line where there is none. */
export async function openZoo(folder: string, {project, only}: {project: string; only?: string}): Promise<Zoo> {
  const file = path.join(folder, "subject.mjs");
  if (!existsSync(file))
    throw new Error(`expected the zoo's folder, with subject.mjs and cases, got ${folder}; name it: npm run bench repairs FOLDER`);
  const {open, cases, subject} = (await import(pathToFileURL(path.resolve(file)).href)) as {
    open: (project: string) => Promise<unknown>;
    cases: (folder: string, only?: string) => Promise<Specimen[]>;
    subject: (from: typeof tf, specimen: Specimen, variant: string, seed: number) => Case;
  };
  await open(project);
  const all = await cases(path.join(folder, "cases"), only);
  return {
    specimens: all.filter(({healthy, measured}) => !healthy && (measured?.fixed?.skill ?? -1) - sickSkill({measured}) >= worthCuring),
    sick: (specimen) => subject(tf, specimen, "sick", 1),
  };
}

/** The score that the sick program was measured to have, at least -1. */
export const sickSkill = ({measured}: Pick<Specimen, "measured">): number => Math.max(-1, measured?.sick?.skill ?? -1);

/** Share of the way from the sick score to the known cure's from which on a case is cured. */
const cured = 0.8;

/** The score from which on a specimen is cured. */
export const goalOf = (specimen: Specimen): number =>
  sickSkill(specimen) + cured * (specimen.measured!.fixed!.skill! - sickSkill(specimen));

/** Trains a case as its user would and scores it on its validation rows, else on those that it learned from: kappa or R², the median of the fits. */
export async function scoreOf(subject: Case, {task, fits}: {task: Task; fits: number}): Promise<number> {
  const scores: number[] = [];
  for (let seed = 1; seed <= fits; seed++) scores.push(await seeded(seed, () => oneScore(subject, task)));
  return quantile(scores, 0.5);
}

/** The score of each epoch of a fit on the rows that it learns from: the accuracy, or for numbers the share of their variance that is told, at least 0. */
export async function epochScores(subject: Case, task: Task): Promise<number[]> {
  const model = await (subject.model as () => tf.LayersModel | Promise<tf.LayersModel>)();
  const {x, y} = subject.train as {x: tf.Tensor; y: tf.Tensor};
  const isNumber = task === "regression" || task === "forecast" || task === "reconstruction";
  const metric = isNumber ? "mse" : "accuracy";
  try {
    model.compile({optimizer: model.optimizer, loss: model.loss as string, metrics: [metric]});
    const {history} = await seeded(1, () => model.fit(x, y, {verbose: 0, epochs: 10, ...subject.fit, yieldEvery: "never"}));
    const [values = []] = Object.entries(history).flatMap(([name, list]) =>
      name === "loss" || name.startsWith("val_") ? [] : [list as number[]],
    );
    const spread = tf.tidy(() => tf.moments(y.toFloat()).variance.dataSync()[0]!) || 1;
    return isNumber ? values.map((error) => Math.max(0, 1 - error / spread) || 0) : [...values];
  } finally {
    model.optimizer.dispose();
    model.dispose();
  }
}

async function oneScore(subject: Case, task: Task): Promise<number> {
  const model = await (subject.model as () => tf.LayersModel | Promise<tf.LayersModel>)();
  const {x, y} = subject.train as {x: tf.Tensor; y: tf.Tensor};
  try {
    await model.fit(x, y, {verbose: 0, epochs: 10, ...subject.fit, yieldEvery: "never"});
    const judged = (subject.validation ?? subject.train) as {x: tf.Tensor; y: tf.Tensor};
    const split = await readSplit(judged, {name: "rows", model, seed: 1, cap: Infinity});
    const outputs = tf.tidy(() => [model.predict(judged.x)].flat().map((one) => one.dataSync() as Float32Array));
    const skill = hardSkill(read({split, outputs}, {network: readNetwork(model), task}));
    return Number.isFinite(skill) ? Math.max(-1, skill) : -1;
  } finally {
    model.optimizer.dispose();
    model.dispose();
  }
}
