import type {Case, Task} from "../case.js";
import type {Network, Run, Split} from "../check.js";
import {permutation, random} from "../math/random.js";
import {mean} from "../math/stats.js";
import {stepSeconds} from "./cost.js";
import type {Setting} from "./fit.js";
import {prepare, type Prepared} from "./prepare.js";
import {adopt, aroundSeconds, asGiven, describe, leastSteps, smaller, cheapest, type Protocol} from "./protocol.js";
import {choices, hardSkill} from "./skill.js";
import {read} from "./reading.js";

/** How a case did in some seeded fits, judged on rows that it did not learn from where there are any. */
export interface Measured {
  /** Cohen's kappa or R², mean over the fits, and of each fit. */
  skill: number;
  skills: Float64Array;
  /** Each judged row's score, mean over the fits: 1 for a right answer; 0 for a wrong class, or for a number as far off as the mean is. */
  scores: Float64Array;
  /** True when the judged rows were not learned from. */
  heldOut: boolean;
  runs: readonly Run[];
}

/** A case that is opened to be trained and judged. */
export interface Opened {
  subject: Case;
  prepared: Prepared;
  /** Rows that it is judged on. */
  judged: number;
  /** How its fits were made smaller than the user's for the budget, in words; undefined when they were not. */
  cut?: string;
  /** Price of what is still to be trained for so many fits, in seconds of the reference machine. */
  price(count: number): number;
  /** Trains it with the first `count` of its seeds, each once. */
  measure(count: number): Promise<Measured>;
}

/** Opens a case to be measured; a fit that costs more than `most` seconds of the reference machine is cut to as many steps as that buys, and made on a sample of the rows where these are too few. */
export async function openCase(subject: Case, {most, signal}: {most: number; signal?: AbortSignal}): Promise<Opened> {
  const prepared = await prepare(subject, {signal});
  const {setting, material, inference} = prepared;
  const {network, bank} = material as {network: Network; bank: NonNullable<typeof material.bank>};
  const protocol = protocolWithin(setting!, {network, most});
  const [sampled, {wanted: all}] = [describe(protocol, setting!), bank.steps];
  const cut = [...(sampled ? [sampled] : []), ...(protocol.steps < all ? [`cut to ${protocol.steps} of ${all} steps`] : [])].join(", ");
  adopt(setting!, {protocol, task: inference.task});
  const each = protocol.steps * stepSeconds(network, protocol) + (sampled ? aroundSeconds(network, protocol) : 0);
  let made = 0;
  const measure = async (count: number): Promise<Measured> => {
    made = Math.max(made, count);
    const runs = await bank.runs(count);
    const held = bank.heldOut;
    const judged = runs.map((run) =>
      judge({split: held ?? bank.train, outputs: held ? run.validation! : run.train}, {network, task: inference.task}),
    );
    return {
      skill: mean(judged.map(({skill}) => skill)),
      skills: Float64Array.from(judged, ({skill}) => skill),
      scores: judged[0]!.scores.map((_, row) => mean(judged.map(({scores}) => scores[row]!))),
      heldOut: held !== undefined,
      runs,
    };
  };
  const {rows: judged} = bank.heldOut ?? bank.train;
  return {subject, prepared, judged, cut: cut || undefined, price: (count) => Math.max(0, count - made) * each, measure};
}

/** As many of the user's steps as `most` seconds buy; on fewer rows in smaller batches where that is less than a fit needs to say something. */
function protocolWithin(setting: Setting, {network, most}: {network: Network; most: number}): Protocol {
  const within = (protocol: Protocol): Protocol => {
    const pays = Math.floor(most / stepSeconds(network, protocol));
    return {...protocol, steps: Math.max(1, Math.min(setting.schedule.steps, pays))};
  };
  const given = within(asGiven(setting));
  if (most === 0 || given.steps >= Math.min(setting.schedule.steps, leastSteps)) return given;
  return within(smaller(setting, {network, most}) ?? cheapest(setting, {network}));
}

function judge(
  answers: {split: Split; outputs: readonly Float32Array[]},
  {network, task}: {network: Network; task: Task},
): {skill: number; scores: Float64Array} {
  const readings = read(answers, {network, task});
  const {rows} = answers.split;
  const scores = new Float64Array(rows);
  for (const reading of readings) {
    const values = reading.kind === "classes" ? rightOnes(reading) : nearness(reading);
    const parts = values.length / rows;
    values.forEach((value, i) => (scores[Math.floor(i / parts)]! += value / parts / readings.length));
  }
  return {skill: Math.max(-1, hardSkill(readings) || 0), scores};
}

const rightOnes = (reading: Extract<ReturnType<typeof read>[number], {kind: "classes"}>): number[] => {
  const chosen = choices(reading);
  return Array.from(reading.labels, (label, i) => Number(chosen[i] === label));
};

/** One less the squared error over the variance, at least -1: one row far off is no more than wrong. */
function nearness({targets, answers, size}: Extract<ReturnType<typeof read>[number], {kind: "numbers"}>): number[] {
  const columns = Array.from({length: size}, (_, column) =>
    Array.from({length: targets.length / size}, (_, row) => targets[row * size + column]!),
  );
  const variances = columns.map((values) => {
    const centre = mean(values);
    return mean(values.map((value) => (value - centre) ** 2)) || 1;
  });
  return Array.from({length: targets.length}, (_, i) => {
    const share = (targets[i]! - answers[i]!) ** 2 / variances[i % size]!;
    return Number.isFinite(share) ? Math.max(-1, 1 - share) : -1;
  });
}

/** How much better one case is than another, row by row. */
export interface Gain {
  /** Mean gain in score. */
  gain: number;
  /** One-sided probabilities of a gain as large, and of a loss as large, if neither were better. */
  p: number;
  worse: number;
}

/** Random signs that are tried. */
const flips = 1999;

/** Compares the scores of the same rows by a test of random signs (Fisher 1935), or of other rows by random labels. */
export function compareScores(before: Float64Array, after: Float64Array, {seed}: {seed: number}): Gain {
  const draw = random(seed);
  const gain = mean(after) - mean(before);
  const drawn = before.length === after.length ? signs(before, after, draw) : labels(before, after, draw);
  let [above, below] = [1, 1];
  for (let i = 0; i < flips; i++) {
    const value = drawn();
    if (value >= gain - 1e-12) above++;
    if (value <= gain + 1e-12) below++;
  }
  return {gain, p: above / (flips + 1), worse: below / (flips + 1)};
}

function signs(before: Float64Array, after: Float64Array, draw: () => number): () => number {
  const differences = after.map((value, i) => value - before[i]!);
  // No list a draw: there are thousands of rows and of draws.
  return () => differences.reduce((sum, value) => (draw() < 0.5 ? sum + value : sum - value), 0) / differences.length;
}

function labels(before: Float64Array, after: Float64Array, draw: () => number): () => number {
  const all = [...before, ...after];
  return () => {
    const order = permutation(all.length, draw);
    return mean(order.slice(before.length).map((i) => all[i]!)) - mean(order.slice(0, before.length).map((i) => all[i]!));
  };
}
