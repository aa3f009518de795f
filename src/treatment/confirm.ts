import type {Case} from "../case.js";
import {derive} from "../math/random.js";
import type {Measured} from "../trial/measure.js";
import {measure, open, tell, type Clinic} from "./clinic.js";
import {fitsFor, gainOf, judgedByBoth, judgedByIllness} from "./judgement.js";

/** Level at which fresh seeds must agree: that it is better was said before, at a stricter one. */
const confirming = 0.05;

/** True when fresh seeds say again that the case is better, or when what was mended is judged by the illness alone. */
export async function confirmed(subject: Case, {state, clinic}: {state: Case; clinic: Clinic}): Promise<boolean> {
  const helped = clinic.treatments.filter(({outcome}) => outcome === "cured" || outcome === "better");
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
