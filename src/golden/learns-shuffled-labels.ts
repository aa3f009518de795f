import {check, type Followed, type Run} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {thousandths} from "../math/digits.js";
import {tTest} from "../math/tests.js";
import {sources} from "../sources.js";
import {read} from "../trial/reading.js";
import {upTo} from "../trial/sample-rows.js";
import {skill} from "../trial/skill.js";
import {subset} from "../trial/split.js";
import {thin} from "../trial/thin.js";

/** Independent permutations of the training targets. */
const permutations = 5;

/** Mean skill above which a significant one is an illness: measured as the gate without an alarm in 3 900 healthy runs. */
const gate = 0.25;

/** Held-out rows below which a skill says nothing. */
const leastRows = 30;

/**
 * Golden test 2: with permuted training targets nothing can be learned, so a held-out skill above chance means that the right answers reach the network on another way:
 * weights that have seen them before the fit, a path from an input that holds the target to the output, a loss or an optimizer that reads more than its batch.
 * On 400 programs that learn it gave no alarm and passed 99.8 %; half of the answers in a layer it saw in 8 of 8, a quarter in 3 of 8 (`npm run proof golden`).
 * It cannot see a column that holds the target but must be learned (its tie is permuted away: `leaked-labels`), nor rows on both sides of the split (`leaked-split`).
 */
export const learnsShuffledLabels = check(
  {
    name: "learns-shuffled-labels",
    stage: "golden",
    symptom: "A network trained on permuted targets still answers held-out rows better than chance.",
    cause:
      "The right answers reach the network on another way than the training targets: weights that have already seen them, or a path from an input that holds the target.",
    remedy:
      "Build the network with fresh weights and look for the target, or something computed from it, among the inputs and in what the layers read.",
    source: {...sources.zhang, at: "section 2.2, randomization tests"},
    needs: ["network", "bank"],
    work: () => ({shuffled: permutations, runs: 1}),
  },
  async ({network, bank, task}) => {
    const held = bank.heldOut;
    if (!held || held.rows < leastRows)
      return {
        verdict: "unsure",
        summary: `${held?.rows ?? 0} held-out rows cannot tell skill from chance; at least ${leastRows} would settle it`,
        evidence: [],
      };
    const runs = await bank.shuffled(permutations);
    const [own] = await bank.runs(1);
    const skillOf = (outputs: readonly Float32Array[], split = held) => skill(read({split, outputs}, {network, task}));
    const scores = runs.map(({validation}) => skillOf(validation!).value);
    const {measure, value} = skillOf(own!.validation!);
    const finite = scores.map((score) => (Number.isFinite(score) ? Math.max(-1, score) : 0));
    const test = tTest(finite);
    const verdict = test.p < 0.005 && test.mean > gate ? "fail" : test.upper < gate ? "pass" : "unsure";
    const evidence: Evidence[] = [
      {
        kind: "table",
        label: `skill on ${held.rows} held-out rows (${measure}; 0 is chance, 1 is perfect)`,
        columns: ["training targets", "skill", "steps"],
        rows: [["as they are", num(value), own!.steps], ...runs.map(({steps}, i) => [`permutation ${i + 1}`, num(scores[i]!), steps])],
      },
      {
        kind: "series",
        label: "training loss with the true and with permuted targets",
        x: {label: "step"},
        y: {label: "loss"},
        lines: [{name: "true", ...thin(own!.losses)}, ...runs.map(({losses}, i) => ({name: `permutation ${i + 1}`, ...thin(losses)}))],
      },
      ...onTheWay(runs, {of: ({rows, outputs}) => skillOf(outputs, subset(held, upTo(rows))).value, measure}),
    ];
    const said = `after ${permutations} permutations of the training targets the mean ${measure} on held-out rows is ${thousandths(test.mean)}`;
    const more =
      verdict === "unsure"
        ? `; its upper bound ${test.upper.toFixed(2)} is above ${gate}, more held-out rows than ${held.rows} would settle it`
        : "";
    return {
      verdict,
      summary: `${said} (chance is 0${verdict === "unsure" ? "" : `, at most ${gate} is expected`})${more}`,
      evidence,
      certainty: {p: test.p, test: "Student's t over permutations, one-sided"},
    };
  },
);

/** How the held-out loss rises and the skill stays at chance while permuted targets are learned. */
function onTheWay(runs: readonly Run[], {of, measure}: {of: (seen: Followed) => number; measure: string}): Evidence[] {
  const lines = (value: (seen: Followed) => number) =>
    runs.map(({followed = []}, i) => ({
      name: `permutation ${i + 1}`,
      x: followed.map(({step}) => step),
      values: followed.map((seen) => num(value(seen))),
    }));
  const x = {label: "step"};
  return [
    {kind: "series", label: "held-out loss while permuted targets are learned", x, y: {label: "loss"}, lines: lines(({loss}) => loss)},
    {
      kind: "series",
      label: `held-out ${measure} while permuted targets are learned`,
      x,
      y: {label: measure},
      lines: lines(of),
      marks: [{axis: "y", value: 0, label: "chance"}],
    },
  ];
}
