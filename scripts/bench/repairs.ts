import path from "node:path";
import {treat, useBackend, type Case, type Task} from "../../src/index.js";
import {openCase, type Opened} from "../../src/trial/measure.js";
import {quantile} from "../../src/math/stats.js";
import {freeRows} from "../../src/treatment/rows.js";
import {patientOf} from "../../src/treatment/treatment.js";
import {repairsOf} from "./repairs/blind.js";
import {symptomsOf, type Symptom} from "./repairs/symptoms.js";
import {epochScores, goalOf, openZoo, scoreOf, sickSkill, type Specimen, type Zoo} from "./repairs/zoo.js";

/** What one way of repairing made of a case. */
interface Result {
  score?: number;
  /** Changes that were tried. */
  tried: number;
  /** Seconds on the wall. */
  seconds: number;
  told: string;
}

/**
 * AUTOTRAINER's blind fixed order of repairs beside `treat`, over the sick cases of a zoo whose known cure gains at least 0.2: `npm run bench repairs [FOLDER] [IDS] [SECONDS]`. The blind order takes
 * the symptoms that AUTOTRAINER's rules see on the sick fit, and tries one repair after the other, each on the sick case, until one reaches the goal on the rows that judge; it is told the
 * goal, which `treat` is not. Both have the same seconds a case; a case is cured when the median of three afresh fits has come four fifths of the way from the sick score to the known cure's.
 */
export async function run([folder, only, seconds = "120"]: readonly string[]): Promise<void> {
  const project = path.resolve(import.meta.dirname, "../../..");
  await useBackend();
  const zoo = await openZoo(folder ?? path.resolve(project, "../shared/zoo"), {project, only: only === "all" ? undefined : only});
  const rows: {specimen: Specimen; blind: Result; treated: Result}[] = [];
  console.log(line(["case", "sick", "goal", "blind", "changes", "s", "treat", "changes", "s", "what the blind order saw and did"]));
  for (const specimen of zoo.specimens) {
    const blind = await blindly(specimen, {zoo, budget: Number(seconds)});
    const treated = await byTreat(specimen, {zoo, budget: Number(seconds)});
    rows.push({specimen, blind, treated});
    const figures = [blind, treated].flatMap(({score, tried, seconds}) => [score?.toFixed(2) ?? "-", String(tried), seconds.toFixed(0)]);
    console.log(line([specimen.id, sickSkill(specimen).toFixed(2), goalOf(specimen).toFixed(2), ...figures, blind.told]));
  }
  for (const way of ["blind", "treated"] as const) console.log(summary(way, rows));
}

const widths = [44, 6, 6, 6, 8, 5, 6, 8, 5, 0];
const line = (cells: readonly string[]): string =>
  cells.map((cell, i) => (i === 0 || i === 9 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(" ");

type Ways = {specimen: Specimen; blind: Result; treated: Result};

function summary(way: "blind" | "treated", rows: readonly Ways[]): string {
  const all = rows.map((row) => ({...row[way], specimen: row.specimen}));
  const cured = all.filter(({score, specimen}) => score !== undefined && score >= goalOf(specimen)).length;
  const worse = all.filter(({score, specimen}) => score !== undefined && score < sickSkill(specimen) - 0.05).length;
  const middle = (of: (one: Result) => number) => quantile(all.map(of), 0.5).toFixed(0);
  const name = way === "blind" ? "the blind order" : "treat";
  return `${name}: ${cured} of ${rows.length} cured, ${worse} worse; median ${middle(({tried}) => tried)} changes tried, ${middle(({seconds}) => seconds)} s`;
}

/** The blind order on one case. */
async function blindly(specimen: Specimen, {zoo, budget}: {zoo: Zoo; budget: number}): Promise<Result> {
  const subject = zoo.sick(specimen);
  const start = performance.now();
  const opened = await openCase(subject, {most: Infinity});
  let [tried, best, told]: [number, number | undefined, string] = [0, undefined, "nothing seen"];
  try {
    const patient = patientOf(opened);
    let spent = opened.price(2);
    const symptoms = await seen(opened, specimen.task);
    told = symptoms.join(", ") || told;
    for (const proposal of repairsOf(patient, symptoms)) {
      if (spent >= budget) break;
      spent += opened.price(2);
      tried++;
      const score = await scored(await proposal.apply(subject), {specimen, fits: 1});
      const sure = score >= goalOf(specimen) ? await scored(await proposal.apply(subject), {specimen, fits: 3}) : score;
      best = Math.max(best ?? -Infinity, sure);
      if (sure < goalOf(specimen)) continue;
      told += `: ${proposal.title}`;
      break;
    }
  } catch (error) {
    told += `, ${String(error).split("\n")[0]!.slice(0, 80)}`;
  } finally {
    await opened.prepared.dispose();
    freeRows(subject, {but: {} as Case});
  }
  const better = best !== undefined && best > sickSkill(specimen);
  return {score: better ? best : undefined, tried, seconds: (performance.now() - start) / 1000, told};
}

async function seen(opened: Opened, task: Task): Promise<Symptom[]> {
  const {runs} = await opened.measure(1);
  return symptomsOf(runs[0]!, {network: opened.prepared.material.network!, scores: await epochScores(opened.subject, task)});
}

/** The score of a changed case; -1 for one that cannot be trained. */
const scored = (subject: Case, {specimen: {task}, fits}: {specimen: Specimen; fits: number}): Promise<number> =>
  scoreOf(subject, {task, fits}).catch(() => -1);

/** `treat` on one case. */
async function byTreat(specimen: Specimen, {zoo, budget}: {zoo: Zoo; budget: number}): Promise<Result> {
  const subject = zoo.sick(specimen);
  const start = performance.now();
  let tried = 0;
  const progress = ({doing}: {doing: string}) => void (/^[\w +-]+: (?!is it gone)/.test(doing) && tried++);
  try {
    const {cured, treatments} = await treat(subject, {budget, progress});
    const seconds = (performance.now() - start) / 1000;
    const score = cured && (await scored(cured, {specimen, fits: 3}));
    if (cured) freeRows(cured, {but: subject});
    return {score, tried, seconds, told: treatments.map(({name, outcome}) => `${name}: ${outcome}`).join(", ")};
  } finally {
    freeRows(subject, {but: {} as Case});
  }
}
