import {check, type Predictions} from "../check.js";
import {num, type Evidence, type Observation} from "../finding.js";
import {upperMean} from "../math/tests.js";
import {sources} from "../sources.js";
import {baselinesOf, type Baseline} from "../trial/baselines/baselines.js";
import {most} from "../trial/outcome.js";
import {answers, judgedRuns, userModel} from "./answers.js";
import {contest, gainsOf, readings, readingsOf, type Gains, type Readings} from "./gains.js";

/** Share of the room above the baseline that a network must be able to have gained: with less it is not better. */
const margin = 0.05;

/** Judged rows below which the normal approximation of the paired gain does not hold. */
const leastRows = 30;

/** The network is not better than the majority class, the class shares or the mean, or worse than naive Bayes, a linear model, the season before or ARIMA: paired row by row, on rows that it did not learn from. */
export const belowBaseline = check(
  {
    name: "below-baseline",
    stage: "metrics",
    symptom:
      "The network is no better than always naming the commonest class, or the mean; or a method without any hidden layer does better.",
    cause:
      "It has learned the targets' frequencies and nothing of the inputs, or less of them than plain arithmetic does; or the judged rows are not like those that it learned from.",
    remedy:
      "Look at the findings before this one; if there are none and the plain methods do no better, the inputs may say nothing of the targets; if they do, start from the best of them.",
    source: {...sources.deepchecks, at: "simple model comparison"},
    explains: [],
    needs: ["network", "predictions", "bank"],
    wants: ["folds"],
    work: () => ({runs: judgedRuns}),
  },
  async ({network, predictions, bank, folds, task}) => {
    const {train} = bank;
    const given = await answers({predictions, bank});
    const read = given.map((one) => readings(one, {train, network, task}));
    const constant = beyondConstant(given[0]!, {fits: read});
    if (constant.verdict === "unsure" && folds && given[0]!.by !== userModel) {
      const crossed = await folds();
      return beyondConstant(crossed, {fits: [readings(crossed, {train: crossed.split, network, task})]});
    }
    if (constant.verdict === "fail" || !given[0]!.heldOut) return constant;
    const baselines = await baselinesOf({train, split: given[0]!.split, ...read[0]!, network, task});
    return beside(baselines, {fits: read, constant, given: given[0]!});
  },
);

/** The observation against the majority class, the class shares or the mean. */
function beyondConstant({split, heldOut, capped, by}: Predictions, {fits}: {fits: readonly Readings[]}): Observation {
  const found = fits.map((one) => gainsOf(one).map(bound));
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
  if (capped) return {verdict: "unsure", summary: `${told}, ${cut}`, evidence};
  const surest = found[0]!.reduce((low, one) => (one.upper < low.upper ? one : low));
  return {
    verdict: "fail",
    summary: `${tell(surest)}: it gains ${show(surest.mean)} of the room above it, at most ${show(surest.upper)} by the test's bound (at least ${margin} is expected)`,
    evidence,
    certainty: {p: 0.005, test: "upper bound of the paired gain, Student's t over rows"},
  };
}

const cut = "but the fit was cut short of your number of steps; a larger budget would settle it";

/** How the network does beside each baseline: `fail` for one that is surely better by more than the margin, else what is known of the constant answer. */
function beside(
  baselines: readonly Baseline[],
  {fits, constant, given}: {fits: readonly Readings[]; constant: Observation; given: Predictions},
): Observation {
  const contests = baselines.map(({title, rows, readings: answered}) => {
    const {learned} = fits[0]!;
    const own = fits.map(({judged}) => gainsOf({judged: readingsOf(judged, rows), learned}));
    return {title, rows: rows.length, ...contest(own, {rivals: [gainsOf({judged: answered, learned})], margin})};
  });
  const evidence: readonly Evidence[] = contests.length
    ? [
        ...constant.evidence,
        {
          kind: "table",
          label: "the network beside plain methods on the same rows (lead: share of the room above a constant answer)",
          columns: ["method", "rows", "measure", "network", "method's", "lead", "lower bound", "upper bound"],
          rows: contests.flatMap(({title, rows, leads}) =>
            leads.map((lead) => [
              title,
              rows,
              lead.measure,
              num(lead.score),
              num(lead.rival),
              num(lead.mean),
              num(lead.lower),
              num(lead.upper),
            ]),
          ),
        },
      ]
    : constant.evidence;
  const worst = contests.filter(({says, rows}) => says === "worse" && rows >= leastRows).sort((a, b) => a.best.mean - b.best.mean)[0];
  if (!worst) return {...constant, evidence};
  const {measure, score, rival, mean, upper} = worst.best;
  const told = `${measure} is ${show(score)} on ${worst.rows} held-out rows, that of ${worst.title} ${show(rival)}`;
  if (given.capped) return {verdict: "unsure", summary: `${told}, ${cut}`, evidence};
  return {
    verdict: "fail",
    summary: `${told}: it lags by ${show(-mean)} of the room above a constant answer, at least ${show(-upper)} by the test's bound (less than ${margin} is expected)`,
    evidence,
    certainty: {p: 0.005, test: "paired difference, Student's t over rows"},
  };
}

/** The mean gain with its one-sided bounds; what is not a number has gained nothing. */
function bound({rows, ...rest}: Gains) {
  return {...rest, rows: rows.length, ...upperMean(rows.map((value) => (Number.isFinite(value) ? value : -1)))};
}

const show = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value));
