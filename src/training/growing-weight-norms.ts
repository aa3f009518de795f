import {check, type FitRecord, type Movement, type Run} from "../check.js";
import type {Evidence, Observation} from "../finding.js";
import {digits} from "../math/digits.js";
import {mean} from "../math/stats.js";
import {sources} from "../sources.js";
import {most, outcome, sharedRuns} from "../trial/outcome.js";
import {normByTheBook} from "../trial/start.js";
import {distributions, norms, updates} from "./weights.js";

/**
 * Growth of a kernel over its start, or over Glorot's where it starts smaller, that fails and that warns, when the loss ends no lower than it started and than a constant answer's.
 * In 16 random programs that learn the fastest kernel grows 1.3 times (at most 1.9), at ten and a hundred times their rates at most 5 and 31 times where the loss falls; where it does
 * not, 8 and 17 times in the median, and 128 times at a thousand times the rates (`npm run proof weight-growth`).
 */
const gates = {fail: 100, warn: 10};

/** Kernels that grow without end while nothing is learned; growth that pays, as that of logits on separable rows, is no illness. */
export const growingWeightNorms = check(
  {
    name: "growing-weight-norms",
    stage: "training",
    symptom: "The weights grow to many times their start, and neither training nor validation gains by it.",
    cause: "Steps are far too large for the weights, or the loss rewards ever larger answers: nothing holds the weights back.",
    remedy: "Lower the learning rate tenfold, scale inputs and targets, or add a weight penalty (l2 of 1e-4) or clipping of the gradient.",
    source: {...sources.deepChecker, at: "unstable parameters: weights that grow from check to check"},
    explains: [
      "saturated-units",
      "dead-units",
      "overconfidence",
      "flat-loss",
      "below-baseline",
      "ignores-inputs",
      "below-reference",
      "cannot-learn-elsewhere",
      "collapsed-predictions",
    ],
    needs: [],
    wants: ["history", "bank", "network"],
    work: () => ({runs: sharedRuns}),
  },
  async ({history, bank, network}) => {
    if (history?.recording) return fromRecord(history);
    if (!bank || !network)
      return {verdict: "skip", summary: "needs what ddx's recorder recorded of a fit, or a model and training data", evidence: []};
    const {runs, prior} = await outcome(bank, {network});
    return fromRuns(runs, prior);
  },
);

interface Growth {
  weight: string;
  /** Norm at the end over that at the start, or by the book where it starts smaller; NaN when the end is not finite. */
  growth: number;
}

/** The kernel, embedding or scale that grows most; biases start at 0 and are left out. */
export function fastest(weights: readonly Pick<Movement, "weight" | "shape" | "start" | "end">[]): Growth | undefined {
  const known = weights.flatMap(({weight, shape, start, end}) => {
    const book = normByTheBook(weight, shape);
    return book === undefined ? [] : [{weight, growth: end / Math.max(start, book)}];
  });
  return known.reduce<Growth | undefined>(
    (top, one) => (top && !(one.growth > top.growth) && !Number.isNaN(one.growth) ? top : one),
    undefined,
  );
}

function fromRuns(runs: readonly Run[], prior: number): Observation {
  const grown = runs.map(({movements}) => fastest(movements));
  if (grown.some((one) => one === undefined)) return none;
  const ends = runs.map((run) => ({growth: grown[runs.indexOf(run)]!, ...course(run)}));
  if (ends.some(({growth}) => Number.isNaN(growth.growth))) return unknown;
  const lost = ends.map(({start, end}) => end >= prior && end >= start);
  const beyond = (gate: number) => most(ends.map(({growth}, i) => growth.growth > gate && lost[i]!));
  const worst = ends.reduce((top, one) => (one.growth.growth > top.growth.growth ? one : top));
  const {movements} = runs[ends.indexOf(worst)]!;
  return {
    verdict: beyond(gates.fail) ? "fail" : beyond(gates.warn) ? "warn" : "pass",
    summary: `${worst.growth.weight} ends at ${digits(worst.growth.growth)} times its start in ${runs.length} seeded fits, and the loss goes from ${digits(worst.start)} to ${digits(worst.end)} (at most ${gates.warn} times is expected where the loss does not fall)`,
    evidence: [norms(movements), ...distributions(movements)],
  };
}

/** The loss before the first step and after the last, on rows held out where there are any. */
const course = ({before, trainLoss, validationLoss}: Run): {start: number; end: number} => ({
  start: before.losses.reduce((sum, loss) => sum + loss, 0),
  end: validationLoss ?? trainLoss,
});

function fromRecord({recording, loss, validationLoss}: FitRecord): Observation {
  const {weights, losses} = recording!;
  const ends = weights.flatMap(({weight, layer, shape, norms: line}) => {
    const known = line.map(Number).filter(Number.isFinite);
    return shape && known.length > 1 ? [{weight: `${layer}/${weight}`, shape, start: known[0]!, end: known.at(-1)!}] : [];
  });
  const top = fastest(ends);
  if (!top) return none;
  const tenth = <T>(list: readonly T[]) => list.slice(-Math.max(1, Math.floor(list.length / 10)));
  const [start, end] = [Number(losses.values[0]), mean(tenth(validationLoss ?? loss))];
  const lost = !(end < start);
  const evidence: Evidence[] = [
    ...updates(recording!),
    ...distributions(weights.map((one) => ({...one, weight: `${one.layer}/${one.weight}`}))),
  ];
  return {
    verdict: lost && top.growth > gates.fail ? "fail" : lost && top.growth > gates.warn ? "warn" : "pass",
    summary: `${top.weight} ends at ${digits(top.growth)} times its start in your fit, and the ${validationLoss ? "validation " : ""}loss at ${digits(end)} after a first step of ${digits(start)} (at most ${gates.warn} times is expected where the loss does not fall)`,
    evidence,
  };
}

const none: Observation = {verdict: "skip", summary: "no kernel was seen at the start and at the end of a fit", evidence: []};

const unknown: Observation = {verdict: "skip", summary: "the weights end as no finite numbers: see divergence", evidence: []};
