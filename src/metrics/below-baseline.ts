import {check} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {upperMean} from "../math/tests.js";
import {sources} from "../sources.js";
import {most} from "../trial/outcome.js";
import {answers, judgedRuns} from "./answers.js";
import {gains, type Gains} from "./gains.js";

/** Share of the room above the baseline that a network must be able to have gained: with less it is not better. */
const margin = 0.05;

/** Judged rows below which the normal approximation of the paired gain does not hold. */
const leastRows = 30;

/** The network is not better than the majority class, the class shares or the mean: paired row by row, on rows that it did not learn from. */
export const belowBaseline = check(
  {
    name: "below-baseline",
    stage: "metrics",
    symptom: "The network is no better than always naming the commonest class, or the mean.",
    cause: "It has learned the targets' frequencies and nothing of the inputs; or the judged rows are not like those that it learned from.",
    remedy:
      "Look at the findings before this one; if there are none, the inputs may say nothing of the targets: try a simple model on them.",
    source: {...sources.deepchecks, at: "simple model comparison"},
    explains: [],
    needs: ["train", "network", "predictions", "bank"],
    work: () => ({runs: judgedRuns}),
  },
  async ({train, network, predictions, bank, task}) => {
    const given = await answers({predictions, bank});
    const {split, heldOut, capped, by} = given[0]!;
    const found = given.map((one) => gains(one, {train, network, task}).map(bound));
    const count = found[0]![0]!.rows;
    const evidence: Evidence[] = [
      {
        kind: "table",
        label: `${by} against a constant answer on ${split.rows} ${heldOut ? "held-out" : "training"} rows (gain: 0 is the constant answer, 1 is perfect)`,
        columns: ["measure", "network", "constant answer", "gain", "upper bound"],
        rows: found.flat().map(({measure, score, baseline, mean, upper}) => [measure, num(score), num(baseline), num(mean), num(upper)]),
      },
    ];
    // Of accuracy and Brier score the better one is told; the latter has the power, the former spares a network that is right but too sure.
    const best = (list: (typeof found)[number]) => list.reduce((top, one) => (one.mean > top.mean ? one : top));
    const tops = found.map(best);
    const {mean, upper} = tops[0]!;
    const tell = (one: {measure: string; score: number; baseline: number}) =>
      `${one.measure} is ${show(one.score)} on ${split.rows} ${heldOut ? "held-out" : "training"} rows, a constant answer's is ${show(one.baseline)}`;
    const told = tell(tops[0]!);
    if (most(tops.map((top) => top.lower > 0 || top.mean > 2 * margin))) return {verdict: "pass", summary: told, evidence};
    if (count < leastRows)
      return {verdict: "unsure", summary: `${told}; ${count} judged values cannot tell, at least ${leastRows} would`, evidence};
    const below = most(found.map((list) => list.every((one) => one.mean < margin) && list.some((one) => one.upper < margin)));
    if (!below)
      return {
        verdict: "unsure",
        summary: `${told}: the gain of ${show(mean)} has an upper bound of ${show(upper)}; about ${Math.ceil(count * ((upper - mean) / margin) ** 2)} rows would settle it`,
        evidence,
      };
    if (capped)
      return {
        verdict: "unsure",
        summary: `${told}, but the fit was cut short of your number of steps; a larger budget would settle it`,
        evidence,
      };
    const surest = found[0]!.reduce((low, one) => (one.upper < low.upper ? one : low));
    return {
      verdict: "fail",
      summary: `${tell(surest)}: it gains ${show(surest.mean)} of the room above it, at most ${show(surest.upper)} by the test's bound (at least ${margin} is expected)`,
      evidence,
      certainty: {p: 0.005, test: "upper bound of the paired gain, Student's t over rows"},
    };
  },
);

/** The mean gain with its one-sided bounds; what is not a number has gained nothing. */
function bound({rows, ...rest}: Gains) {
  const finite = rows.map((value) => (Number.isFinite(value) ? value : -1));
  return {...rest, rows: rows.length, ...upperMean(finite)};
}

const show = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value));
