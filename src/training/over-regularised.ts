import {answersBadly, check, type Network, type Probe} from "../check.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {outcome, percent, sharedRuns} from "../trial/outcome.js";
import {attempt, needsRemedy} from "./remedy.js";

/** The network learns much more of its training rows once dropout and penalties are off. */
export const overRegularised = check(
  {
    name: "over-regularised",
    stage: "training",
    symptom: "Training and validation loss both stay high.",
    cause: "Weight penalties or dropout outweigh what the data say.",
    remedy:
      "Take penalties and dropout away, see that the network learns, then add them back little by little while the validation loss falls.",
    source: {...sources.deepChecker, at: "overwhelming regularisation"},
    explains: [...answersBadly, "flat-loss", "dead-units", "too-few-steps", "learning-rate-too-low"],
    needs: ["network", "bank"],
    work: ({schedule, network}) => ({
      runs: sharedRuns,
      trials: regularisers(network).length ? [{steps: schedule.steps, batchSize: schedule.batchSize}] : [],
    }),
  },
  async ({network, bank, task}) => {
    const found = regularisers(network);
    if (!found.length)
      return {verdict: "pass", summary: "no layer has dropout, noise or a weight penalty", evidence: [], certainty: "exact"};
    const own = await outcome(bank, {network});
    const before = percent(median(own.left));
    const heavy = heavily(network, own.runs[0]!.before);
    if (!needsRemedy(own, {bank, network, task}))
      return {
        verdict: heavy ? "warn" : "pass",
        summary: `with ${found.join(", ")} ${before} of what a constant answer leaves is still to be learned; ${heavy ? `but ${heavy}` : "they do no harm"}`,
        evidence: [],
      };
    const {helps, left, evidence} = await attempt(bank, {own, change: {bare: true}, title: "dropout and penalties off"});
    return {
      verdict: helps ? "fail" : "pass",
      summary: `without ${found.join(", ")} ${percent(median(left))} of what a constant answer leaves is still to be learned, with ${found.length > 1 ? "them" : "it"} ${before}`,
      evidence: helps ? [evidence] : [],
    };
  },
);

/** Share of the first loss that penalties may make up, and share of its input that a dropout may drop, before they are much (TheDeepChecker; UMLAUT). */
const much = {penalty: 0.5, dropout: 0.5};

/** What is much about the regularisation of a network that learns all the same; undefined when nothing is. */
function heavily({layers}: Network, {penalty, losses}: Probe): string | undefined {
  const share = penalty / losses.reduce((sum, loss) => sum + loss, penalty);
  if (share > much.penalty) return `the penalties are ${percent(share)} of the first loss (at most ${percent(much.penalty)} is expected)`;
  const dropped = layers.map(({kind, config, name}) => ({
    name,
    rate: Number(/Dropout/.test(kind) ? config.rate : (config.dropout ?? 0)),
  }));
  const worst = dropped.find(({rate}) => rate > much.dropout);
  return worst && `${worst.name} drops ${percent(worst.rate)} of its input (at most ${percent(much.dropout)} is expected)`;
}

/** What holds the network back on purpose, such as `l2 on dense 1`. */
function regularisers({layers}: Network): string[] {
  return layers.flatMap(({name, kind, config}) => {
    const penalised = Object.entries(config).some(([key, value]) => /Regularizer$/.test(key) && value !== null && value !== undefined);
    const dropped = /Dropout|Noise/.test(kind) || Number(config.dropout) > 0 || Number(config.recurrentDropout) > 0;
    return penalised ? [`the penalty on ${name}`] : dropped ? [/Dropout|Noise/.test(kind) ? name : `the dropout of ${name}`] : [];
  });
}
