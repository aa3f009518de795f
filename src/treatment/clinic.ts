import type {Case} from "../case.js";
import type {Treatment} from "../finding.js";
import {openCase, type Measured, type Opened} from "../trial/measure.js";
import {evidenceOf, fewFits, fewRows, judgedByIllness, judgeScores} from "./judgement.js";
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
  /** The proposal that did best, where it was not kept. */
  rejected?: Proposal;
}

/** Chooses among proposals, and judges the one that is chosen. */
export async function tryProposals(
  before: Opened,
  {
    name,
    names = [name],
    proposals,
    certain,
    clinic,
  }: {name: string; names?: readonly string[]; proposals: readonly Proposal[]; certain: boolean; clinic: Clinic},
): Promise<Result> {
  const best = await choose(proposals, {before, name, clinic});
  if (!best) return {treatment: {name, outcome: "no-effect", change: proposals[0]!.change, evidence: []}};
  const {proposal, opened, chosen} = best;
  let kept: Case | undefined;
  try {
    await tell(clinic, `${name}: is it gone with ${proposal.title}?`);
    let gone = true;
    for (const one of names) gone &&= await clinic.isFree(opened.subject, one);
    const count = opened.judged < fewRows ? Math.max(fewFits, clinic.seeds) : clinic.seeds;
    const judgement = judgeScores(
      {before: await measure(before, {count, clinic}), after: await measure(opened, {count, clinic})},
      {gone, name, certain, chosen},
    );
    kept = judgement.keep ? opened.subject : undefined;
    const treatment = {name, outcome: judgement.outcome, change: proposal.change, ...evidenceOf(judgement, proposal.title)};
    return kept ? {treatment, kept} : {treatment, rejected: proposal};
  } finally {
    await close(opened, {but: kept ?? before.subject});
  }
}

interface Chosen {
  proposal: Proposal;
  opened: Opened;
  score: number;
  /** True when it was preferred to others: the rows that the choice rests on say too much for it. */
  chosen: boolean;
}

/** How near the best a change must come to be preferred because it stands before it, and the score from which on no other is tried. */
const choice = {near: 0.02, enough: 0.95};

/** The change that does best on the half of the held-out rows that the choice rests on, each with one fit; for an illness that the score does not judge, the first. */
async function choose(
  proposals: readonly Proposal[],
  {before, name, clinic}: {before: Opened; name: string; clinic: Clinic},
): Promise<Chosen | undefined> {
  let best: Chosen | undefined;
  let opened: Opened | undefined;
  try {
    for (const proposal of proposals) {
      if (clinic.spent >= clinic.budget) break;
      await tell(clinic, `${name}: ${proposal.title}`);
      opened = await applied(proposal, {before, clinic});
      if (!opened) continue;
      const measured = await measure(opened, {count: opened.judged < fewRows ? clinic.seeds : 1, clinic});
      const score = measured ? half(measured.scores, 0) : -Infinity;
      const wins = !best || score > best.score + choice.near;
      const loser = wins ? best?.opened : opened;
      if (wins) best = {proposal, opened, score, chosen: best !== undefined};
      else best!.chosen = true;
      opened = undefined;
      await close(loser, {but: before.subject});
      if (best!.score > choice.enough || judgedByIllness.has(name)) break;
    }
    return best;
  } catch (error) {
    await close(opened, {but: before.subject});
    await close(best?.opened, {but: before.subject});
    throw error;
  }
}

/** Frees a case that is not gone on with, but for what another one holds. */
async function close(opened: Opened | undefined, {but}: {but: Case}): Promise<void> {
  if (!opened) return;
  await opened.prepared.dispose();
  freeRows(opened.subject, {but});
}

/** The mean of every other score. */
const half = (scores: Float64Array, from: number): number => {
  const some = scores.filter((_, i) => scores.length < 4 || i % 2 === from);
  return some.reduce((sum, value) => sum + value, 0) / some.length;
};

/** The case with a change, opened; undefined when it cannot be made. */
async function applied(proposal: Proposal, {before, clinic}: {before: Opened; clinic: Clinic}): Promise<Opened | undefined> {
  let made: Case | undefined;
  try {
    made = await proposal.apply(before.subject);
    return await open(made, clinic);
  } catch (error) {
    clinic.signal?.throwIfAborted();
    if (made) freeRows(made, {but: before.subject});
    return undefined;
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
