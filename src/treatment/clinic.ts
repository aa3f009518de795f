import type {Case} from "../case.js";
import type {Treatment} from "../finding.js";
import {mean} from "../math/stats.js";
import {firstLine} from "../trial/blame.js";
import {openCase, type Measured, type Opened} from "../trial/measure.js";
import {evidenceOf, fitsFor, judgedByIllness, judgeScores} from "./judgement.js";
import {freeRows} from "./rows.js";
import type {Proposal} from "./treatment.js";

/** One treatment's purse and book. */
export interface Clinic {
  /** Seconds of the reference machine, and what is spent of them. */
  budget: number;
  spent: number;
  /** Fits of each case that is judged. */
  seeds: number;
  progress?: (progress: {doing: string; spent: number; budget: number}) => unknown;
  signal?: AbortSignal;
  treatments: Treatment[];
  /** Certain illnesses that are gone from the case though its score is no better yet: something else hides what that is worth, or fits cut short do. */
  hollow: string[];
  /** True when a case is free of an illness: its check does not fail. */
  isFree: (subject: Case, name: string) => Promise<boolean>;
}

/** Share of the budget that one fit may take. */
const fitShare = 0.02;

/** Says what is done next; throws when it is to stop. */
export async function tell({progress, spent, budget, signal}: Clinic, doing: string): Promise<void> {
  signal?.throwIfAborted();
  await progress?.({doing, spent: Number(spent.toFixed(1)), budget});
}

/** Opens a case with fits that the budget can pay. */
export const open = (subject: Case, {budget, signal}: Clinic): Promise<Opened> =>
  openCase(subject, {most: Math.max(1, fitShare * budget), signal});

/** What one illness's proposals came to. */
export interface Result {
  treatment: Treatment;
  /** The case to go on with. */
  kept?: Case;
  /** The proposal that did best. */
  proposal?: Proposal;
}

/** What is tried for an illness, or for several at once. */
export interface Attempt {
  name: string;
  /** Illnesses that must be gone; the one of the name. */
  names?: readonly string[];
  proposals: readonly Proposal[];
  /** True for an illness that is exact: its cure is kept unless it harms. */
  certain: boolean;
  clinic: Clinic;
}

/** Chooses among proposals, and judges the one that is chosen. */
export async function tryProposals(before: Opened, {name, names = [name], proposals, certain, clinic}: Attempt): Promise<Result> {
  const refused: string[] = [];
  const best = await choose(proposals, {before, name, clinic, refused});
  if (!best) return {treatment: untried(name, {proposals, refused})};
  const {proposal, opened, chosen} = best;
  let kept: Case | undefined;
  try {
    await tell(clinic, `${name}: is it gone with ${proposal.title}?`);
    let gone = true;
    for (const one of names) gone &&= await clinic.isFree(opened.subject, one);
    const count = fitsFor(opened.judged, {usual: clinic.seeds});
    const judgement = judgeScores(
      {before: await measure(before, {count, clinic}), after: await measure(opened, {count, clinic})},
      {gone, name, certain, chosen},
    );
    kept = judgement.keep ? opened.subject : undefined;
    if (kept && judgement.outcome === "no-effect") clinic.hollow.push(name);
    const treatment = {name, outcome: judgement.outcome, change: proposal.change, ...evidenceOf(judgement, proposal.title)};
    return {treatment, kept, proposal};
  } finally {
    await close(opened, {but: kept ?? before.subject});
  }
}

/** What is said where no proposal could be tried: by the case's own fault, or for want of budget. */
const untried = (name: string, {proposals, refused}: {proposals: readonly Proposal[]; refused: readonly string[]}): Treatment => ({
  name,
  outcome: refused.length ? "impossible" : "no-effect",
  change: refused.length ? `// not tried here (${refused[0]}); by hand:\n${proposals[0]!.change}` : proposals[0]!.change,
  evidence: refused.length ? [] : [{kind: "text", label: "not tried", text: "The budget was spent before; give a larger one."}],
});

interface Candidate {
  proposal: Proposal;
  opened: Opened;
  /** Its place among the proposals. */
  place: number;
  score: number;
}

interface Chosen extends Candidate {
  /** True when it was preferred to others: the rows that the choice rests on say too much for it. */
  chosen: boolean;
}

/** How near the best a change must come to be preferred because it stands before it, the score from which on no other is tried, and how many are compared by more than one fit. */
const choice = {near: 0.02, enough: 0.95, finalists: 3};

/** The change that does best on the half of the held-out rows that the choice rests on: each with one fit, then the best three with more; for an illness that the score does not judge, the first. */
async function choose(
  proposals: readonly Proposal[],
  {before, name, clinic, refused}: {before: Opened; name: string; clinic: Clinic; refused: string[]},
): Promise<Chosen | undefined> {
  let best: Candidate[] = [];
  let tried = 0;
  const but = before.subject;
  try {
    for (const proposal of proposals) {
      if (clinic.spent >= clinic.budget) break;
      await tell(clinic, `${name}: ${proposal.title}`);
      const opened = await applied(proposal, {before, clinic});
      if (typeof opened === "string") {
        refused.push(opened);
        continue;
      }
      const candidate = {proposal, opened, place: tried++, score: -Infinity};
      best.push(candidate);
      candidate.score = await scoreOf(opened, {count: Math.min(clinic.seeds, fitsFor(opened.judged, {usual: 1})), clinic});
      best.sort((a, b) => b.score - a.score);
      await close(best[choice.finalists]?.opened, {but});
      best = best.slice(0, choice.finalists);
      if (best[0]!.score > choice.enough || judgedByIllness.has(name)) break;
    }
    if (best.length > 1 && best[0]!.score <= choice.enough)
      for (const one of best) one.score = await scoreOf(one.opened, {count: clinic.seeds, clinic});
    const top = Math.max(...best.map(({score}) => score));
    const [first, ...others] = best.filter(({score}) => score >= top - choice.near).sort((a, b) => a.place - b.place);
    for (const one of best) if (one !== first) await close(one.opened, {but});
    return first && {...first, chosen: tried > 1 || others.length > 0};
  } catch (error) {
    for (const {opened} of best) await close(opened, {but});
    throw error;
  }
}

/** The mean score of a case on the rows that choices rest on; what cannot be trained has none. */
async function scoreOf(opened: Opened, {count, clinic}: {count: number; clinic: Clinic}): Promise<number> {
  const measured = await measure(opened, {count, clinic});
  return measured ? half(measured.scores) : -Infinity;
}

/** Frees a case that is not gone on with, but for what another one holds. */
async function close(opened: Opened | undefined, {but}: {but: Case}): Promise<void> {
  if (!opened) return;
  await opened.prepared.dispose();
  freeRows(opened.subject, {but});
}

/** The mean of every other score. */
const half = (scores: Float64Array): number => mean(scores.filter((_, i) => scores.length < 4 || i % 2 === 0));

/** The case with a change, opened, or why it cannot be made; what a fit of the past has left says nothing of it. */
async function applied(proposal: Proposal, {before, clinic}: {before: Opened; clinic: Clinic}): Promise<Opened | string> {
  let made: Case | undefined;
  try {
    const {history: _, trained: __, ...fresh} = await proposal.apply(before.subject);
    made = fresh;
    return await open(made, clinic);
  } catch (error) {
    if (made) freeRows(made, {but: before.subject});
    clinic.signal?.throwIfAborted();
    return firstLine(error);
  }
}

/** Trains and judges; undefined when a fit throws. */
export async function measure(opened: Opened, {count, clinic}: {count: number; clinic: Clinic}): Promise<Measured | undefined> {
  clinic.spent += opened.price(count);
  try {
    return await opened.measure(count);
  } catch (error) {
    clinic.signal?.throwIfAborted();
    return undefined;
  }
}
