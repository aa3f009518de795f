import {check} from "../check.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {outcome, percent} from "../trial/outcome.js";
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
    source: {...sources.crossValidated, at: "learning rate"},
    explains: [
      "flat-loss",
      "unmoved-weights",
      "cannot-memorise",
      "below-baseline",
      "below-reference",
      "collapsed-predictions",
      "ignored-class",
      "too-few-steps",
    ],
    needs: ["network", "bank"],
    work: paceWork,
  },
  async ({network, bank, task}) => {
    const own = await outcome(bank, {network});
    const before = percent(median(own.left));
    if (!needsRemedy(own, {bank, network, task}) || !own.left.every(Number.isFinite))
      return {
        verdict: "pass",
        summary: `with your learning rate ${before} of what a constant answer leaves is still to be learned; a higher one is not called for`,
        evidence: [],
      };
    const {faster, lacks} = await pace(bank, {own});
    const told = `with ${faster.title} ${percent(median(faster.left))} of what a constant answer leaves is still to be learned after the same ${own.runs[0]!.steps} steps, with yours ${before}`;
    if (lacks !== "rate") return {verdict: "pass", summary: told, evidence: []};
    return own.capped
      ? {verdict: "unsure", summary: `${told}, but the fits were cut short; a larger budget would settle it`, evidence: [faster.evidence]}
      : {verdict: "fail", summary: told, evidence: [faster.evidence]};
  },
);
