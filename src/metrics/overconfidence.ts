import {check, type Predictions} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {digits, percent} from "../math/digits.js";
import {mean} from "../math/stats.js";
import {upperMean} from "../math/tests.js";
import {sources} from "../sources.js";
import {most} from "../trial/outcome.js";
import {read, type Classes} from "../trial/reading.js";
import {classShares} from "../trial/skill.js";
import {answers, judgedRuns} from "./answers.js";
import {calibrationTest, calls, reliability} from "./calibration.js";

/** Level of the calibration test. */
const level = 0.005;

/**
 * How much surer than right a network may be: deep networks that are in good use lie between .05 and .15 (Guo 2017, table 1). By `npm run proof overconfidence`
 * the test alone rejects 0.6 % of 4500 calibrated networks on 60 to 1000 rows, and test and gate together none.
 */
const gate = 0.15;

/** Rows below which bins hold too few to show a curve. */
const leastRows = 50;

/** The network is surer than it is right; a failure when its probabilities are worth less than the bare frequencies of the classes. */
export const overconfidence = check(
  {
    name: "overconfidence",
    stage: "metrics",
    symptom: "The probabilities are near 0 and 1 though many answers are wrong; the validation loss rises while the accuracy stays.",
    cause: "The network goes on raising its logits on rows that it knows by heart: too many steps, too few rows, no penalty.",
    remedy:
      "Stop at the best validation loss, add a weight penalty or label smoothing, or divide the logits by a temperature fitted to held-out rows.",
    source: {...sources.guo, at: "sections 2 and 4.2"},
    explains: [],
    level,
    needs: ["network", "predictions", "bank"],
    tasks: ["binary", "multiclass", "multilabel"],
    work: () => ({runs: judgedRuns}),
  },
  async ({network, predictions, bank, task, seed}) => {
    if (!network.outputs.every(({loss}) => /cross_?entropy/i.test(loss)))
      return {verdict: "skip", summary: "the loss is no crossentropy: the answers do not claim to be probabilities", evidence: []};
    const given = await answers({predictions, bank});
    const {split, heldOut, by, capped} = given[0]!;
    if (!heldOut)
      return {verdict: "skip", summary: "needs held-out rows: on rows that were learned from any network is right", evidence: []};
    if (split.rows < leastRows)
      return {verdict: "unsure", summary: `${split.rows} held-out rows show no curve of reliability; ${leastRows} would`, evidence: []};
    const found = given.map((one) => judge(one, {readings: classesOf(read(one, {network, task})), seed}));
    const shown = found.find(({worthless}) => worthless) ?? found.find(({over}) => over) ?? found[0]!;
    const told = `${by} is sure at ${percent(shown.sure)} on average and right in ${percent(shown.right)} of ${split.rows} held-out rows; its calibration error is ${digits(shown.error)}, a calibrated one's ${digits(shown.usual)}`;
    const costs = `its crossentropy is ${digits(shown.cost)}, that of the bare class frequencies ${digits(shown.prior)}`;
    const ill = most(found.map(({worthless}) => worthless));
    return {
      verdict: ill ? (capped ? "unsure" : "fail") : most(found.map(({over}) => over)) ? "warn" : "pass",
      summary: ill ? `${told}; ${costs}${capped ? "; the fit was cut short, a larger budget would settle it" : ""}` : told,
      evidence: [curve(shown.bins)],
      certainty: {p: shown.p, test: "calibration error against 1999 simulated calibrated networks"},
    };
  },
);

const classesOf = (readings: ReturnType<typeof read>): Classes[] => readings.filter((one): one is Classes => one.kind === "classes");

/** What one fit's probabilities are worth; of several outputs the one that is most too sure. */
function judge({split}: Predictions, {readings, seed}: {readings: readonly Classes[]; seed: number}) {
  const all = readings.map((reading, i) => {
    const made = calls(reading, {rows: split.rows, seed: seed + i});
    const test = calibrationTest(made, {seed: seed + i});
    const [sure, right] = [mean(made.sure), mean(made.right)];
    const p = Math.min(1, test.p * readings.length);
    const over = p <= level && sure - right >= gate;
    return {...test, p, sure, right, over, bins: reliability(made), ...worth(reading)};
  });
  const worst = all.reduce((top, one) => (one.sure - one.right > top.sure - top.right ? one : top));
  return {...worst, worthless: worst.over && worst.dearer && worst.skilled};
}

/** Whether the probabilities cost more than the bare class frequencies do, beyond chance, though the named classes are right more often than the commonest. */
function worth(reading: Classes): {cost: number; prior: number; dearer: boolean; skilled: boolean} {
  const {labels, p, classes} = reading;
  const shares = classShares(reading);
  const log = (value: number) => -Math.log(Math.max(1e-7, value));
  const own = Float64Array.from(labels, (label, row) => log(p[row * classes + label]!));
  const bare = Float64Array.from(labels, (label) => log(shares[label]!));
  const made = calls(reading, {rows: labels.length, seed: 0});
  return {
    cost: mean(own),
    prior: mean(bare),
    dearer: upperMean(own.map((value, row) => value - bare[row]!)).lower > 0,
    skilled: upperMean(Float64Array.from(made.right, (right) => right - Math.max(...shares))).lower > 0,
  };
}

function curve(bins: ReturnType<typeof reliability>): Evidence {
  return {
    kind: "series",
    label: "reliability: are the surest answers the right ones?",
    x: {label: "probability of the named class"},
    y: {label: "share that is right"},
    lines: [
      {name: "yours", x: bins.map(({sure}) => num(sure)), values: bins.map(({right}) => num(right))},
      {name: "calibrated", x: [0, 1], values: [0, 1]},
    ],
  };
}
