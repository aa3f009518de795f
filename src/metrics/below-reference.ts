import type {Task} from "../case.js";
import {check, type Answers, type Network, type Predictions, type Reference, type Split} from "../check.js";
import {num, type Evidence, type Observation} from "../finding.js";
import {digits} from "../math/digits.js";
import {upperMean} from "../math/tests.js";
import {sources} from "../sources.js";
import {thin} from "../trial/thin.js";
import {answers, judgedRuns, userModel} from "./answers.js";
import {contest, gains, meanRows, type Contest, type Gains} from "./gains.js";

/** Share of the room above a constant answer by which a reference must be better. */
const margin = 0.1;

/** Judged rows below which the normal approximation of a paired difference does not hold. */
const leastRows = 30;

/** A simple network that is known to work does much better on the same rows: the architecture or the training is to blame, and not the data. */
export const belowReference = check(
  {
    name: "below-reference",
    stage: "metrics",
    symptom: "A small standard network, trained on the same rows, answers held-out rows much better.",
    cause: "Architecture, loss or training stand in the way: the data hold what the reference found in them.",
    remedy:
      "Look at the findings on model and training; else start from the reference, see that it works, and change it towards yours step by step.",
    source: {...sources.crossValidated, at: "start with a simple architecture that is known to work"},
    explains: ["below-baseline", "ignores-inputs"],
    needs: ["network", "predictions", "bank", "reference"],
    wants: ["folds"],
    tasks: ["binary", "multiclass", "multilabel", "regression", "forecast"],
    work: ({reference}) => ({
      runs: judgedRuns,
      trials: Array.from({length: reference ? judgedRuns : 0}, () => ({...reference!.work, network: reference!.network})),
      late: true,
    }),
  },
  async ({network, predictions, bank, reference, folds, task}) => {
    const {train} = bank;
    const given = await answers({predictions, bank});
    const first = judge(given, {rival: await reference.answers(judgedRuns, given[0]!.split), train, network, reference, task});
    if (first.verdict !== "unsure" || !folds || given[0]!.by === userModel) return first;
    const crossed = await folds();
    return judge([crossed], {rival: await reference.folds(crossed.split), train: crossed.split, network, reference, task});
  },
);

interface Scene {
  rival: Answers;
  train: Split;
  network: Network;
  reference: Reference;
  task: Task;
}

function judge(given: readonly Predictions[], {rival, train, network, reference, task}: Scene): Observation {
  const {split, heldOut, capped, by} = given[0]!;
  const own = given.map((one) => gains(one, {train, network, task}));
  const rivals = rival.outputs.map((outputs) =>
    gains({split: rival.split, outputs}, {train: rival.train, network: reference.network, task}),
  );
  const found = contest(own, {rivals, margin});
  const where = `${split.rows} ${heldOut ? "held-out" : "training"} rows`;
  const evidence = [table(found, {by, reference, where}), curves(rival, reference)];
  const {measure, score, rival: other} = found.best;
  const told = `${measure} is ${digits(score)} on ${where}, that of ${reference.title} ${digits(other)}`;
  if (!learns(rivals)) return {verdict: learns(own) ? "pass" : "warn", summary: blamed(told, {own}), evidence};
  if (found.says === "no worse") return {verdict: "pass", summary: told, evidence};
  const judged = own[0]![0]!.rows.length;
  if (judged < leastRows)
    return {verdict: "unsure", summary: `${told}; ${judged} judged values cannot tell, at least ${leastRows} would`, evidence};
  if (found.says === "unsure") return {verdict: "unsure", summary: `${told}: ${more(found)}`, evidence};
  if (capped)
    return {
      verdict: "unsure",
      summary: `${told}, but the fit was cut short of your number of steps; a larger budget would settle it`,
      evidence,
    };
  return {
    verdict: "fail",
    summary: `${told}: the data hold more than the network finds, so that its architecture or training is to blame; less than ${margin} of the room above a constant answer is expected between them, it is ${digits(-found.best.mean)}`,
    evidence,
    certainty: {p: 0.005, test: "paired difference, Student's t over rows"},
  };
}

/** True when some measure is surely above that of a constant answer in the mean of the fits. */
const learns = (fits: readonly (readonly Gains[])[]): boolean => fits[0]!.some((_, m) => upperMean(meanRows(fits, m)).lower > 0);

const blamed = (told: string, {own}: {own: readonly (readonly Gains[])[]}): string =>
  learns(own)
    ? `${told}, which is no better than a constant answer`
    : `${told}: neither is surely better than a constant answer, so that the data are to be looked at before the network`;

const more = ({best}: Contest): string =>
  `the difference of ${digits(best.mean)} of the room above a constant answer lies between ${digits(best.lower)} and ${digits(best.upper)}; more held-out rows would settle it`;

const table = ({leads}: Contest, {by, reference, where}: {by: string; reference: Reference; where: string}): Evidence => ({
  kind: "table",
  label: `${by} and ${reference.title} on ${where} (lead: share of the room above a constant answer)`,
  columns: ["measure", "network", "reference", "lead", "lower bound", "upper bound"],
  rows: leads.map(({measure, score, rival, mean: lead, lower, upper}) => [
    measure,
    num(score),
    num(rival),
    num(lead),
    num(lower),
    num(upper),
  ]),
});

const curves = ({losses}: Answers, {title}: Reference): Evidence => ({
  kind: "series",
  label: `training loss of ${title}`,
  x: {label: "step"},
  y: {label: "loss"},
  lines: losses.map((values, i) => ({name: `seed ${i + 1}`, ...thin(values)})),
});
