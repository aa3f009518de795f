import {answersBadly, check, type Bank, type Modes, type Network, type Run} from "../check.js";
import type {Observation} from "../finding.js";
import {digits, percent} from "../math/digits.js";
import {mean, median} from "../math/stats.js";
import {sources} from "../sources.js";
import {most, outcome, sharedRuns} from "../trial/outcome.js";
import {leastLoss, priorLoss} from "../trial/prior.js";
import {channelEvidence, offGates, shareOff} from "./channels.js";
import {gates, modeGap, modeTable} from "./mode-gap.js";

/** Steps after which a moving average of tfjs's momentum .99 has taken in 99 % of what it averages: ln .01 / ln .99. */
const settled = 460;

/** Batch normalisation whose moving statistics are not those of the batches: good in training mode, poor in inference mode on the same rows. */
export const staleStatistics = check(
  {
    name: "stale-statistics",
    stage: "training",
    symptom: "The training loss is good, and evaluate or predict on the very same rows is poor.",
    cause:
      "The moving mean and variance of batch normalisation lag behind (too few steps for their momentum), or tiny batches make them unlike each batch.",
    remedy:
      "Train for more steps, lower the momentum of batchNormalization (0.9 settles in 44 steps, the default 0.99 in 460), or use larger batches.",
    source: {...sources.tfjs, at: "normalization.ts: momentum 0.99"},
    explains: [...answersBadly, "overfitting", "overconfidence", "learning-rate-too-high"],
    needs: ["network", "bank", "schedule"],
    wants: ["trainedModes"],
    work: () => ({runs: sharedRuns}),
  },
  async ({network, bank, schedule, trainedModes}) => {
    const norms = network.layers.filter(({kind}) => kind === "BatchNormalization");
    if (norms.length === 0)
      return {
        verdict: "pass",
        summary: "there is no batch normalisation, whose statistics could be stale",
        evidence: [],
        certainty: "exact",
      };
    const own = await trainedModes?.();
    if (own?.norms.length) return judgeTrained(own, {bank, network});
    const {runs, prior, least, capped} = await outcome(bank, {network});
    const epoch = Math.ceil(bank.train.rows / schedule.batchSize);
    const seen = runs.map((run) => ({inference: run.trainLoss, training: lastEpoch(run, epoch)}));
    const gaps = seen.map((one) => modeGap(one, {prior, least}));
    const sick = gaps.map((one) => one.sick);
    const at = Math.max(0, sick.indexOf(true));
    const told = `on the training rows the loss is ${digits(seen[at]!.training)} in training mode (the last epoch's mean) and ${digits(seen[at]!.inference)} in inference mode after ${runs[at]!.steps} steps, ${percent(Math.max(0, gaps[at]!.gap))} of a constant answer's apart (at most ${percent(gates.gap)} is expected)`;
    const momentum = median(norms.map(({config}) => Number(config.momentum ?? 0.99)));
    return {
      verdict: most(sick) ? (capped && runs[at]!.steps < settled ? "unsure" : "fail") : sick.includes(true) ? "warn" : "pass",
      summary: told,
      evidence: [
        modeTable(
          `loss on the training rows; moving statistics of momentum ${momentum} have taken in ${percent(1 - momentum ** runs[at]!.steps)} of the batches`,
          seen,
        ),
        ...channelEvidence(runs[at]!.modes),
      ],
    };
  },
);

async function judgeTrained(own: Modes, {bank, network}: {bank: Bank; network: Network}): Promise<Observation> {
  const [prior, least] = [await priorLoss(bank, {network}), await leastLoss(bank, {network})];
  const {gap, sick} = modeGap(own, {prior, least});
  const off = shareOff(own);
  return {
    verdict: sick && off > offGates.channels ? "fail" : "pass",
    summary: `on training rows the loss of your trained model is ${digits(own.training)} in training mode and ${digits(own.inference)} in inference mode, ${percent(Math.max(0, gap))} of a constant answer's apart (at most ${percent(gates.gap)} is expected), and ${percent(off)} of the normalised channels are far from mean 0 and variance 1 in inference mode`,
    evidence: channelEvidence(own),
  };
}

/** Mean loss of the last epoch's batches without penalties: a little above that of the last weights, so that the gap is rather told too small. */
const lastEpoch = ({losses, after}: Run, epoch: number): number => mean(losses.slice(-epoch)) - after.penalty;
