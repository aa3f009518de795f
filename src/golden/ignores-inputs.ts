import {check, type Bank, type Run} from "../check.js";
import type {Evidence} from "../finding.js";
import {thousandths} from "../math/digits.js";
import {mean} from "../math/stats.js";
import {tTest} from "../math/tests.js";
import {sources} from "../sources.js";
import {outcome, sharedRuns} from "../trial/outcome.js";
import {read} from "../trial/reading.js";
import {skill} from "../trial/skill.js";
import {thin} from "../trial/thin.js";

/** The gap between the losses without and with inputs, over what there is to learn beyond a constant answer, that is as good as none. */
const margin = 0.05;

/** Steps of the control: what inputs tell is seen early. */
const longest = 300;

/** The input-independent control: with all inputs at 0 the training loss must stay above that with the inputs as they are; an equivalence test, since the illness is no difference. */
export const ignoresInputs = check(
  {
    name: "ignores-inputs",
    stage: "golden",
    symptom:
      "The training loss is no lower with the inputs than with zeros in their place, and held-out rows are answered no better than by chance.",
    cause:
      "The network extracts nothing from its inputs: they do not reach the output, are drowned by their scale, or say nothing of the targets.",
    remedy: "Look at the inputs just before the network, follow them through it, and see whether two rows can be memorised.",
    source: {...sources.karpathy, at: "input-independent baseline"},
    explains: ["below-baseline", "below-reference"],
    needs: ["network", "bank"],
    work: ({schedule: {steps, batchSize}}) => ({
      runs: sharedRuns,
      trials: Array.from({length: sharedRuns}, () => ({steps: Math.min(steps, longest), batchSize, descends: true})),
      late: true,
    }),
  },
  async ({network, bank, task}) => {
    const held = bank.heldOut;
    if (!held) return {verdict: "unsure", summary: `${bank.train.rows} rows are too few to hold any out; 50 would do`, evidence: []};
    const {runs, prior, least, capped} = await outcome(bank, {network});
    const controls = await controlled(bank, runs);
    const steps = Math.min(...runs.map(({losses}) => losses.length), ...controls.map(({length}) => length));
    const from = steps - Math.ceil(steps / 3);
    const level = (losses: readonly number[]) => mean(losses.slice(from, steps));
    const {mean: gap, upper} = tTest(runs.map(({losses}, i) => (level(controls[i]!) - level(losses)) / (prior - least)));
    const score = mean(runs.map(({validation}) => skill(read({split: held, outputs: validation!}, {network, task})).value));
    const told = `zeros in place of the inputs raise the loss of steps ${from + 1} to ${steps} by ${thousandths(gap)} of what there is to learn (more than ${margin} is expected)`;
    const evidence = [curves(runs, {controls, steps})];
    // The runs share their held-out rows: their skills vary by the rows, about 1/√n, and not by the seeds.
    const noise = 1 / Math.sqrt(held.rows);
    if (gap > margin || score > 2 * noise)
      return {verdict: "pass", summary: `${told}, and the mean skill on held-out rows is ${thousandths(score)}`, evidence};
    if (!Number.isFinite(gap))
      return {verdict: "unsure", summary: "the losses are not finite; a lower learning rate would settle it", evidence};
    if (upper > margin || score > noise || capped)
      return {
        verdict: "unsure",
        summary: `${told}, with an upper bound of ${thousandths(upper)}, and the mean skill on ${held.rows} held-out rows is ${thousandths(score)}; ${capped ? "a larger budget" : "more steps or rows"} would settle it`,
        evidence,
      };
    return {
      verdict: "fail",
      summary: `${told}, and the mean skill on held-out rows is ${thousandths(score)} (chance is 0)`,
      evidence,
      certainty: {p: 0.05, test: "equivalence: upper bound of the mean gap, Student's t over pairs of seeds"},
    };
  },
);

/** The same seeds without inputs. */
async function controlled(bank: Bank, runs: readonly Run[]): Promise<(readonly number[])[]> {
  const losses: (readonly number[])[] = [];
  for (const {seed, steps} of runs) losses.push(await bank.descend({seed, blank: true, steps: Math.min(steps, longest)}));
  return losses;
}

const curves = (runs: readonly Run[], {controls, steps}: {controls: readonly (readonly number[])[]; steps: number}): Evidence => ({
  kind: "series",
  label: "training loss with the inputs and with zeros in their place",
  x: {label: "step"},
  y: {label: "loss"},
  lines: [
    ...runs.map(({losses}, i) => ({name: `inputs ${i + 1}`, ...thin(losses.slice(0, steps))})),
    ...controls.map((losses, i) => ({name: `zeros ${i + 1}`, ...thin(losses.slice(0, steps))})),
  ],
});
