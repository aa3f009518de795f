import type {Case} from "./case.js";
import {diagnose} from "./diagnose.js";
import type {Diagnosis, Finding, Suspect, Treatment} from "./finding.js";
import {derive} from "./math/random.js";
import {borrowBackend} from "./backend/backend.js";
import {compareScores, openCase, type Measured, type Opened} from "./trial/measure.js";
import {expectObject, expectOptional} from "./trial/expect.js";
import {remedies} from "./treatment/index.js";
import {freeRows} from "./treatment/rows.js";
import {evidenceOf, judgeScores, judgedByIllness} from "./treatment/judgement.js";
import type {Proposal} from "./treatment/treatment.js";

/** What was tried, and what came of it. */
export interface Cure {
  /** The case with what helped; absent when nothing did. Rows that were changed are new tensors, which are the caller's to free. */
  cured?: Case;
  /** One entry for each suspect, in the order in which they were treated. */
  treatments: readonly Treatment[];
}

/** How to treat. */
export interface TreatOptions {
  /** Seconds of the reference machine that diagnoses and trials may take; 120. */
  budget?: number;
  /** Names of the illnesses to treat; all suspects when left out. */
  only?: readonly string[];
  /** Fits of each case that is judged; 3. */
  seeds?: number;
  /** Called before each step, and waited for. */
  progress?: (progress: {doing: string; spent: number; budget: number}) => unknown;
  /** Stops the treatment: it rejects with the signal's reason, having freed all it held. */
  signal?: AbortSignal;
}

/**
 * Diagnoses a case, applies each suspect's remedy to a copy, trains both from the same seeds, and judges: is the illness gone, and is the score on held-out rows better, by a paired test at 0.005
 * beside a gain of 0.02? What helped stays, and the next suspect is sought with it in place. What the choice among several changes rests on is half of the held-out rows, what is said of
 * it rests on the other half. Changes nothing of the user's.
 */
export async function treat(subject: Case, options: TreatOptions = {}): Promise<Cure> {
  expectObject(options, {name: "options", keys: ["budget", "only", "seeds", "progress", "signal"]});
  const {budget = 120, only, seeds = 3, progress, signal} = options;
  expectOptional(budget, {
    name: "budget",
    what: "seconds from 0",
    test: (value) => typeof value === "number" && value >= 0 && value < Infinity,
  });
  expectOptional(seeds, {name: "seeds", what: "a whole number from 2", test: (value) => Number.isSafeInteger(value) && Number(value) >= 2});
  expectOptional(only, {name: "only", what: "a list of names of illnesses", test: (value) => Array.isArray(value)});
  const backend = await borrowBackend();
  const clinic: Clinic = {budget, seeds, signal, progress, only, spent: 0, treatments: [], tried: new Set()};
  try {
    return await treatAll(withOwnValidation(subject), clinic);
  } finally {
    await backend.end();
  }
}

/** One treatment's purse and book. */
interface Clinic extends Required<Pick<TreatOptions, "budget" | "seeds">>, Pick<TreatOptions, "progress" | "signal" | "only"> {
  /** Seconds of the reference machine. */
  spent: number;
  treatments: Treatment[];
  /** Names of suspects that were treated. */
  tried: Set<string>;
}

/** The validation rows that the user's own fit is given are rows of the case. */
function withOwnValidation(subject: Case): Case {
  const {validationData, ...fit} = (subject.fit ?? {}) as NonNullable<Case["fit"]> & {validationData?: unknown};
  if (!validationData || subject.validation) return subject;
  const validation = Array.isArray(validationData) ? {x: validationData[0], y: validationData[1]} : validationData;
  return {...subject, validation: validation as Case["validation"], fit};
}

/** Rounds of diagnosis and treatment at most. */
const rounds = 6;

/** Shares of the budget that one diagnosis, one fit, and one repeated check may take. */
const shares = {diagnosis: 0.12, fit: 0.02, check: 0.06};

async function treatAll(subject: Case, clinic: Clinic): Promise<Cure> {
  let state = subject;
  let sure = false;
  try {
    for (let round = 0; round < rounds && clinic.spent < clinic.budget; round++) {
      await tell(clinic, round ? "looking for what else is wrong" : "diagnosing");
      const diagnosis = await diagnose(state, {budget: Math.min(30, shares.diagnosis * clinic.budget), signal: clinic.signal});
      clinic.spent += diagnosis.seconds;
      const next = await treatOne(state, {diagnosis, clinic});
      if (!next) break;
      if (state !== subject) freeRows(state, {but: next});
      state = next;
    }
    sure = state !== subject && (await confirmed(subject, {state, clinic}));
  } finally {
    if (!sure && state !== subject) freeRows(state, {but: subject});
  }
  if (sure) return {cured: state, treatments: clinic.treatments};
  return {
    treatments: clinic.treatments.map((one) =>
      one.outcome === "better" || one.outcome === "cured" ? {...one, outcome: "no-effect"} : one,
    ),
  };
}

const tell = async ({progress, spent, budget, signal}: Clinic, doing: string): Promise<void> => {
  signal?.throwIfAborted();
  await progress?.({doing, spent: Number(spent.toFixed(1)), budget});
};

/** Treats suspects in their order until one remedy is kept: the case with it; undefined when none is. */
async function treatOne(state: Case, {diagnosis, clinic}: {diagnosis: Diagnosis; clinic: Clinic}): Promise<Case | undefined> {
  const suspects = diagnosis.suspects.filter(({name}) => !clinic.tried.has(name) && (!clinic.only || clinic.only.includes(name)));
  if (suspects.length === 0) return undefined;
  const before = await open(state, clinic);
  try {
    for (const suspect of suspects) {
      if (clinic.spent >= clinic.budget) return undefined;
      clinic.tried.add(suspect.name);
      const finding = diagnosis.findings.find(({about}) => about.name === suspect.name)!;
      const {treatment, kept} = await tryRemedy(before, {suspect, finding, clinic});
      clinic.treatments.push(treatment);
      if (kept) return kept;
    }
    return undefined;
  } finally {
    await before.prepared.dispose();
  }
}

const open = (subject: Case, {budget, signal}: Clinic): Promise<Opened> =>
  openCase(subject, {most: Math.max(1, shares.fit * budget), signal});

interface Attempt {
  suspect: Suspect;
  finding: Finding;
  clinic: Clinic;
}

async function tryRemedy(before: Opened, {suspect, finding, clinic}: Attempt): Promise<{treatment: Treatment; kept?: Case}> {
  const {name} = suspect;
  const {material, inference} = before.prepared;
  const patient = {
    subject: before.subject,
    model: before.prepared.setting!.blueprint.prototype,
    network: material.network!,
    train: material.train!,
    validation: material.validation,
    task: inference.task,
    schedule: material.schedule!,
    finding,
  };
  const made = remedies[name]?.(patient) ?? {impossible: finding.about.remedy};
  if ("impossible" in made || made.length === 0)
    return {
      treatment: {name, outcome: "impossible", change: `// ${"impossible" in made ? made.impossible : finding.about.remedy}`, evidence: []},
    };
  const best = await choose(made, {before, name, clinic});
  if (!best) return {treatment: {name, outcome: "no-effect", change: made[0]!.change, evidence: []}};
  const {proposal, opened} = best;
  let kept: Case | undefined;
  try {
    await tell(clinic, `${name}: is it gone with ${proposal.title}?`);
    const gone = await isGone(opened.subject, {name, clinic});
    const judgement = judgeScores(
      {before: await measure(before, {count: clinic.seeds, clinic}), after: await measure(opened, {count: clinic.seeds, clinic})},
      {gone, name, certain: finding.certainty === "exact"},
    );
    kept = judgement.keep ? opened.subject : undefined;
    return {treatment: {name, outcome: judgement.outcome, change: proposal.change, ...evidenceOf(judgement, proposal.title)}, kept};
  } finally {
    await close(opened, {but: kept ?? before.subject});
  }
}

interface Chosen {
  proposal: Proposal;
  opened: Opened;
  score: number;
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
      const measured = await measure(opened, {count: 1, clinic});
      const score = measured ? half(measured.scores, 0) : -Infinity;
      const wins = !best || score > best.score + choice.near;
      const loser = wins ? best?.opened : opened;
      if (wins) best = {proposal, opened, score};
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
async function measure(opened: Opened, {count, clinic}: {count: number; clinic: Clinic}): Promise<Measured | undefined> {
  clinic.spent += opened.price(count);
  try {
    return await opened.measure(count);
  } catch (error) {
    clinic.signal?.throwIfAborted();
    return undefined;
  }
}

async function isGone(subject: Case, {name, clinic}: {name: string; clinic: Clinic}): Promise<boolean> {
  const {findings, seconds} = await diagnose(subject, {
    checks: [name],
    budget: Math.max(5, shares.check * clinic.budget),
    signal: clinic.signal,
  });
  clinic.spent += seconds;
  return findings.every(({verdict}) => verdict !== "fail");
}

/** True when fresh seeds say again that the case is better, or when what was mended is judged by the illness alone. */
async function confirmed(subject: Case, {state, clinic}: {state: Case; clinic: Clinic}): Promise<boolean> {
  const helped = clinic.treatments.filter(({outcome}) => outcome === "cured" || outcome === "better");
  if (helped.length > 0 && helped.every(({name}) => judgedByIllness.has(name))) return true;
  await tell(clinic, "confirming on fresh seeds");
  const seed = derive(subject.seed ?? 1, "confirm") % 1e6;
  const measured: (Measured | undefined)[] = [];
  for (const one of [subject, state]) {
    const opened = await open({...one, seed}, clinic);
    try {
      measured.push(await measure(opened, {count: 2, clinic}));
    } finally {
      await opened.prepared.dispose();
    }
  }
  const [was, now] = measured;
  if (!now) return false;
  if (!was) return true;
  return now.skill > was.skill && compareScores(was.scores, now.scores, {seed}).p < 0.05;
}
