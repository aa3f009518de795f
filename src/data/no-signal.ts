import {check, type Bank, type Network, type Split} from "../check.js";
import type {Task} from "../case.js";
import {num, type Observation} from "../finding.js";
import {mean} from "../math/stats.js";
import {sources} from "../sources.js";
import {read} from "../trial/reading.js";
import {skill} from "../trial/skill.js";
import {associationOf, type Association, type Strength} from "../association/association.js";
import {perceptron} from "./perceptron.js";

/**
 * The inputs say nothing about the targets: no reference, each row left out, answers better than a constant, nor does the network itself. Swept by scripts/proof/no-signal without a network:
 * no failure in 630 healthy worlds (0 to 0.6 %), XOR, parity, pictures and series among them; found in 60 of 108 with targets dealt anew, the others being unsure, most for fewer than 200 rows.
 */
export const noSignal = check(
  {
    name: "no-signal",
    stage: "data",
    symptom: "Whatever network is tried, held-out rows are answered no better than by the mean or the commonest class.",
    cause: "The inputs do not hold what the targets depend on, or rows and targets were mixed up before they came here.",
    remedy:
      "Look at some rows with their targets; ask whether a person could tell one from the other; find inputs that bear on the target.",
    source: {...sources.kaufman, at: "inputs that are legitimate; the converse of leakage"},
    explains: [
      "ignores-labels",
      "below-baseline",
      "ignores-inputs",
      "below-reference",
      "collapsed-predictions",
      "ignored-class",
      "flat-loss",
      "overconfidence",
      "overfitting",
      "too-small-model",
      "bottleneck",
      "too-few-steps",
      "learning-rate-too-low",
      "learning-rate-too-high",
      "over-regularised",
      "oscillating-loss",
      "batch-size",
      "ignored-input",
    ],
    needs: ["train"],
    wants: ["network", "bank"],
    tasks: ["binary", "multiclass", "multilabel", "regression", "forecast"],
    work: () => ({runs: ownRuns}),
  },
  async ({train, network, bank, task, seed}) => {
    const made = associationOf(train, {task, network});
    const found: Strength[] = [];
    for (const one of made.own) {
      const {strength} = one();
      if (strength.lower > 0) return learns(strength);
      found.push(strength);
    }
    if (made.rows.length < fewRows) return unsure(found, `${made.rows.length} rows are too few, ${fewRows} would do`);
    found.push(perceptron(made, {seed}));
    if (found.at(-1)!.lower > 0) return learns(found.at(-1)!);
    const most = Math.max(...found.map(({upper}) => upper));
    if (most > margin) return unsure(found, `about ${Math.ceil((made.rows.length * most ** 2) / margin ** 2)} rows would settle it`);
    if (!made.recipe.complete && !isPicture(train)) return unsure(found, "but they see the inputs in summary only");
    const own = network && bank ? await ownSkill({bank, network, task}) : undefined;
    if (own && !(own.value < 2 * own.noise))
      return unsure(found, `but the network itself has a skill of ${own.value.toFixed(2)} on held-out rows`);
    return nothing(found, {made, own: own?.value});
  },
);

/** Rows below which the bound of a correlation cannot come under {@link margin}: 2.6 / √n. */
const fewRows = 200;

/** Correlation that the references must surely stay below: they then explain less than 6 % of the variance. */
const margin = 0.25;

/** Own fits, shared with other checks. */
const ownRuns = 3;

const isPicture = ({x}: Split): boolean => x.every(({shape}) => shape.length === 3);

async function ownSkill({
  bank,
  network,
  task,
}: {
  bank: Bank;
  network: Network;
  task: Task;
}): Promise<{value: number; noise: number} | undefined> {
  const held = bank.heldOut;
  if (!held) return undefined;
  const runs = await bank.runs(ownRuns);
  const skills = runs.map(({validation}) => skill(read({split: held, outputs: validation!}, {network, task})).value);
  return {value: mean(skills.map((value) => (Number.isFinite(value) ? value : 0))), noise: 1 / Math.sqrt(held.rows)};
}

const learns = ({by, r, lower}: Strength): Observation => ({
  verdict: "pass",
  summary: `${by} learns from the inputs: its answers to rows left out correlate with the targets by ${r.toFixed(2)} (at least ${lower.toFixed(2)})`,
  evidence: [],
});

const unsure = (found: readonly Strength[], why: string): Observation => ({
  verdict: "unsure",
  summary: `no reference learns (correlations up to ${Math.max(...found.map(({r}) => r)).toFixed(2)}, at most ${Math.max(...found.map(({upper}) => upper)).toFixed(2)}); ${why}`,
  evidence: [table(found)],
});

const nothing = (found: readonly Strength[], {made, own}: {made: Association; own?: number}): Observation => ({
  verdict: "fail",
  summary: `on ${made.rows.length} rows the answers of ${found.length} references to rows left out correlate with the targets by ${Math.max(...found.map(({upper}) => upper)).toFixed(2)} at most${own === undefined ? "" : `, and the network's own skill on held-out rows is ${own.toFixed(2)}`}; more than ${margin} is expected of inputs that matter`,
  evidence: [table(found)],
  certainty: {p: 0.005, test: "equivalence: upper bounds of the correlations (Fisher)"},
});

const table = (found: readonly Strength[]) => ({
  kind: "table" as const,
  label: "correlation of targets with what references say that left each row out",
  columns: ["reference", "correlation", "lower bound", "upper bound"],
  rows: found.map(({by, r, lower, upper}) => [by, num(r), num(lower), num(upper)]),
});
