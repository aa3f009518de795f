import {answersBadly, check} from "../check.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {outcome, percent, sharedRuns} from "../trial/outcome.js";
import {rangeEvidence, rangeTest, rangeWork, told} from "../trial/range-test.js";
import {pace, paceWork} from "./pace.js";
import {needsRemedy} from "./remedy.js";

/** A much higher learning rate does much better in the same number of steps, and more steps would not do as well. */
export const learningRateTooLow = check(
  {
    name: "learning-rate-too-low",
    stage: "training",
    symptom: "The loss falls, but so slowly that the fit ends far from where it could be.",
    cause: "The steps are too small for the distance to go.",
    remedy: "Raise the learning rate tenfold; with plain SGD consider Adam at 0.001 to 0.01.",
    source: {...sources.smith, at: "section 3.3, learning rate range test"},
    explains: [...answersBadly, "flat-loss", "unmoved-weights", "cannot-memorise", "too-few-steps"],
    needs: ["network", "bank"],
    work: (facts) => ({runs: sharedRuns, trials: [...paceWork(facts).trials!, ...rangeWork(facts.schedule)]}),
  },
  async ({network, bank, task, seed}) => {
    const own = await outcome(bank, {network});
    const before = percent(median(own.left));
    if (!needsRemedy(own, {bank, network, task}) || !own.left.every(Number.isFinite))
      return {
        verdict: "pass",
        summary: `with your learning rate ${before} of what a constant answer leaves is still to be learned; a higher one is not called for`,
        evidence: [],
      };
    const {faster, lacks} = await pace(bank, {own});
    const found = `with ${faster.title} ${percent(median(faster.left))} of what a constant answer leaves is still to be learned after the same ${own.runs[0]!.steps} steps, with yours ${before}`;
    if (lacks !== "rate") return {verdict: "pass", summary: found, evidence: []};
    if (own.capped)
      return {
        verdict: "unsure",
        summary: `${found}, but the fits were cut short; a larger budget would settle it`,
        evidence: [faster.evidence],
      };
    const range = await rangeTest(bank, {seed});
    return {
      verdict: "fail",
      summary: `${found}${told(range)}`,
      evidence: [faster.evidence, rangeEvidence(range, {rate: network.optimizer.learningRate})],
    };
  },
);
