import type {Case} from "./case.js";
import type {Bank, Check, Need} from "./check.js";
import {errorFinding, errorInFit} from "./errors/error-in-fit.js";
import {explainError} from "./errors/explain.js";
import type {Explanation} from "./errors/explanation.js";
import type {Finding, Observation, Suspect} from "./finding.js";
import {isBlamed, isOfStream} from "./trial/blame.js";
import {prepare, type Prepared} from "./trial/prepare.js";
import {isStream} from "./trial/stream.js";

/** The error that the user's own model function or fit throws in a diagnosis, once it is met. */
export interface FitError {
  /** What is said of it; absent while none is met. */
  finding?: Finding;
  /** What its message means, when that is known. */
  explanation?: Explanation;
  /** The fit as it is, tried once when a check met an error that may be its own. */
  rehearsal?: Promise<Error | undefined>;
}

/** Reads a case; one whose model function or stream throws a known error of tfjs is read without the model or the streams, and the error is noted. */
export async function prepareAround(subject: Partial<Case>, {signal, met}: {signal?: AbortSignal; met: FitError}): Promise<Prepared> {
  try {
    return await prepare(subject, {signal});
  } catch (error) {
    if (!isBlamed(error) || !explainError(error)) throw error;
    const stage = isOfStream(error) ? "data" : "model";
    const rest = stage === "data" ? withoutStreams(subject) : {...subject, model: undefined};
    if (!rest.model && !rest.train && !rest.history) throw error;
    const prepared = await prepare(rest, {signal});
    note(error, {met, stage});
    return prepared;
  }
}

function withoutStreams(subject: Partial<Case>): Partial<Case> {
  const parts = [subject.train, subject.validation, subject.test].map((part) => (part && isStream(part) ? undefined : part));
  const [train, validation, test] = parts;
  return {...subject, train, validation: train && validation, test: train && test};
}

/** Finds out whether a check met an error of the user's own fit, and notes it: one that a step of the fit threw, or that the fit throws when it is tried as it is. */
export async function meet(error: unknown, {met, check, bank}: {met: FitError; check: Check; bank?: Bank}): Promise<void> {
  if (met.finding || !(isBlamed(error) || trains(check))) return;
  const own = isBlamed(error) ? error : await (met.rehearsal ??= rehearse(bank));
  if (own) note(own, {met, stage: "training"});
}

/** Why a check is not run once an error is met: it needs what the error keeps from being made. */
export function hinders({finding}: FitError, {check, missing}: {check: Check; missing?: Need}): Observation | undefined {
  if (!finding || !(missing === undefined ? trains(check) : keptBack[finding.about.stage]?.has(missing))) return undefined;
  return {
    verdict: "skip",
    summary: `not run: ${throwers[finding.about.stage]} throws an error, see ${errorInFit.name}`,
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

const throwers: Readonly<Record<string, string>> = {model: "the model", data: "the stream", training: "the fit"};

const running = new Set<Need>(["untrained", "probe", "starts", "predictions", "bank"]);

/** What can't be made when the model, or a stream of rows, throws. */
const keptBack: Readonly<Record<string, ReadonlySet<Need>>> = {
  model: new Set<Need>([...running, "network", "schedule"]),
  data: new Set<Need>([...running, "train", "validation", "test", "schedule"]),
};

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

function note(error: Error, {met, stage}: {met: FitError; stage: "model" | "training" | "data"}): void {
  met.explanation = explainError(error);
  met.finding = errorFinding(error, {stage, explanation: met.explanation});
}
