import {answersBadly, check, type FitRecord, type NonFinite, type Run} from "../check.js";
import type {Observation} from "../finding.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {tellNonFinite} from "../trial/offence.js";
import {most, outcome, sharedRuns} from "../trial/outcome.js";
import {fitted, recorded} from "./curves.js";

/** Growth of the loss over its start that is called divergence. */
const growth = 10;

/** The loss grows without bound or stops being a number. */
export const divergence = check(
  {
    name: "divergence",
    stage: "training",
    symptom: "The loss grows, or becomes NaN or infinite.",
    cause: "Each step overshoots: the learning rate is too high for the scale of inputs, targets or weights, or a number is not finite.",
    remedy: "Scale inputs and targets, lower the learning rate tenfold, or clip the gradient.",
    source: {...sources.autotrainer, at: "exploding loss: NaN or above a bound"},
    explains: [...answersBadly, "oscillating-loss", "flat-loss", "dead-units", "growing-weight-norms", "overconfidence"],
    needs: [],
    wants: ["history", "bank", "network"],
    work: () => ({runs: sharedRuns}),
  },
  async ({history, bank, network}) => {
    if (history) return fromHistory(history);
    if (!bank || !network) return {verdict: "skip", summary: "needs the history of a fit, or a model and training data", evidence: []};
    const {runs, prior} = await outcome(bank, {network});
    const broken = runs.find((run) => !Number.isFinite(run.losses.at(-1)!) || hasBrokenWeight(run));
    return fromRuns(runs, {prior, first: broken && (await bank.firstNonFinite(broken.seed))});
  },
);

function fromHistory(history: FitRecord): Observation {
  const {loss, recording} = history;
  const broken = loss.findIndex((value) => !Number.isFinite(value));
  const evidence = [recorded(history)];
  const culprit = recording?.nonFinite ? `; first in ${tellNonFinite(recording.nonFinite)}` : "";
  if (broken >= 0)
    return {
      verdict: "fail",
      summary: `the loss is ${loss[broken]} in epoch ${broken + 1} of ${loss.length}; a finite number is expected${culprit}`,
      evidence,
      certainty: "exact",
    };
  const [first, last] = [loss[0]!, loss.at(-1)!];
  const grown = last > growth * Math.abs(first);
  return {
    verdict: grown ? "fail" : "pass",
    summary: `the loss goes from ${first.toPrecision(3)} to ${last.toPrecision(3)} in ${loss.length} epochs (at most ${growth} times the start)`,
    evidence,
    certainty: "exact",
  };
}

function fromRuns(runs: readonly Run[], {prior, first}: {prior: number; first?: NonFinite}): Observation {
  const ends = runs.map(({losses, ...run}) => ({
    first: losses[0]!,
    hidden: hasBrokenWeight(run) && losses.every(Number.isFinite),
    last: losses.every(Number.isFinite) ? median(losses.slice(-Math.max(1, Math.floor(losses.length / 10)))) : NaN,
    steps: losses.length,
  }));
  const sick = ends.map(({first, last, hidden}) => hidden || !Number.isFinite(last) || last > growth * Math.max(Math.abs(first), prior));
  const worst = ends[Math.max(0, sick.indexOf(true))]!;
  const verdict = most(sick) ? "fail" : sick.includes(true) ? "warn" : "pass";
  const tale = worst.hidden ? "weights are no finite numbers, which relu hides from the loss" : "the loss grows without bound";
  const told = Number.isFinite(worst.last) ? `ends at ${worst.last.toPrecision(3)}` : `is no finite number after ${worst.steps} steps`;
  return {
    verdict,
    summary: `in ${sick.filter(Boolean).length} of ${runs.length} seeded fits ${tale}: it starts at ${worst.first.toPrecision(3)} and ${told} (at most ${growth} times the start)${first ? `; first in ${tellNonFinite(first)}` : ""}`,
    evidence: [fitted(runs, {prior})],
  };
}

/** Whether a fit ended with weights that are not finite: wasm's relu makes 0 of NaN, so that the loss may not show it. */
const hasBrokenWeight = ({after}: Pick<Run, "after">): boolean => after.weights.some(({nonFinite}) => nonFinite > 0);
