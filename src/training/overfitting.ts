import {check, type Bank, type FitRecord, type Network, type Run} from "../check.js";
import {num, type Observation} from "../finding.js";
import {mean, median} from "../math/stats.js";
import {sources} from "../sources.js";
import {most, outcome, sharedRuns} from "../trial/outcome.js";
import {recorded} from "./curves.js";

/** Rise of the validation loss over its best that fails, and that warns. */
const rise = {fail: 1.5, warn: 1.15};

/** Share of the whole way that the validation loss went down which the rise must undo: less is the noise of a good fit. */
const undone = 0.1;

/** Shares of the steps after which our own fits are stopped to see where the held-out loss stood. */
const shares = [1 / 16, 1 / 4];

/** Epochs below which a recorded validation loss shows no trend. */
const leastEpochs = 10;

/** Validation worsens while training improves: seen in a recorded fit, or by stopping our own fits early. */
export const overfitting = check(
  {
    name: "overfitting",
    stage: "training",
    symptom: "The training loss goes on falling while the validation loss rises.",
    cause: "The network has room to learn its rows by heart and goes on after it has learned what they have in common.",
    remedy: "Stop at the best validation loss, give more rows, or use a smaller network, dropout or a weight penalty.",
    source: {...sources.goodfellow, at: "section 7.8, early stopping"},
    explains: ["overconfidence"],
    needs: [],
    wants: ["history", "bank", "network"],
    work: ({schedule}) => ({
      runs: sharedRuns,
      trials: [{steps: Math.ceil((schedule.steps * sharedRuns * 5) / 16), batchSize: schedule.batchSize}],
    }),
  },
  async ({history, bank, network}) => {
    if (history?.validationLoss) return fromHistory(history);
    if (bank?.heldOut && network) return fromRuns(bank, network);
    return {
      verdict: "skip",
      summary: "needs the validation loss of a recorded fit, or a model and rows enough to hold some out",
      evidence: [],
    };
  },
);

function fromHistory(history: FitRecord): Observation {
  const {loss, validationLoss = []} = history;
  if (validationLoss.length < leastEpochs)
    return {
      verdict: "unsure",
      summary: `${validationLoss.length} epochs show no trend of the validation loss; at least ${leastEpochs} would`,
      evidence: [],
    };
  // Windows and not single epochs: the smallest of many noisy losses is too small.
  const width = Math.max(3, Math.floor(validationLoss.length / 10));
  const window = (values: readonly number[], at: number) => mean(values.slice(at, at + width));
  const starts = Array.from({length: validationLoss.length - width + 1}, (_, i) => i);
  const best = starts.reduce((least, at) => (window(validationLoss, at) < window(validationLoss, least) ? at : least), 0);
  const last = starts.at(-1)!;
  const ends = {best: window(validationLoss, best), last: window(validationLoss, last), first: validationLoss[0]!};
  return {
    verdict: window(loss, last) < window(loss, best) ? judge(ends) : "pass",
    summary: `the validation loss is best around epoch ${best + 1} with ${ends.best.toPrecision(3)} and ends at ${ends.last.toPrecision(3)} (at most ${rise.warn} times the best is expected)`,
    evidence: [recorded(history, {marks: [{axis: "x", value: best + 1, label: "best"}]})],
  };
}

async function fromRuns(bank: Bank, network: Network): Promise<Observation> {
  const {runs, prior, capped} = await outcome(bank, {network});
  // More steps do no harm unless training and validation have parted.
  const parted = runs.map(({trainLoss, validationLoss}) => validationLoss! - trainLoss > undone * prior);
  const apart = `after ${runs[0]!.steps} steps the training loss is ${median(runs.map(({trainLoss}) => trainLoss)).toPrecision(3)} and the held-out loss ${median(runs.map(({validationLoss}) => validationLoss!)).toPrecision(3)}`;
  if (!most(parted)) return {verdict: "pass", summary: `${apart}: they have not parted`, evidence: []};
  const early: Run[] = [];
  for (const {seed, steps} of runs) early.push(await stopEarly(bank, {seed, steps}));
  const verdicts = runs.map(({validationLoss, trainLoss}, i) =>
    trainLoss < early[i]!.trainLoss ? judge({best: early[i]!.validationLoss!, last: validationLoss!, first: prior}) : "pass",
  );
  const verdict = most(verdicts.map((one) => one === "fail")) ? "fail" : most(verdicts.map((one) => one !== "pass")) ? "warn" : "pass";
  return {
    verdict: verdict === "fail" && capped ? "unsure" : verdict,
    summary: `${apart}; stopped at the better of a sixteenth and a quarter of the steps the latter was ${median(early.map(({validationLoss}) => validationLoss!)).toPrecision(3)} (at most ${rise.warn} times that is expected at the end)`,
    evidence: [
      {
        kind: "table",
        label: "loss when stopped early and at the end",
        columns: ["fit", "training, early", "training, end", "held out, early", "held out, end"],
        rows: runs.map((run, i) => [
          `seed ${i + 1}`,
          num(early[i]!.trainLoss),
          num(run.trainLoss),
          num(early[i]!.validationLoss!),
          num(run.validationLoss!),
        ]),
      },
    ],
  };
}

/** The better, on held-out rows, of two fits that are stopped early. */
async function stopEarly(bank: Bank, {seed, steps}: Pick<Run, "seed" | "steps">): Promise<Run> {
  const stopped = [];
  for (const share of shares) stopped.push(await bank.trial({seed, steps: Math.ceil(steps * share)}));
  return stopped.reduce((best, run) => (run.validationLoss! < best.validationLoss! ? run : best));
}

function judge({best, last, first}: {best: number; last: number; first: number}): "pass" | "warn" | "fail" {
  if (!(last - best > undone * Math.abs(first - best))) return "pass";
  return last > rise.fail * best ? "fail" : last > rise.warn * best ? "warn" : "pass";
}
