import {answersBadly, check, type FitRecord} from "../check.js";
import {num, type Observation} from "../finding.js";
import {extent, mean, median} from "../math/stats.js";
import {sources} from "../sources.js";
import {most, outcome, percent, sharedRuns, type Outcome} from "../trial/outcome.js";
import {priorLoss} from "../trial/prior.js";
import {fitted, recorded} from "./curves.js";

/** Share of a constant answer's loss that must be gone: less than the first fails, less than the second warns. */
const gates = {fail: 0.01, warn: 0.05};

/** Epochs that a recorded loss needs to be called flat. */
const leastEpochs = 5;

/** The loss stays where a network stays that answers the same to every row: comparing with that constant answer tells a plateau from a floor. */
export const flatLoss = check(
  {
    name: "flat-loss",
    stage: "training",
    symptom: "The loss does not fall below that of one and the same answer for every row.",
    cause: "No gradient reaches the weights, or the inputs say nothing of the targets.",
    remedy:
      "Look at what the golden test says: if two rows cannot be memorised the fault is in the network, else in data, learning rate or penalties.",
    source: {...sources.crossValidated, at: "the loss of a constant prediction as the yardstick"},
    explains: [...answersBadly],
    needs: [],
    wants: ["history", "bank", "network"],
    work: () => ({runs: sharedRuns}),
  },
  async ({history, bank, network}) => {
    const known = bank && network;
    if (history && history.loss.length >= leastEpochs) return fromHistory(history, known ? await priorLoss(bank, {network}) : undefined);
    if (known) return fromRuns(await outcome(bank, {network}));
    return {
      verdict: history ? "unsure" : "skip",
      summary: `${history?.loss.length ?? 0} recorded epochs cannot show whether the loss is flat; at least ${leastEpochs} would, or a model and training data`,
      evidence: [],
    };
  },
);

function fromHistory(history: FitRecord, prior?: number): Observation {
  const loss = history.loss.filter(Number.isFinite);
  if (loss.length < history.loss.length)
    return {verdict: "skip", summary: "the loss is not a number in some epochs: see divergence", evidence: []};
  const [low, high] = extent(loss);
  const moved = (high - low) / Math.max(Math.abs(high), 1e-12);
  const evidence = [
    recorded(history, {marks: prior === undefined ? undefined : [{axis: "y", value: num(prior), label: "constant answer"}]}),
  ];
  const told = `the loss moves by ${percent(moved)} in ${loss.length} epochs, between ${low.toPrecision(4)} and ${high.toPrecision(4)}`;
  if (prior !== undefined) {
    const flat = stalled(loss) && median(loss.slice(-3)) >= (1 - gates.fail) * prior;
    return {
      verdict: flat ? "fail" : "pass",
      summary: `${told}; a constant answer costs ${prior.toPrecision(4)}${flat ? ", and less is expected" : ""}`,
      evidence,
    };
  }
  const still = moved < 1e-4;
  const atFloor = high < 1e-3;
  const verdict = atFloor || moved >= gates.warn ? "pass" : still ? "fail" : "unsure";
  return {
    verdict,
    summary:
      verdict === "unsure"
        ? `${told}; a model and training data would tell a plateau from a floor`
        : `${told} (at least ${percent(gates.warn)} is expected)`,
    evidence,
  };
}

function fromRuns({runs, prior, left, capped}: Outcome): Observation {
  const lost = (gate: number) => runs.map(({losses}, i) => left[i]! !== Infinity && left[i]! >= 1 - gate && stalled(losses));
  const evidence = [fitted(runs, {prior})];
  const told = `after ${runs[0]!.steps} steps ${left.map(percent).join(", ")} of a constant answer's loss of ${prior.toPrecision(3)} is left in ${runs.length} seeded fits`;
  if (most(lost(gates.fail)))
    return capped
      ? {verdict: "unsure", summary: `${told}, but the fits were cut short; a larger budget would settle it`, evidence}
      : {verdict: "fail", summary: `${told} (at most ${percent(1 - gates.fail)} is expected)`, evidence};
  return {verdict: most(lost(gates.warn)) ? "warn" : "pass", summary: `${told} (at most ${percent(1 - gates.warn)} is expected)`, evidence};
}

/** True when the last quarter is not lower than the second by a fiftieth: still falling is not flat. */
function stalled(losses: readonly number[]): boolean {
  const quarter = Math.max(1, Math.floor(losses.length / 4));
  return mean(losses.slice(-quarter)) > 0.98 * mean(losses.slice(quarter, 2 * quarter + 1));
}
