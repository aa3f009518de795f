import {answersBadly, check, type FitRecord, type Run} from "../check.js";
import {num, type Evidence, type Observation} from "../finding.js";
import {counted, digits} from "../math/digits.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {most, outcome, percent, sharedRuns, type Outcome} from "../trial/outcome.js";
import {priorLoss} from "../trial/prior.js";
import {updates} from "./weights.js";

/**
 * How far weights may go in a whole fit, over their norm, to count as still: a few units in the last place of float32 (6e-8). In 12 random programs the furthest weight goes 0.22 or more in
 * 100 steps, at a millionth of their rates 1e-6 in the median, at a milliardth 8e-12 (`npm run proof unmoved-weights`). Then, what must be left to learn with that, and with a layer that never moves.
 */
const gates = {still: 1e-6, left: 0.95, harm: 0.5};

/** Looks that a recorded fit needs to say that nothing moves. */
const leastLooks = 3;

/** Weights that may train and do not move: frozen in practice, by no gradient or by updates below the resolution of their numbers. */
export const unmovedWeights = check(
  {
    name: "unmoved-weights",
    stage: "training",
    symptom: "fit runs, and some layers, or all, end with the very weights that they began with.",
    cause:
      "No gradient arrives (a layer that rounds, picks or copies its values, units that are dead from the start), or the updates are too small for float32 to hold.",
    remedy:
      "Use only operations with a gradient between the layer and the loss, and raise the learning rate where the updates vanish against the weights.",
    source: {...sources.mltest, at: "test_suite: variables that should train change"},
    explains: [...answersBadly, "flat-loss", "cannot-memorise", "too-few-steps", "too-small-model"],
    needs: [],
    wants: ["history", "bank", "network"],
    work: () => ({runs: sharedRuns}),
  },
  async ({history, bank, network}) => {
    const known = bank && network;
    if (history?.recording) return fromRecord(history, known ? await priorLoss(bank, {network}) : undefined);
    if (!known)
      return {verdict: "skip", summary: "needs what ddx's recorder recorded of a fit, or a model and training data", evidence: []};
    return fromRuns(await outcome(bank, {network}));
  },
);

function fromRuns({runs, left}: Outcome): Observation {
  const went = runs.map(({movements}) => ratios(movements));
  if (went[0]!.length === 0) return {verdict: "skip", summary: "no weight may train: see frozen-weights", evidence: []};
  const evidence = [table(runs[0]!)];
  const leaves = `${percent(median(left.map((share) => Math.min(share, 1e6))))} of what a constant answer leaves is still to be learned`;
  const furthest = median(went.map((list) => Math.max(...list)));
  if (!Number.isFinite(furthest)) return {verdict: "skip", summary: "the weights end as no finite numbers: see divergence", evidence: []};
  const stuck = layersOf(runs[0]!.movements).filter((layer) =>
    runs.every(({movements}) => movements.every((one) => one.layer !== layer || one.distance === 0)),
  );
  const some = stuck.length > 0 && stuck.length < layersOf(runs[0]!.movements).length;
  if (!some && most(went.map((list, i) => Math.max(...list) < gates.still && left[i]! >= gates.left)))
    return {
      verdict: "fail",
      summary: `no weight goes further than ${digits(furthest)} of its norm in ${runs[0]!.steps} steps, and ${leaves} (more than ${gates.still} is expected)`,
      evidence,
    };
  if (stuck.length === 0)
    return {verdict: "pass", summary: `every layer that may train moves, by up to ${digits(furthest)} of a weight's norm`, evidence: []};
  const harm = most(left.map((share) => share > gates.harm));
  return {
    verdict: harm ? "fail" : "warn",
    summary: `${stuck.join(", ")} may train and ${stuck.length === 1 ? "ends" : "end"} bitwise as begun in ${runs.length} seeded fits of ${runs[0]!.steps} steps, and ${leaves}; every such layer is expected to move`,
    evidence,
  };
}

/** Distances over norms; weights that start at 0, as biases do, have no scale of their own and count where there is nothing else. */
export function ratios(movements: Run["movements"]): number[] {
  const scaled = movements.filter(({start}) => start > 0);
  return scaled.length ? scaled.map(({start, distance}) => distance / start) : movements.map(({distance}) => distance);
}

const layersOf = (weights: readonly {layer: string}[]): string[] => [...new Set(weights.map(({layer}) => layer))];

/** Distances, and whether a gradient arrived at the start: where one did, the update was too small. */
const table = ({movements, before}: Run): Evidence => ({
  kind: "table",
  label: "how far each weight goes in a seeded fit",
  columns: ["weight", "norm", "gradient at the start", "distance"],
  rows: movements.map(({weight, start, distance}) => [
    weight,
    num(start),
    num(before.gradients.find((one) => one.weight === weight)?.gradient ?? NaN),
    num(distance),
  ]),
});

function fromRecord({recording, loss}: FitRecord, prior?: number): Observation {
  const {weights, looks} = recording!;
  if (weights.length === 0 || looks.length < leastLooks)
    return {
      verdict: "unsure",
      summary: `${counted(looks.length, "look")} at the weights cannot show that they stay; ${leastLooks} would: record with a smaller every`,
      evidence: [],
    };
  const sizes = weights.map((one) => ({
    layer: one.layer,
    size: Math.max(...one.updates.map(Number).map((value) => (Number.isNaN(value) ? 0 : value))),
  }));
  const largest = Math.max(...sizes.map(({size}) => size));
  const stuck = layersOf(weights).filter((layer) => sizes.every((one) => one.layer !== layer || one.size === 0));
  const end = loss.at(-1)!;
  const untaught = prior === undefined ? undefined : end >= (largest < gates.still ? gates.left : gates.harm) * prior;
  const leaves = `the loss ends at ${digits(end)}${prior === undefined ? "" : `, a constant answer's is ${digits(prior)}`}`;
  if (largest >= gates.still / recording!.steps && stuck.length === 0)
    return {
      verdict: "pass",
      summary: `every layer that may train moves at some of ${looks.length} steps looked at, by up to ${digits(largest)} of a weight's norm`,
      evidence: [],
    };
  const what =
    stuck.length > 0 && stuck.length < layersOf(weights).length ? `${stuck.join(", ")} may train and` : "the weights may train and";
  return {
    verdict: untaught ? "fail" : untaught === undefined ? "warn" : "pass",
    summary: `${what} do not move in any of ${looks.length} steps looked at (by ${digits(largest)} of a norm at most), and ${leaves}`,
    evidence: updates(recording!),
  };
}
