import {check, type Modes, type Network} from "../check.js";
import {num, type Observation} from "../finding.js";
import {digits, percent} from "../math/digits.js";
import {sources} from "../sources.js";
import {most, outcome, sharedRuns, type Outcome} from "../trial/outcome.js";

/** How much dearer the same rows are in inference than in training mode, as a share of a constant answer's loss, and what inference must leave to learn: those of stale-statistics. */
const gates = {gap: 0.3, left: 0.3};

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
    explains: ["below-baseline", "below-reference", "overfitting", "overconfidence", "collapsed-predictions", "ignored-class"],
    needs: ["network", "bank"],
    work: () => ({runs: sharedRuns}),
  },
  async ({network, bank}) => judge(await outcome(bank, {network}), {network}),
);

function judge({runs, prior, least}: Outcome, {network}: {network: Network}): Observation {
  if (network.layers.some(({kind}) => kind === "BatchNormalization"))
    return pass("the batches' own statistics make the difference that batch normalisation makes by nature: see stale-statistics");
  const seen = runs.map(({modes}) => modes);
  const share = (loss: number) => (loss - least) / (prior - least);
  const gaps = seen.map(({training, inference}) => share(inference) - share(training));
  const sick = seen.map(
    ({training, inference}, i) => gaps[i]! > gates.gap && share(inference) > gates.left && share(training) < share(inference) / 2,
  );
  const at = Math.max(0, sick.indexOf(true));
  const told = `with the same weights the same rows cost ${digits(seen[at]!.training)} in training mode and ${digits(seen[at]!.inference)} in inference mode`;
  if (sick.includes(true))
    return {
      verdict: most(sick) ? "fail" : "warn",
      summary: `${told}, ${percent(gaps[at]!)} of a constant answer's apart; dropout makes the former the dearer one, and at most ${percent(gates.gap)} is expected`,
      evidence: [show(seen)],
      certainty: "exact",
    };
  // What a stateful layer has seen before changes its answer by design.
  if (seen.some(({random}) => random) && !network.layers.some(({config}) => config.stateful === true))
    return {
      verdict: "warn",
      summary: "two passes over the same rows in inference mode differ: a layer draws random numbers there too; equal answers are expected",
      evidence: [show(seen)],
      certainty: "exact",
    };
  return pass(told);
}

const pass = (summary: string): Observation => ({verdict: "pass", summary, evidence: [], certainty: "exact"});

const show = (seen: readonly Modes[]) => ({
  kind: "table" as const,
  label: "loss of the same rows with the same weights",
  columns: ["fit", "training mode", "inference mode"],
  rows: seen.map(({training, inference}, i) => [`seed ${i + 1}`, num(training), num(inference)]),
});
