import {check, type FitRecord} from "../check.js";
import {num, type Evidence, type Observation} from "../finding.js";
import {percent} from "../math/digits.js";
import {deviation, mean, median} from "../math/stats.js";
import {sources} from "../sources.js";
import {most, outcome, sharedRuns} from "../trial/outcome.js";
import {priorLoss} from "../trial/prior.js";
import {fitted, recorded} from "./curves.js";
import {needsRemedy} from "./remedy.js";

/**
 * How far the loss swings from one epoch to the next, as a share of a constant answer's loss, to fail and to warn, and the share of epochs in which it must turn about:
 * two thirds for noise without memory, none for a loss that falls or drifts. AUTOTRAINER asks for swings of 3 points of accuracy in a fifth of the epochs; shares of the
 * constant answer's loss hold for any loss, and a tenth of it is far beyond what a fit that has settled moves by. By `npm run proof power` (100 recorded fits each) none fails whose epochs scatter by up to .1 of it; with .2 70 to 87 %
 * of fits of 20 to 100 epochs do, with .3 95 to 100 %; 12 epochs are never enough.
 */
const gates = {fail: 0.2, warn: 0.1, turns: 1 / 3};

/** Epochs of the second half that are compared at least. */
const leastSpans = 10;

/** The loss goes up and down from epoch to epoch by a good part of what a constant answer costs, and does not settle. */
export const oscillatingLoss = check(
  {
    name: "oscillating-loss",
    stage: "training",
    symptom: "The loss jumps up and down from epoch to epoch and does not settle.",
    cause: "Steps leap over the valley and back: the learning rate is too high, or batches are too small to agree with each other.",
    remedy: "Lower the learning rate tenfold, use larger batches, or clip the gradient.",
    source: {...sources.autotrainer, at: "oscillating loss"},
    explains: ["below-baseline", "ignores-inputs", "below-reference", "cannot-learn-elsewhere", "ignored-class"],
    needs: [],
    wants: ["history", "bank", "network", "schedule"],
    work: () => ({runs: sharedRuns}),
  },
  async ({history, bank, network, schedule, task}) => {
    const known = bank && network;
    if (history) return fromHistory(history, known ? await priorLoss(bank, {network}) : undefined);
    if (!known) return {verdict: "skip", summary: "needs the history of a fit, or a model and training data", evidence: []};
    const own = await outcome(bank, {network});
    const epoch = Math.ceil(bank.train.rows / (schedule?.batchSize ?? 32));
    const swings = own.runs.map(({losses}) => swing(spans(losses, epoch), own.prior - own.least));
    if (!needsRemedy(own, {bank, network, task}))
      return {
        verdict: "pass",
        summary: `the fits end well: they leave ${percent(Math.min(9, median(own.left)))} of what a constant answer leaves`,
        evidence: [],
      };
    return judge(swings, {what: `${own.runs.length} seeded fits`, evidence: fitted(own.runs, {prior: own.prior})});
  },
);

function fromHistory(history: FitRecord, prior?: number): Observation {
  const {loss} = history;
  if (!loss.every(Number.isFinite))
    return {verdict: "skip", summary: "the loss is not a number in some epochs: see divergence", evidence: []};
  return judge(
    [
      swing(
        loss.map((value) => ({value, noise: 0})),
        prior ?? Math.abs(loss[0]!),
      ),
    ],
    {what: "your fit", evidence: recorded(history)},
  );
}

interface Span {
  /** Mean loss. */
  value: number;
  /** Standard error of that mean: batches differ at any rate. */
  noise: number;
}

/** Means over epochs, of which each holds every row once and so has no noise of its own; or over shorter spans where there are too few epochs. */
function spans(losses: readonly number[], epoch: number): Span[] {
  const size = Math.max(1, Math.min(epoch, Math.floor(losses.length / (2 * leastSpans))));
  return Array.from({length: Math.floor(losses.length / size)}, (_, i) => {
    const part = losses.slice(i * size, (i + 1) * size);
    return {value: mean(part), noise: size === epoch ? 0 : size === 1 ? Infinity : deviation(part) / Math.sqrt(size)};
  });
}

interface Swing {
  /** Mean step from span to span in the second half, over the scale. */
  size: number;
  /** Share of the spans in which it turns about. */
  turns: number;
  /** Spans compared. */
  count: number;
  /** True when the swings are larger than what unlike batches give. */
  real: boolean;
}

function swing(all: readonly Span[], scale: number): Swing {
  const half = all.slice(Math.floor(all.length / 2));
  const moves = half.slice(1).map(({value}, i) => value - half[i]!.value);
  const turns = moves.slice(1).filter((move, i) => move * moves[i]! < 0).length / Math.max(1, moves.length - 1);
  const usual = mean(moves.map(Math.abs));
  return {size: usual / Math.abs(scale), turns, count: half.length, real: usual > 2 * mean(half.map(({noise}) => noise))};
}

function judge(swings: readonly Swing[], {what, evidence}: {what: string; evidence: Evidence}): Observation {
  const {count, size, turns} = swings.reduce((top, one) => (one.size > top.size ? one : top));
  if (count < leastSpans / 2)
    return {verdict: "pass", summary: `${count} epochs in the second half of ${what} are too few to swing`, evidence: []};
  const beyond = (gate: number) => most(swings.map((one) => one.size >= gate && one.turns >= gates.turns && one.real));
  const verdict = beyond(gates.fail) && count >= leastSpans ? "fail" : beyond(gates.warn) ? "warn" : "pass";
  return {
    verdict,
    summary: `in the second half of ${what} the loss moves by ${percent(Math.min(size, 1e6))} of a constant answer's from epoch to epoch and turns about in ${percent(turns)} of them (at most ${percent(gates.warn)} is expected)`,
    evidence:
      verdict === "pass" ? [] : [evidence, {kind: "number", label: "swing from epoch to epoch", value: num(size), expected: gates.warn}],
  };
}
