import type {Case} from "../case.js";
import type {Treatment} from "../finding.js";
import {derive} from "../math/random.js";
import type {Measured, Opened} from "../trial/measure.js";
import {measure, open, tell, tryProposals, type Attempt, type Clinic, type Result} from "./clinic.js";
import {fitsFor, gainOf, judgedByBoth, judgedByIllness} from "./judgement.js";
import {freeRows} from "./rows.js";

/** Level at which fresh seeds must agree: that it is better was said before, at a stricter one. */
const confirming = 0.05;

/** True for what is said to have helped. */
export const isClaim = ({outcome}: Treatment): boolean => outcome === "cured" || outcome === "better";

/** Tries proposals, and takes back what fresh seeds do not say again: the judge alone calls one in twelve changes of nothing better, by the luck of a few seeds. The cure of a certain illness stays in. */
export async function tryAndConfirm(before: Opened, attempt: Attempt): Promise<Result> {
  const result = await tryProposals(before, attempt);
  const {treatment, kept} = result;
  const {certain, clinic} = attempt;
  try {
    if (!kept || !isClaim(treatment) || (await confirmed(before.subject, {state: kept, treatments: [treatment], clinic}))) return result;
  } catch (error) {
    freeRows(kept!, {but: before.subject});
    throw error;
  }
  const stays = certain && treatment.outcome === "cured";
  if (stays) clinic.hollow.push(attempt.name);
  else freeRows(kept, {but: before.subject});
  return {...result, treatment: {...treatment, outcome: "no-effect"}, kept: stays ? kept : undefined};
}

interface Claim {
  /** The case with what helped. */
  state: Case;
  treatments: readonly Treatment[];
  clinic: Clinic;
}

/** True when fresh seeds say again that the case is better, or when what was mended is judged by the illness alone. */
export async function confirmed(subject: Case, {state, treatments, clinic}: Claim): Promise<boolean> {
  const helped = treatments.filter(isClaim);
  if (helped.length > 0 && helped.every(({name}) => judgedByIllness.has(name) || judgedByBoth.has(name))) return true;
  await tell(clinic, "confirming on fresh seeds");
  const seed = derive(subject.seed ?? 1, "confirm") % 1e6;
  const measured: (Measured | undefined)[] = [];
  for (const one of [subject, state]) {
    const opened = await open({...one, seed}, clinic);
    try {
      measured.push(await measure(opened, {count: fitsFor(opened.judged, {usual: 2}), clinic}));
    } finally {
      await opened.prepared.dispose();
    }
  }
  const [was, now] = measured;
  if (!now) return false;
  if (!was) return true;
  const {p, worse} = gainOf(was, now);
  // Fits that are cut short cannot show what the end of a certain illness is worth, only that it does no harm.
  if (helped.length === 0 && now.runs.some(({steps, wanted}) => steps < wanted)) return worse > confirming;
  return now.skill > was.skill && p < confirming;
}
