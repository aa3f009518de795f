import {check} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {deviation, extent, histogram} from "../math/stats.js";
import {sources} from "../sources.js";
import {most, percent} from "../trial/outcome.js";
import {read, type Classes, type Numbers} from "../trial/reading.js";
import {answers, judgedRuns} from "./answers.js";

/** Spread of the answers below which they are one and the same: of a probability, and of a number over the spread of its targets. */
const gate = 0.01;

/** The network answers the same to every row although the targets differ. */
export const collapsedPredictions = check(
  {
    name: "collapsed-predictions",
    stage: "metrics",
    symptom: "Every row gets the same answer.",
    cause:
      "The inputs do not reach the output: dead or saturated units, a softmax over one unit, weights driven to zero, or a fit that never left the constant answer.",
    remedy: "Find the layer after which all rows look alike (dead-units, saturated-units), and look at the scale of inputs and penalties.",
    source: {...sources.deepChecker, at: "unchanged outputs"},
    explains: ["below-baseline", "ignores-inputs", "ignored-class"],
    needs: ["network", "predictions", "bank"],
    work: () => ({runs: judgedRuns}),
  },
  async ({network, predictions, bank, task}) => {
    const given = await answers({predictions, bank});
    const {split, capped, by} = given[0]!;
    const spreads = given.map((one) => read(one, {network, task}).map(spread));
    const collapsed = spreads.map((list) => list.some(({varies, share}) => varies && share < gate));
    const shown = spreads[Math.max(0, collapsed.indexOf(true))]!.filter(({varies}) => varies);
    if (shown.length === 0) return {verdict: "skip", summary: `the targets of the ${split.rows} judged rows do not vary`, evidence: []};
    const least = Math.min(...shown.map(({share}) => share));
    const exact = least === 0;
    const told = exact
      ? `${by} gives every one of ${split.rows} rows the same answer, and their targets differ`
      : `the answers of ${by} to ${split.rows} rows spread over ${percent(least)} of what their targets do (at least ${percent(gate)} is expected)`;
    if (!most(collapsed))
      return {verdict: collapsed.includes(true) ? "warn" : "pass", summary: told, evidence: [chart(given[0]!.outputs[0]!)]};
    return capped
      ? {
          verdict: "unsure",
          summary: `${told}, but the fit was cut short of your number of steps; a larger budget would settle it`,
          evidence: [chart(given[0]!.outputs[0]!)],
        }
      : {verdict: "fail", summary: told, evidence: [chart(given[0]!.outputs[0]!)], ...(exact ? {certainty: "exact" as const} : {})};
  },
);

/** How far answers spread against their targets: the largest range of a class's probability, or the standard deviation over that of the targets. */
function spread(reading: Classes | Numbers): {varies: boolean; share: number} {
  if (reading.kind === "numbers") return ofNumbers(reading);
  const {classes, labels, p} = reading;
  const ranges = Array.from({length: classes}, (_, c) => extent(labels.map((_, i) => 1e6 * p[i * classes + c]!)));
  return {varies: new Set(labels).size > 1, share: Math.max(...ranges.map(([low, high]) => (high - low) / 1e6))};
}

function ofNumbers({size, targets, answers}: Numbers): {varies: boolean; share: number} {
  const column = (values: ArrayLike<number>, j: number) =>
    Float64Array.from({length: values.length / size}, (_, row) => values[row * size + j]!);
  const pairs = Array.from({length: size}, (_, j) => ({
    wanted: deviation(column(targets, j)),
    given: deviation(column(answers, j)),
  })).filter(({wanted}) => wanted > 0);
  const shares = pairs.map(({wanted, given}) => (Number.isFinite(given) ? given / wanted : 0));
  return {varies: pairs.length > 0, share: Math.max(0, ...shares)};
}

function chart(values: Float32Array): Evidence {
  const {edges, counts} = histogram(values);
  return {
    kind: "histogram",
    label: "answers of the first output",
    x: {label: "answer"},
    edges: edges.map(num),
    series: [{name: "answers", counts}],
  };
}
