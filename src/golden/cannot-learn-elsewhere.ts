import {check, type Bank, type Network, type Run} from "../check.js";
import type {Task} from "../case.js";
import {num, type Evidence} from "../finding.js";
import {thousandths} from "../math/digits.js";
import {median} from "../math/stats.js";
import {sources} from "../sources.js";
import {most, outcome, percent, sharedRuns, type Outcome} from "../trial/outcome.js";
import {read} from "../trial/reading.js";
import {hardSkill} from "../trial/skill.js";
import {thin} from "../trial/thin.js";

/** Fits on the other set. */
const fits = 2;

/** Share of a constant answer's loss from which on a fit has learned its own rows too little to speak for the code. */
const need = 0.8;

/** Share that a fit on the other set must have left at least to have learned nothing, and skill on held-out rows that it must not reach. */
const nothing = {left: 0.8, skill: 0.2};

/** Does a standard set train? A network that learns neither its own rows nor rows on which any sound network of its shapes learns has a fault in its code or settings; one that learns only the latter is to be looked for in its data. */
export const cannotLearnElsewhere = check(
  {
    name: "cannot-learn-elsewhere",
    stage: "golden",
    symptom: "Neither its own rows nor a standard set of the same shapes teach the network anything.",
    cause: "The fault is in the network, its loss or the settings of its training, and not in the data.",
    remedy: "Look at the findings on model and training; leave the data alone until a standard set trains.",
    source: {...sources.crossValidated, at: "does a standard data set train?"},
    explains: ["below-baseline", "ignores-inputs", "ignores-labels"],
    needs: ["network", "bank", "elsewhere"],
    work: ({schedule: {batchSize}, elsewhere}) => ({
      runs: sharedRuns,
      trials: elsewhere ? Array.from({length: fits}, () => ({steps: elsewhere.steps, batchSize})) : [],
      late: true,
    }),
  },
  async ({network, bank, elsewhere, task}) => {
    const own = await outcome(bank, {network});
    const before = leftOf(own);
    if (!most(own.left.map((share) => !(share < need))))
      return {
        verdict: "pass",
        summary: `your own rows teach the network: ${before} of what a constant answer leaves is still to be learned`,
        evidence: [],
      };
    const there = await elsewhere.bank();
    const other = await outcome(there, {network, count: fits});
    const skills = other.runs.map((run) => skillOf(run, {bank: there, network, task}));
    const told = `of ${elsewhere.title} ${leftOf(other)} is still to be learned after ${other.runs[0]!.steps} steps (skill on held-out rows ${thousandths(median(skills))}), of your own rows ${before}`;
    const evidence = [curves(own, {other, title: elsewhere.title})];
    if (most(skills.map((skill) => skill >= nothing.skill)))
      return {verdict: "pass", summary: `${told}: code and settings can learn, so that your data are to be looked at first`, evidence};
    if (!skills.every((skill) => skill < nothing.skill) || !other.left.every((share) => !(share < nothing.left)))
      return {verdict: "unsure", summary: `${told}: too little to call it learned, and too much to call it nothing`, evidence};
    return {
      verdict: "fail",
      summary: `${told}: the fault is in the network or in the settings of its training, and not in the data`,
      evidence,
    };
  },
);

/** The median of what the fits left to learn; a fit that is not finite has left more than all. */
const leftOf = ({left}: Outcome): string => percent(median(left.map((share) => Math.min(share, 1e6))));

function skillOf({validation}: Run, {bank, network, task}: {bank: Bank; network: Network; task: Task}): number {
  const value = hardSkill(read({split: bank.heldOut!, outputs: validation!}, {network, task}));
  return Number.isFinite(value) ? Math.max(-1, value) : -1;
}

const curves = (own: Outcome, {other, title}: {other: Outcome; title: string}): Evidence => ({
  kind: "series",
  label: `training loss on your rows and on ${title}, over that of a constant answer`,
  x: {label: "step"},
  y: {label: "share of the constant answer's loss"},
  lines: [
    ...own.runs.map(({losses}, i) => ({name: `yours ${i + 1}`, ...thin(losses.map((loss) => loss / own.prior))})),
    ...other.runs.map(({losses}, i) => ({name: `other ${i + 1}`, ...thin(losses.map((loss) => loss / other.prior))})),
  ],
  marks: [{axis: "y", value: num(1), label: "constant answer"}],
});
