import {answersBadly, check, type Bank} from "../check.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {outcome, percent, sharedRuns, type Outcome} from "../trial/outcome.js";
import {rangeEvidence, rangeTest, rangeWork, told} from "../trial/range-test.js";
import {attempt, needsRemedy} from "./remedy.js";

/** Shares of the user's learning rate that are tried. */
const factors = [0.1, 0.01, 0.001];

/** A much smaller learning rate does much better in the same number of steps. */
export const learningRateTooHigh = check(
  {
    name: "learning-rate-too-high",
    stage: "training",
    symptom: "The loss jumps, grows, or stops at a plateau far too high.",
    cause: "Each step leaps over the valley that it should descend into.",
    remedy: "Lower the learning rate to the one that did better here, or tenfold; then look whether inputs and targets are scaled.",
    source: {...sources.smith, at: "section 3.3, learning rate range test"},
    explains: [
      ...answersBadly,
      "divergence",
      "oscillating-loss",
      "exploding-gradient",
      "dead-units",
      "saturated-units",
      "growing-weight-norms",
      "flat-loss",
      "cannot-memorise",
    ],
    needs: ["network", "bank"],
    work: ({schedule}) => ({runs: sharedRuns, trials: [{steps: schedule.steps, batchSize: schedule.batchSize}, ...rangeWork(schedule)]}),
  },
  async ({network, bank, task, seed}) => {
    const own = await outcome(bank, {network});
    const rate = network.optimizer.learningRate;
    const before = percent(median(own.left));
    if (!needsRemedy(own, {bank, network, task}))
      return {
        verdict: "pass",
        summary: `with your learning rate ${before} of what a constant answer leaves is still to be learned; there is no need for a lower one`,
        evidence: [],
      };
    for (const factor of factors) {
      const title = rate === undefined ? `${factor} of your rate` : `a rate of ${Number((factor * rate).toPrecision(3))}`;
      const {helps, left, evidence} = await attempt(bank, {own, change: {optimizer: {factor}}, title});
      // With a fit that lacks steps (or whose moving statistics do) any change helps: the rate is not to blame when more steps help as much.
      if (helps && own.left.every((share) => share < 1) && (await asGoodByTime(bank, {own, left})))
        return {
          verdict: "pass",
          summary: `with ${title} ${percent(median(left))} of what a constant answer leaves is still to be learned, with yours ${before}, and with yours for three times the steps no more: it is steps that are missing`,
          evidence: [],
        };
      if (helps) {
        const range = await rangeTest(bank, {seed});
        return {
          verdict: "fail",
          summary: `with ${title} in place of ${rate ?? "yours"} ${percent(median(left))} of what a constant answer leaves is still to be learned after the same steps, with yours ${before}${told(range)}`,
          evidence: [evidence, rangeEvidence(range, {rate})],
        };
      }
      // A fit that is finite and worse with less needs more, not less again.
      if (own.left.every(Number.isFinite) && left[0]! > 1.5 * own.left[0]!) break;
    }
    return {
      verdict: "pass",
      summary: `lower learning rates do not do much better: ${before} of what a constant answer leaves is still to be learned with yours`,
      evidence: [],
    };
  },
);

/** True when three times the steps at the user's rate leave no more to learn than twice what the lower rate leaves. */
async function asGoodByTime(bank: Bank, {own, left}: {own: Outcome; left: readonly number[]}): Promise<boolean> {
  const steps = 3 * own.runs[0]!.steps;
  const longer = await attempt(bank, {own, change: {steps}, title: "three times the steps"});
  return longer.helps && median(longer.left) <= 2 * median(left);
}
