import * as tf from "@tensorflow/tfjs";
import {borrowBackend, type Loan} from "./backend/backend.js";
import type {Case} from "./case.js";
import {finding, type Bank, type Basics, type Check, type Material, type Need} from "./check.js";
import {dataChecks} from "./data/index.js";
import {differential} from "./differential.js";
import {errorInFit} from "./errors/error-in-fit.js";
import {stages, type Diagnosis, type Finding, type Observation, type Plan} from "./finding.js";
import {errorFirst, hinders, meet, prepareAround, withError, type FitError} from "./fit-error.js";
import {goldenChecks} from "./golden/index.js";
import {derive} from "./math/random.js";
import {metricsChecks} from "./metrics/index.js";
import {modelChecks} from "./model/index.js";
import {trainingChecks} from "./training/index.js";
import {breathe} from "./trial/breath.js";
import {stepCost} from "./trial/cost.js";
import {expectCase, expectObject, expectOptional} from "./trial/expect.js";
import {follow, makePlan, type Programme} from "./trial/plan.js";
import type {Prepared} from "./trial/prepare.js";
import {version} from "./version.js";

/** How far a diagnosis has come. */
export interface Progress {
  /** The check that is examined next; empty at the end. */
  check: string;
  /** Checks that are done. */
  done: number;
  /** Checks in all. */
  total: number;
  /** What will be trained, once it is known. */
  plan?: Plan;
}

/** How to diagnose. */
export interface Options {
  /** `quick`: a budget of 5 s, `full` (default): 30 s. */
  effort?: "quick" | "full";
  /** Checks to run, by name or as made by `check`; all when left out. */
  checks?: readonly (string | Check)[];
  /** Seconds of the reference machine that experiments may take; see the plan. */
  budget?: number;
  /** Called with each finding as it is made, the exact ones first, and waited for. */
  onFinding?: (finding: Finding) => unknown;
  /** Called before each check, and waited for. */
  progress?: (progress: Progress) => unknown;
  /** Stops the diagnosis: it rejects with the signal's reason, having freed all it held. */
  signal?: AbortSignal;
}

/** Every check of ddx, in the order of the stages. */
export const checks: readonly Check[] = [...dataChecks, ...modelChecks, ...goldenChecks, ...trainingChecks, ...metricsChecks];

/**
 * Examines a network, its data and its training, and ranks what may be wrong: first what can be said exactly, then, within a budget, by small experiments.
 * Changes nothing of the user's and leaves no tensor behind; one seed on one backend gives the same JSON. Throws one clear line for a case that cannot be read.
 */
export async function diagnose(subject: Partial<Case>, options: Options = {}): Promise<Diagnosis> {
  expectObject(options, {name: "options", keys: optionKeys});
  const {effort = "full", checks: wanted, budget = effort === "quick" ? 5 : 30, onFinding, progress, signal} = options;
  expectCase(subject, {names: [...checks.map(({about}) => about.name), errorInFit.name]});
  expectOptions({effort, checks: wanted, budget, onFinding, progress, signal});
  signal?.throwIfAborted();
  const chosen = choose(wanted);
  const backend = await borrowBackend();
  try {
    return await examineAll(subject, {backend, chosen, budget, onFinding, progress, signal});
  } finally {
    await backend.end();
  }
}

const optionKeys = ["effort", "checks", "budget", "onFinding", "progress", "signal"];

function expectOptions({effort, checks: wanted, budget, onFinding, progress, signal}: Options): void {
  expectOptional(effort, {name: "effort", what: "quick or full", test: (value) => value === "quick" || value === "full"});
  expectOptional(budget, {
    name: "budget",
    what: "seconds from 0",
    test: (value) => typeof value === "number" && value >= 0 && value < Infinity,
  });
  expectOptional(wanted, {
    name: "checks",
    what: "a list of names of checks, or of checks",
    test: (value) => Array.isArray(value) && value.length > 0,
  });
  for (const [name, call] of Object.entries({onFinding, progress}))
    expectOptional(call, {name, what: "a function", test: (value) => typeof value === "function"});
  expectOptional(signal, {
    name: "signal",
    what: "an AbortSignal",
    test: (value) => typeof (value as AbortSignal)?.throwIfAborted === "function",
  });
}

interface Examination extends Pick<Options, "onFinding" | "progress" | "signal"> {
  backend: Loan;
  chosen: readonly Check[];
  budget: number;
}

async function examineAll(subject: Partial<Case>, {backend, chosen, budget, onFinding, progress, signal}: Examination): Promise<Diagnosis> {
  const met: FitError = {};
  const prepared = await prepareAround(subject, {signal, met});
  try {
    await backend.suit(costOf(prepared));
    const findings = new Map<Check, Finding>();
    const tellError = async () => {
      if (!met.finding) return;
      met.finding = accept(met.finding, subject.accept);
      await onFinding?.(met.finding);
    };
    await tellError();
    const examine = async (check: Check, plan?: Programme) => {
      await breathe(signal);
      await progress?.({check: check.about.name, done: findings.size, total: chosen.length, plan});
      const before = met.finding;
      const made = accept(finding(check.about, await observe(check, {prepared, met, signal})), subject.accept);
      if (met.finding !== before) await tellError();
      findings.set(check, made);
      await onFinding?.(made);
    };
    for (const check of chosen.filter((one) => !trains(one))) await examine(check);
    if (!met.finding) await prepared.open(chosen.flatMap(({needs, wants = []}) => [...needs, ...wants]));
    const plan = makePlan(met.finding ? [] : chosen.filter(trains), {prepared, budget});
    follow(prepared, plan);
    await experiment(chosen, {plan, bank: prepared.material.bank, examine, findings, onFinding});
    await progress?.({check: "", done: chosen.length, total: chosen.length, plan});
    const ordered = withError(
      chosen.map((check) => findings.get(check)!),
      met,
    );
    return {
      findings: ordered,
      suspects: errorFirst(differential(ordered)),
      environment: environment(prepared),
      plan: {summary: plan.summary, fits: plan.fits, seconds: plan.seconds, dropped: plan.dropped},
      seconds: Number(plan.seconds.toFixed(1)),
    };
  } finally {
    await prepared.dispose();
  }
}

/** What a training step of the case costs, by which the backend is chosen. */
const costOf = ({material: {network}, setting}: Prepared) => network && setting && stepCost(network, setting.schedule);

const trains = ({work}: Check): boolean => work !== undefined;

function choose(wanted: Options["checks"]): readonly Check[] {
  const list = wanted?.map((one) => {
    const check = typeof one === "string" ? checks.find(({about}) => about.name === one) : one;
    if (!check?.about || !check.examine)
      throw new RangeError(
        `expected the name of a check, got ${JSON.stringify(one)}; there are ${checks.map(({about}) => about.name).join(", ")}`,
      );
    return check;
  });
  return [...new Set(list ?? checks)].sort((a, b) => stages.indexOf(a.about.stage) - stages.indexOf(b.about.stage));
}

interface Experiment {
  plan: Programme;
  bank?: Bank;
  examine: (check: Check, plan: Programme) => Promise<void>;
  findings: Map<Check, Finding>;
  onFinding?: Options["onFinding"];
}

/** Runs the planned experiments; a plan that turns out three times too slow stops, and what then still needs a fit is skipped. */
async function experiment(chosen: readonly Check[], {plan, bank, examine, findings, onFinding}: Experiment): Promise<void> {
  const deadline = performance.now() + 1000 * (3 * plan.seconds + 5);
  for (const check of chosen.filter(trains)) {
    const dropped = plan.dropped.find(({name}) => name === check.about.name);
    const late = performance.now() > deadline && !bank?.has(plan.works?.get(check) ?? {});
    if (!dropped && !late) {
      await examine(check, plan);
      continue;
    }
    const summary = dropped
      ? `left out: ${dropped.reason}; give a larger budget`
      : `left out: this machine is more than three times slower than the plan (${plan.summary}); give a larger budget`;
    const skipped = finding(check.about, {verdict: "skip", summary, evidence: []});
    findings.set(check, skipped);
    await onFinding?.(skipped);
  }
}

/** Gives a check what it needs and nothing else; what is missing, or throws in the user's own fit, is `skip`, what it throws itself is `unsure`. */
async function observe(
  check: Check,
  {prepared, met, signal}: {prepared: Prepared; met: FitError; signal?: AbortSignal},
): Promise<Observation> {
  const {material, inference, seed, scaling} = prepared;
  const missing = check.needs.find((need) => material[need] === undefined);
  const hindered = hinders(met, {check, missing});
  if (hindered) return hindered;
  if (missing)
    return {
      verdict: "skip",
      summary: `needs ${nameOf(missing)}, which the case does not have`,
      evidence: [],
    };
  if (check.tasks && !check.tasks.includes(inference.task))
    return {verdict: "skip", summary: `not for the task ${inference.task} (for ${check.tasks.join(", ")})`, evidence: []};
  const given = Object.fromEntries([...check.needs, ...(check.wants ?? [])].map((need) => [need, material[need]])) as Pick<Material, Need>;
  const basics: Basics = {task: inference.task, seed: derive(seed, check.about.name), scaling};
  try {
    return await check.examine({...given, ...basics});
  } catch (error) {
    signal?.throwIfAborted();
    if ((error as Error)?.name === "AbortError") throw error;
    await meet(error, {met, check, bank: material.bank});
    const stopped = hinders(met, {check});
    if (stopped) return stopped;
    return {verdict: "unsure", summary: `could not be judged: ${(error as Error)?.message ?? String(error)}`.split("\n")[0]!, evidence: []};
  }
}

const needed: Partial<Record<Need, string>> = {
  history: "the history of a fit",
  bank: "a model and training data",
  reference: "a reference for inputs and targets of these shapes",
  elsewhere: "another training set of these shapes",
};

const nameOf = (need: Need): string => needed[need] ?? need;

function accept(made: Finding, accepted: Case["accept"] = {}): Finding {
  const reason = accepted[made.about.name];
  return reason === undefined || made.verdict !== "fail" ? made : {...made, verdict: "warn", accepted: reason};
}

function environment({material, inference, seed, sampled}: Prepared): Diagnosis["environment"] {
  const rows =
    material.train &&
    (material.train.rows < material.train.given ? `${material.train.rows} drawn from ${material.train.given}` : material.train.rows);
  return {
    ddx: version,
    tfjs: tf.version.tfjs,
    backend: tf.getBackend(),
    seed,
    task: inference.task,
    inferred: inference.reason,
    ...(rows === undefined ? {} : {rows}),
    ...(material.network ? {weights: material.network.parameters} : {}),
    ...(sampled ? {fits: sampled} : {}),
  };
}
