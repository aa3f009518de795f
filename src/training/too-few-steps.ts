import {answersBadly, check} from "../check.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {outcome, percent} from "../trial/outcome.js";
import {pace, paceWork} from "./pace.js";
import {needsRemedy} from "./remedy.js";

/** Three times the steps leave less than half of what the user's leave to learn. */
export const tooFewSteps = check(
  {
    name: "too-few-steps",
    stage: "training",
    symptom: "Training ends while the loss is still falling steeply.",
    cause: "Too few epochs, or batches so large that an epoch has few steps.",
    remedy: "Train for more epochs, until the validation loss stops falling (early stopping), or use smaller batches.",
    source: {...sources.goodfellow, at: "section 7.8"},
    explains: [...answersBadly, "flat-loss", "stale-statistics"],
    needs: ["network", "bank"],
    work: paceWork,
  },
  async ({network, bank, task}) => {
    const own = await outcome(bank, {network});
    const before = percent(median(own.left));
    const {steps, wanted} = own.runs[0]!;
    if (!needsRemedy(own, {bank, network, task}) || !own.left.every(Number.isFinite))
      return {
        verdict: "pass",
        summary: `after ${steps} steps ${before} of what a constant answer leaves is still to be learned; more are not called for`,
        evidence: [],
      };
    if (steps < wanted)
      return {
        verdict: "unsure",
        summary: `our fits were cut to ${steps} of your ${wanted} steps; a larger budget would show whether those suffice`,
        evidence: [],
      };
    const {longer, lacks} = await pace(bank, {own});
    const told = `after ${steps} steps ${before} of what a constant answer leaves is still to be learned, after ${3 * steps} steps ${percent(median(longer.left))}`;
    return {verdict: lacks === "steps" ? "fail" : "pass", summary: told, evidence: lacks === "steps" ? [longer.evidence] : []};
  },
);
