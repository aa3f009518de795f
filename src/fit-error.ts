import type {Case} from "./case.js";
import type {Bank, Check, Need} from "./check.js";
import {errorFinding, errorInFit} from "./errors/error-in-fit.js";
import {explainError} from "./errors/explain.js";
import type {Explanation} from "./errors/explanation.js";
import type {Finding, Observation, Suspect} from "./finding.js";
import {isBlamed} from "./trial/blame.js";
import {prepare, type Prepared} from "./trial/prepare.js";

/** The error that the user's own model function or fit throws in a diagnosis, once it is met. */
export interface FitError {
  /** What is said of it; absent while none is met. */
  finding?: Finding;
  /** What its message means, when that is known. */
  explanation?: Explanation;
  /** The fit as it is, tried once when a check met an error that may be its own. */
  rehearsal?: Promise<Error | undefined>;
}

/** Reads a case; one whose model function throws a known error of tfjs is read without the model, and the error is noted. */
export async function prepareAround(subject: Partial<Case>, {signal, met}: {signal?: AbortSignal; met: FitError}): Promise<Prepared> {
  try {
    return await prepare(subject, {signal});
  } catch (error) {
    const {model: _, ...rest} = subject;
    if (!isBlamed(error) || !explainError(error) || (!rest.train && !rest.history)) throw error;
    const prepared = await prepare(rest, {signal});
    note(error, {met, stage: "model"});
    return prepared;
  }
}

/** Finds out whether a check met an error of the user's own fit, and notes it: one that a step of the fit threw, or that the fit throws when it is tried as it is. */
export async function meet(error: unknown, {met, check, bank}: {met: FitError; check: Check; bank?: Bank}): Promise<void> {
  if (met.finding || !(isBlamed(error) || trains(check))) return;
  const own = isBlamed(error) ? error : await (met.rehearsal ??= rehearse(bank));
  if (own) note(own, {met, stage: "training"});
}

/** Why a check is not run once an error is met: it needs what the error keeps from being made. */
export function hinders({finding}: FitError, {check, missing}: {check: Check; missing?: Need}): Observation | undefined {
  if (!finding || !(missing === undefined ? trains(check) : modelled.has(missing) && finding.about.stage === "model")) return undefined;
  return {
    verdict: "skip",
    summary: `not run: ${finding.about.stage === "model" ? "the model" : "the fit"} throws an error, see ${errorInFit.name}`,
    evidence: [],
  };
}

/** Findings with the error's own first; a failing check that its message points at explains it. */
export function withError(findings: readonly Finding[], {finding, explanation}: FitError): readonly Finding[] {
  if (!finding) return findings;
  const point = (other: Finding): Finding =>
    other.verdict === "fail" && other.about.name === explanation?.check
      ? {...other, about: {...other.about, explains: [...(other.about.explains ?? []), errorInFit.name]}}
      : other;
  return [finding, ...findings.map(point)];
}

/** Suspects with the error first: while it is thrown, nothing else can be seen. */
export const errorFirst = (suspects: readonly Suspect[]): readonly Suspect[] => [
  ...suspects.filter(({name}) => name === errorInFit.name),
  ...suspects.filter(({name}) => name !== errorInFit.name),
];

const running = new Set<Need>(["untrained", "probe", "starts", "predictions", "bank"]);
const modelled = new Set<Need>([...running, "network", "schedule"]);

const trains = ({needs, wants = []}: Check): boolean => [...needs, ...wants].some((need) => running.has(need));

/** Steps that a fit is tried for. */
const rehearsalSteps = 64;

async function rehearse(bank: Bank | undefined): Promise<Error | undefined> {
  try {
    await bank?.descend({steps: rehearsalSteps});
    return undefined;
  } catch (error) {
    if ((error as Error)?.name === "AbortError") throw error;
    return isBlamed(error) ? error : undefined;
  }
}

function note(error: Error, {met, stage}: {met: FitError; stage: "model" | "training"}): void {
  met.explanation = explainError(error);
  met.finding = errorFinding(error, {stage, explanation: met.explanation});
}
