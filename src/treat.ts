import {borrowBackend} from "./backend/backend.js";
import type {Case} from "./case.js";
import {checks, diagnose} from "./diagnose.js";
import type {Diagnosis, Finding, Suspect, Treatment} from "./finding.js";
import {firstLine} from "./trial/blame.js";
import {expectObject, expectOptional, expectTrainable} from "./trial/expect.js";
import type {Opened} from "./trial/measure.js";
import {measure, open, tell, type Clinic, type Result} from "./treatment/clinic.js";
import {confirmed, isClaim, tryAndConfirm} from "./treatment/confirm.js";
import {companions, remedies, wider} from "./treatment/index.js";
import {freeRows} from "./treatment/rows.js";
import {patientOf, together, type Proposal, type Remedy} from "./treatment/treatment.js";

/** What was tried, and what came of it. */
export interface Cure {
  /** The case with what helped; absent when nothing did. Rows that were changed are new tensors, which are the caller's to free. */
  cured?: Case;
  /** One entry for each suspect, in the order in which they were treated. */
  treatments: readonly Treatment[];
  /** The differential, having learned from the trial: suspects whose remedy has helped first, those whose remedy had no effect last. */
  suspects: readonly Suspect[];
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
 * it rests on the other half; fresh seeds must say it again. On networks that learn, nothing of 240 judgements was called cured that ten other seeds on fresh rows did not
 * bear out (`npm run proof cure`). Changes nothing of the user's.
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
  const names = checks.map(({about}) => about.name);
  expectOptional(only, {name: "only", what: "a list of names of illnesses", test: (value) => Array.isArray(value)});
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`expected the name of a check in only, got ${JSON.stringify(unknown)}; checks lists them`);
  expectTrainable(subject, {names});
  const backend = await borrowBackend();
  const clinic: Clinic = {
    ...{budget, seeds, signal, progress, spent: 0, treatments: [], hollow: []},
    isFree: async (one, name) => {
      const {findings} = await examine(one, {share: shares.check, checks: [name], clinic});
      return findings.every(({verdict}) => verdict !== "fail");
    },
  };
  try {
    return await treatAll(withOwnValidation(subject), {clinic, only});
  } finally {
    await backend.end();
  }
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

/** Times that one suspect is treated at most. */
const trials = 2;

/** Shares of the budget that the first diagnosis, a later one, and one repeated check may take. */
const shares = {first: 0.25, later: 0.15, check: 0.06};

/** A diagnosis by name, paid by the clinic. */
async function examine(
  subject: Case,
  {share, checks, clinic}: {share: number; checks?: readonly string[]; clinic: Clinic},
): Promise<Diagnosis> {
  const diagnosis = await diagnose(subject, {checks, budget: Math.min(30, Math.max(5, share * clinic.budget)), signal: clinic.signal});
  clinic.spent += diagnosis.seconds;
  return diagnosis;
}

async function treatAll(subject: Case, {clinic, only}: {clinic: Clinic; only?: readonly string[]}): Promise<Cure> {
  let state = subject;
  let sure = false;
  let steps = 0;
  const tried = new Map<string, number>();
  let first: readonly Suspect[] = [];
  try {
    for (let round = 0; round < rounds && clinic.spent < clinic.budget; round++) {
      await tell(clinic, round ? "looking for what else is wrong" : "diagnosing");
      const diagnosis = await examine(state, {share: round ? shares.later : shares.first, clinic});
      if (round === 0) first = diagnosis.suspects;
      // What did nothing before may help now, and comes last.
      const times = ({name}: Suspect) => tried.get(name) ?? 0;
      const suspects = diagnosis.suspects
        .filter((one) => times(one) < trials && (!only || only.includes(one.name)))
        .sort((a, b) => times(a) - times(b));
      const next = await treatSome(state, {suspects, diagnosis, tried, clinic});
      if (!next) break;
      if (state !== subject) freeRows(state, {but: [subject, next]});
      state = next;
      steps++;
    }
    // Of one step fresh seeds have said it already.
    sure =
      steps > 0 &&
      ((steps === 1 && clinic.treatments.some(isClaim)) || (await confirmed(subject, {state, treatments: clinic.treatments, clinic})));
  } finally {
    if (!sure && state !== subject) freeRows(state, {but: subject});
  }
  const treatments = sure ? clinic.treatments : clinic.treatments.map(unconfirmed);
  return {...(sure && {cured: state}), treatments, suspects: reranked(first, treatments)};
}

/** What fresh seeds do not say again has had no effect. */
const unconfirmed = (one: Treatment): Treatment => (isClaim(one) ? {...one, outcome: "no-effect"} : one);

/** Suspects whose remedy has helped first, and those whose remedy had no effect or harmed last. */
function reranked(suspects: readonly Suspect[], treatments: readonly Treatment[]): readonly Suspect[] {
  const rank = ({name}: Suspect) => {
    const outcomes = treatments.filter((one) => one.name.split(" + ").includes(name)).map(({outcome}) => outcome);
    if (outcomes.some((outcome) => outcome === "cured" || outcome === "better")) return 0;
    return outcomes.some((outcome) => outcome === "no-effect" || outcome === "worse") ? 2 : 1;
  };
  return [...suspects].sort((a, b) => rank(a) - rank(b));
}

interface Round {
  suspects: readonly Suspect[];
  diagnosis: Diagnosis;
  /** How often each suspect was treated. */
  tried: Map<string, number>;
  clinic: Clinic;
}

/** Treats suspects in their order until one remedy is kept, then two and three remedies together: the case with it; undefined when none is. */
async function treatSome(state: Case, {suspects, diagnosis, tried, clinic}: Round): Promise<Case | undefined> {
  if (suspects.length === 0 && clinic.hollow.length === 0) return undefined;
  const before = await open(state, clinic);
  const rejected: {name: string; proposal: Proposal}[] = [];
  try {
    if (suspects.length === 0) return await helpAnyway(before, clinic);
    for (const {name} of suspects) {
      if (clinic.spent >= clinic.budget) return undefined;
      tried.set(name, 1 + (tried.get(name) ?? 0));
      const finding = diagnosis.findings.find(({about}) => about.name === name)!;
      const result = await treatOne(before, {finding, clinic});
      clinic.treatments.push(stated(result.treatment, before));
      if (result.kept) return result.kept;
      if (result.proposal) rejected.push({name, proposal: result.proposal});
    }
    return await treatTogether(before, {rejected, clinic});
  } finally {
    await before.prepared.dispose();
  }
}

/** A treatment with what the fits that judge it were cut to. */
const stated = (treatment: Treatment, {cut}: Opened): Treatment =>
  cut && treatment.evidence.length
    ? {...treatment, evidence: [...treatment.evidence, {kind: "text", label: "fits that judge it", text: `Each ${cut}, for the budget.`}]}
    : treatment;

/** What is proposed for one finding, tried; impossible when nothing is. */
async function treatOne(before: Opened, {finding, clinic}: {finding: Finding; clinic: Clinic}): Promise<Result> {
  const {name, remedy} = finding.about;
  const made = proposalsFor(before, finding);
  if ("impossible" in made || made.length === 0)
    return {treatment: {name, outcome: "impossible", change: `// ${"impossible" in made ? made.impossible : remedy}`, evidence: []}};
  return tryAndConfirm(before, {name, proposals: made, certain: finding.certainty === "exact", clinic});
}

/** What a remedy proposes; a network that does not tell how it was made cannot be rebuilt. */
function proposalsFor(before: Opened, finding: Finding): ReturnType<Remedy> {
  const {name, remedy} = finding.about;
  try {
    return remedies[name]?.(patientOf(before, finding)) ?? {impossible: remedy};
  } catch (error) {
    return {impossible: `${remedy} (not tried here: ${firstLine(error)})`};
  }
}

/** Two and three at once of the remedies that did nothing alone and of what helps most networks, and all that does: one may hide what another is worth. */
async function treatTogether(
  before: Opened,
  {rejected, clinic}: {rejected: readonly {name: string; proposal: Proposal}[]; clinic: Clinic},
): Promise<Case | undefined> {
  if (rejected.length === 0) return undefined;
  const most = rejected.slice(0, 3);
  const patient = patientOf(before);
  const helpers = companions(patient);
  const [first, ...rest] = [...most.map(({proposal}) => proposal), ...helpers];
  const pairs = rest.map((other) => [first!, other]);
  const triples = rest.flatMap((one, i) => rest.slice(i + 1).map((other) => [first!, one, other]));
  const all = [first!, ...helpers, ...wider(patient)];
  return tryTogether(before, {names: most.map(({name}) => name), lists: [...pairs, ...triples, all], clinic});
}

/** Where certain illnesses are gone, no score is better and nothing else is suspected: what helps most networks, in pairs and all of it. */
async function helpAnyway(before: Opened, clinic: Clinic): Promise<Case | undefined> {
  const names = clinic.hollow.splice(0);
  const now = await measure(before, {count: 1, clinic});
  if (now && now.skill > goodEnough) return undefined;
  const patient = patientOf(before);
  const helpers = [...companions(patient), ...wider(patient)];
  const pairs = helpers.flatMap((one, i) => helpers.slice(i + 1).map((other) => [one, other]));
  return tryTogether(before, {names, lists: [...helpers.map((one) => [one]), ...pairs, helpers], clinic});
}

/** Score of a case from which on nothing more is tried without a suspect. */
const goodEnough = 0.95;

/** Tries lists of proposals, each applied together. */
async function tryTogether(
  before: Opened,
  {names, lists, clinic}: {names: readonly string[]; lists: readonly (readonly Proposal[])[]; clinic: Clinic},
): Promise<Case | undefined> {
  const proposals = lists.map((parts) => together(parts.map(({title}) => title).join(", "), parts));
  const {treatment, kept} = await tryAndConfirm(before, {name: names.join(" + "), names, proposals, certain: false, clinic});
  clinic.treatments.push(stated(treatment, before));
  return kept;
}
