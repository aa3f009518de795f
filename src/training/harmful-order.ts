import {answersBadly, check} from "../check.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {outcome, percent, sharedRuns} from "../trial/outcome.js";
import {attempt, needsRemedy} from "./remedy.js";

/** Rows are fed in a fixed order, and the same fits do much better when each epoch has an order of its own. */
export const harmfulOrder = check(
  {
    name: "harmful-order",
    stage: "training",
    symptom: "The training loss falls much further once rows are shuffled before each epoch.",
    cause: "Neighbouring rows are alike, so that each batch pulls the weights its own way and the last ones win.",
    remedy: "Leave shuffle at true; shuffle a stream before it is batched, by a buffer as large as the data.",
    source: {...sources.bengio, at: "section 3.1.2"},
    explains: [...answersBadly, "oscillating-loss", "flat-loss", "overconfidence", "learning-rate-too-high", "batch-size"],
    needs: ["network", "bank", "schedule"],
    work: ({schedule: {shuffle, steps, batchSize}}) => ({runs: sharedRuns, trials: shuffle ? [] : [{steps, batchSize}]}),
  },
  async ({network, bank, task, schedule: {shuffle, batchSize}}) => {
    if (shuffle || batchSize >= bank.train.rows)
      return {
        verdict: "pass",
        summary: shuffle ? "rows are shuffled before each epoch" : "one batch holds all the rows: their order has no effect",
        evidence: [],
        certainty: "exact",
      };
    const own = await outcome(bank, {network});
    const before = `as they are fed the rows leave ${percent(median(own.left))} of what a constant answer leaves to be learned`;
    if (!needsRemedy(own, {bank, network, task}))
      return {verdict: "pass", summary: `${before}: another order is not called for`, evidence: []};
    const {helps, left, evidence} = await attempt(bank, {own, change: {shuffle: true}, title: "rows shuffled before each epoch"});
    const told = `${before}, shuffled before each epoch ${percent(median(left))}`;
    if (!helps) return {verdict: "pass", summary: told, evidence: [evidence]};
    return own.capped
      ? {verdict: "unsure", summary: `${told}, but the fits were cut short; a larger budget would settle it`, evidence: [evidence]}
      : {verdict: "fail", summary: told, evidence: [evidence]};
  },
);
