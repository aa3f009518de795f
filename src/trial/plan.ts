import type {Check, Schedule, Work} from "../check.js";
import type {Plan} from "../finding.js";
import {shuffledSteps} from "./bank.js";
import {forwardSeconds, stepSeconds} from "./cost.js";
import {crossed} from "./folds.js";
import type {Prepared} from "./prepare.js";

/** What will be trained and for whom. */
export interface Programme extends Plan {
  /** Checks that fit the budget. */
  checks: readonly Check[];
  /** What each check trains. */
  works?: ReadonlyMap<Check, Work>;
  /** The schedule of the case's own fits, with its steps capped. */
  schedule?: Schedule;
}

/** Least steps of a fit that is cut short: fewer say nothing. */
const leastSteps = 60;

/**
 * Chooses, before anything trains, which experiments fit a budget in seconds of the reference machine: the case's own fits may take a third of it,
 * then the checks follow, the cheapest first. A verdict never depends on the clock, so neither does the plan.
 */
export function makePlan(checks: readonly Check[], {prepared, budget}: {prepared: Prepared; budget: number}): Programme {
  const {material, setting} = prepared;
  const able = checks.filter((check) => check.work);
  if (!setting || !material.network || !material.train || !material.schedule)
    return {summary: "nothing to train", fits: 0, seconds: 0, dropped: [], checks: able};
  const {network} = material;
  const facts = {
    train: setting.train,
    network,
    schedule: material.schedule,
    reference: material.reference,
    elsewhere: material.elsewhere,
    folds: material.folds ? crossed.folds : 0,
  };
  const works = able.map((check) => ({check, work: check.work!(facts)}));
  const perStep = stepSeconds(network, {batchSize: setting.schedule.batchSize});
  const around = 0.05 + 3 * forwardSeconds(network, {rows: setting.train.rows + (setting.validation?.rows ?? 0)});
  const wanted = Math.max(0, ...works.map(({work}) => work.runs ?? 0));
  const affordable = Math.max(leastSteps, Math.floor((budget / 3 / Math.max(1, wanted) - around) / perStep));
  const schedule = {...setting.schedule, steps: Math.min(setting.schedule.steps, affordable)};
  const runSeconds = around + schedule.steps * perStep;
  const ownSeconds = (trials: NonNullable<Work["trials"]>) =>
    trials.reduce(
      (sum, trial) => sum + around + Math.min(trial.steps, Math.max(schedule.steps, 1000)) * stepSeconds(trial.network ?? network, trial),
      0,
    );

  const shuffledSeconds = around + Math.min(schedule.steps, shuffledSteps) * perStep;
  const priced = works.map(({check, work}) => ({
    check,
    runs: work.runs ?? 0,
    shuffled: work.shuffled ?? 0,
    own: ownSeconds(work.trials ?? []),
    trials: work.trials?.length ?? 0,
  }));
  const alone = ({own, runs, shuffled}: (typeof priced)[number]) => own + runs * runSeconds + shuffled * shuffledSeconds;
  const chosen = new Set<Check>();
  const dropped: {name: string; reason: string}[] = [];
  let runs = 0;
  let permuted = 0;
  let seconds = 0;
  let fits = 0;
  for (const {check, runs: needed, shuffled, own, trials} of [...priced].sort((a, b) => alone(a) - alone(b))) {
    const extra = own + Math.max(0, needed - runs) * runSeconds + Math.max(0, shuffled - permuted) * shuffledSeconds;
    if (seconds + extra > budget) {
      dropped.push({
        name: check.about.name,
        reason: `needs about ${extra.toFixed(1)} s; ${Math.max(0, budget - seconds).toFixed(1)} s are left of the budget of ${budget} s`,
      });
      continue;
    }
    chosen.add(check);
    seconds += extra;
    fits += trials + Math.max(0, needed - runs) + Math.max(0, shuffled - permuted);
    runs = Math.max(runs, needed);
    permuted = Math.max(permuted, shuffled);
  }
  const cut = schedule.steps < setting.schedule.steps ? `, the case's own cut to ${schedule.steps} of ${setting.schedule.steps} steps` : "";
  return {
    summary: `${fits} fits, about ${Math.ceil(seconds)} s${cut}`,
    fits,
    seconds,
    dropped,
    checks: able.filter((check) => chosen.has(check)),
    works: new Map(works.map(({check, work}) => [check, work])),
    schedule,
  };
}
