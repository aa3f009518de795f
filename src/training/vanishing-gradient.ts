import {answersBadly, check, type Probe} from "../check.js";
import {num} from "../finding.js";
import {sources} from "../sources.js";
import {most, outcome, percent, sharedRuns} from "../trial/outcome.js";

/** The first kernel's relative gradient over the largest of a later one: less than a thousandth vanishes (AUTOTRAINER's ratio). */
const gate = 1e-3;

/**
 * What a network must still have to learn: a converged one has small gradients too. Five sigmoid layers of 8 to 128 units that start at a ratio of 2e-4
 * leave 73 % after 400 steps, where relu leaves a tenth: the last layers alone learn a little.
 */
const harm = 0.5;

/** The gradient fades on its way back, so that the first layers stand still while the network has learned nothing. */
export const vanishingGradient = check(
  {
    name: "vanishing-gradient",
    stage: "training",
    symptom: "The loss stays at a plateau from the first step; the first layers do not move.",
    cause: "Each layer multiplies the gradient by less than 1 (a sigmoid by a quarter at most), so that little of it arrives at the first.",
    remedy:
      "Use relu (with heNormal) or tanh (with glorotUniform) in place of sigmoids, add batch normalisation or skip connections, or take fewer layers.",
    source: {...sources.glorot, at: "section 3.1"},
    explains: [...answersBadly, "flat-loss", "unmoved-weights", "batch-size", "cannot-memorise", "learning-rate-too-low", "too-few-steps"],
    needs: ["network", "bank"],
    work: () => ({runs: sharedRuns}),
  },
  async ({network, bank}) => {
    const {runs, left, capped} = await outcome(bank, {network});
    const ratios = runs.map(({before}) => fade(before));
    if (ratios.some(Number.isNaN))
      return {verdict: "pass", summary: "fewer than three layers with kernels have a gradient that could fade", evidence: []};
    const sick = ratios.map((ratio, i) => ratio > 0 && ratio < gate && left[i]! >= harm);
    const i = Math.max(0, sick.indexOf(true));
    const told = `the first kernel's gradient is ${ratios[i]!.toExponential(1)} of the largest at the start, relative to the weights (at least ${gate} is expected), and ${percent(left[i]!)} of what a constant answer leaves is still to be learned`;
    return {
      verdict: most(sick) ? (capped ? "unsure" : "fail") : "pass",
      summary: most(sick) && capped ? `${told}, but the fits were cut short; a larger budget would settle it` : told,
      evidence: [
        {
          kind: "table",
          label: "size of the gradient at the start, first layer first",
          columns: ["weight", "norm", "gradient", "gradient / norm"],
          rows: kernels(runs[0]!.before).map(({weight, norm, gradient}) => [weight, num(norm), num(gradient), num(gradient / norm)]),
        },
      ],
    };
  },
);

const kernels = ({gradients}: Probe): Probe["gradients"] =>
  gradients.filter(({weight, norm, size}) => /kernel/i.test(weight) && norm > 0 && size > 1);

/** The first kernel's relative gradient over the largest one; NaN with fewer than three kernels. */
function fade(probe: Probe): number {
  const list = kernels(probe).map(({gradient, norm}) => gradient / norm);
  return list.length < 3 ? NaN : list[0]! / Math.max(...list);
}
