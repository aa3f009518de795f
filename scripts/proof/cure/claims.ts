import type {Case} from "../../../src/index.js";
import {derive} from "../../../src/math/random.js";
import {compareScores, openCase, type Gain} from "../../../src/trial/measure.js";
import {open, tryProposals, type Clinic} from "../../../src/treatment/clinic.js";
import {confirmed} from "../../../src/treatment/confirm.js";
import {remedies} from "../../../src/treatment/index.js";
import {patientOf, type Patient, type Proposal} from "../../../src/treatment/treatment.js";

/** What one remedy was judged to do. */
export interface Judged {
  name: string;
  outcome: string;
  /** Whether treat's own fresh seeds say so again, where it was called cured. */
  kept?: boolean;
  /** What ten other seeds say on fresh rows of a claim. */
  fresh?: Gain;
}

/** Illnesses that a program is treated for, and changes of nothing but the seed: one, another one, and the best of four. */
const treated = ["bad-initialisation", "learning-rate-too-low"];
const seedOnly = {"another seed": 1, "one more seed": 1, "the best of four seeds": 4};

/** Treats a program for what it does not have, with a judge who is told that each illness is gone. */
export async function judgeAll(subject: Case, {fresh}: {fresh: Case["validation"]}): Promise<Judged[]> {
  const clinic = {budget: 60, seeds: 3, spent: 0, treatments: [], hollow: [], isFree: () => Promise.resolve(true)};
  const before = await open(subject, clinic);
  const made: Judged[] = [];
  try {
    for (const [name, proposals] of plans(patientOf(before), subject)) {
      const own: Clinic = {...clinic, spent: 0, treatments: []};
      const {treatment, kept} = await tryProposals(before, {name, proposals, certain: false, clinic: own});
      const judged: Judged = {name, outcome: treatment.outcome};
      if (kept) judged.kept = await confirmed(subject, {state: kept, treatments: [treatment], clinic: own});
      // Only what is the single proposal is known where it was not kept.
      const state = kept ?? (judged.outcome === "worse" && proposals.length === 1 ? await proposals[0]!.apply(subject) : undefined);
      if (state) judged.fresh = await again(subject, {state, fresh});
      made.push(judged);
    }
  } finally {
    await before.prepared.dispose();
  }
  return made;
}

function plans(patient: Patient, subject: Case): [string, readonly Proposal[]][] {
  const seeds = (name: string, count: number): Proposal[] =>
    Array.from({length: count}, (_, i) => ({
      title: `${name}, ${i + 1}`,
      change: "",
      apply: (given) => ({...given, seed: derive(subject.seed!, name, i) % 1e6}),
    }));
  const real = treated.map((name): [string, readonly Proposal[]] => {
    const made = remedies[name]!(patient);
    return [name, "impossible" in made ? [] : made];
  });
  const drawn = Object.entries(seedOnly).map(([name, count]): [string, readonly Proposal[]] => [name, seeds(name, count)]);
  return [...drawn, ...real].filter(([, proposals]) => proposals.length > 0);
}

/** Both cases with ten other seeds on rows that nothing was judged by. */
async function again(subject: Case, {state, fresh}: {state: Case; fresh: Case["validation"]}): Promise<Gain> {
  const seed = derive(subject.seed!, "again") % 1e6;
  const scores = [];
  for (const one of [subject, state]) {
    const opened = await openCase({...one, seed, validation: fresh}, {most: 1});
    try {
      scores.push((await opened.measure(10)).scores);
    } finally {
      await opened.prepared.dispose();
    }
  }
  return compareScores(scores[0]!, scores[1]!, {seed: 2});
}
