import {answersBadly, check, type Network} from "../check.js";
import type {Observation} from "../finding.js";
import {digits, percent} from "../math/digits.js";
import {sources} from "../sources.js";
import {most, outcome, sharedRuns, type Outcome} from "../trial/outcome.js";
import {gates, modeGap, modeTable} from "./mode-gap.js";

/** A layer that answers otherwise in inference mode than it was trained: the training loss is good, what evaluate and predict say of the very same rows is not. */
export const trainEvalGap = check(
  {
    name: "train-eval-gap",
    stage: "training",
    symptom: "The training loss is good, and evaluate or predict on the very same rows is poor, or answers differently each time.",
    cause:
      "A layer takes another path in inference mode than the one that was trained (a custom layer that reads `training` the wrong way round, scales only once), or draws random numbers there too.",
    remedy:
      "Compare model.apply(x, {training: true}) with model.predict(x), layer by layer; let what differs by mode keep its mean, as dropout does by dividing by what it keeps.",
    source: {...sources.deepChecker},
    explains: [...answersBadly, "overfitting", "overconfidence"],
    needs: ["network", "bank"],
    work: () => ({runs: sharedRuns}),
  },
  async ({network, bank}) => judge(await outcome(bank, {network}), {network}),
);

function judge({runs, prior, least}: Outcome, {network}: {network: Network}): Observation {
  if (network.layers.some(({kind}) => kind === "BatchNormalization"))
    return pass("the batches' own statistics make the difference that batch normalisation makes by nature: see stale-statistics");
  const seen = runs.map(({modes}) => modes);
  const gaps = seen.map((one) => modeGap(one, {prior, least}));
  const sick = gaps.map((one) => one.sick);
  const at = Math.max(0, sick.indexOf(true));
  const told = `with the same weights the same rows cost ${digits(seen[at]!.training)} in training mode and ${digits(seen[at]!.inference)} in inference mode`;
  if (sick.includes(true))
    return {
      verdict: most(sick) ? "fail" : "warn",
      summary: `${told}, ${percent(gaps[at]!.gap)} of a constant answer's apart; dropout makes the former the dearer one, and at most ${percent(gates.gap)} is expected`,
      evidence: [modeTable(label, seen)],
      certainty: "exact",
    };
  // What a stateful layer has seen before changes its answer by design.
  if (seen.some(({random}) => random) && !network.layers.some(({config}) => config.stateful === true))
    return {
      verdict: "warn",
      summary: "two passes over the same rows in inference mode differ: a layer draws random numbers there too; equal answers are expected",
      evidence: [modeTable(label, seen)],
      certainty: "exact",
    };
  return pass(told);
}

const pass = (summary: string): Observation => ({verdict: "pass", summary, evidence: [], certainty: "exact"});

const label = "loss of the same rows with the same weights";
