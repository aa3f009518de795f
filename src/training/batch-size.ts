import {answersBadly, check} from "../check.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {outcome, percent, sharedRuns} from "../trial/outcome.js";
import {attempt, needsRemedy} from "./remedy.js";

/** Steps an epoch below which batches may be too large for the rows. */
const fewSteps = 10;

/** The usual batch, tried in place of the user's. */
const usual = 32;

/** Batches so large that an epoch has few steps, where the same epochs in batches of 32 do much better. */
export const batchSize = check(
  {
    name: "batch-size",
    stage: "training",
    symptom: "An epoch has only a few steps, and the loss falls slowly from epoch to epoch.",
    cause: "The batch is as large as the data or a good part of them, so that the weights are seldom changed.",
    remedy: "Use batches of 16 to 64 rows, or as many more epochs as the batch is larger.",
    source: {...sources.goodfellow, at: "section 8.1.3"},
    explains: [...answersBadly, "too-few-steps", "learning-rate-too-low", "flat-loss"],
    needs: ["network", "bank", "schedule"],
    work: ({schedule, train}) => ({
      runs: sharedRuns,
      trials: large(schedule.batchSize, train.rows) ? [{steps: schedule.epochs * Math.ceil(train.rows / usual), batchSize: usual}] : [],
    }),
  },
  async ({network, bank, task, schedule: {batchSize: size, epochs}}) => {
    const {rows} = bank.train;
    const steps = Math.ceil(rows / size);
    if (!large(size, rows))
      return {
        verdict: "pass",
        summary: `batches of ${size} give ${steps} steps an epoch on ${rows} rows (at least ${fewSteps}, or batches of at most ${usual}, are expected)`,
        evidence: [],
        certainty: "exact",
      };
    const own = await outcome(bank, {network});
    const told = `batches of ${size} give ${steps} ${steps === 1 ? "step" : "steps"} an epoch on ${rows} rows`;
    const before = percent(median(own.left));
    if (!needsRemedy(own, {bank, network, task}) || !own.left.every(Number.isFinite))
      return {
        verdict: "pass",
        summary: `${told}; after ${epochs} epochs ${before} of what a constant answer leaves is still to be learned, and smaller ones are not called for`,
        evidence: [],
      };
    const {helps, left, evidence} = await attempt(bank, {
      own,
      change: {batchSize: usual, steps: epochs * Math.ceil(rows / usual)},
      title: `batches of ${usual}`,
    });
    return {
      verdict: helps ? "fail" : "pass",
      summary: `${told}: after ${epochs} epochs ${before} of what a constant answer leaves is still to be learned, with batches of ${usual} ${percent(median(left))}`,
      evidence: helps ? [evidence] : [],
    };
  },
);

const large = (size: number, rows: number): boolean => size > usual && rows > 2 * usual && Math.ceil(rows / size) < fewSteps;
