import {check, type Probe} from "../check.js";
import {num} from "../finding.js";
import {sources} from "../sources.js";
import {most, outcome, sharedRuns} from "../trial/outcome.js";

/** Gradient times weights over a constant answer's loss: healthy networks lie between 0.1 and 100. */
const gate = 1e4;

/** The first gradient is so large against weights and targets that steps destroy instead of improve. */
export const explodingGradient = check(
  {
    name: "exploding-gradient",
    stage: "training",
    symptom: "The first losses and gradients are huge, and the network does not recover.",
    cause: "Each layer or step of time multiplies the signal by more than 1, by its initial weights or by the scale of its inputs.",
    remedy: "Start with orthogonal, glorot or he weights, scale the inputs, and clip the gradient (clipValue or clipNorm).",
    source: {...sources.goodfellow, at: "sections 8.2.4 and 10.7"},
    explains: [
      "divergence",
      "growing-weight-norms",
      "oscillating-loss",
      "flat-loss",
      "below-baseline",
      "ignores-inputs",
      "below-reference",
      "cannot-learn-elsewhere",
      "wrong-initial-loss",
      "cannot-memorise",
    ],
    needs: ["network", "bank"],
    work: () => ({runs: sharedRuns}),
  },
  async ({network, bank}) => {
    const {runs, left, prior, least} = await outcome(bank, {network});
    const sizes = runs.map(({before}) => steepness(before) / (prior - least));
    const sick = sizes.map((size, i) => !(size < gate) && left[i]! > 1);
    const i = Math.max(0, sick.indexOf(true));
    return {
      verdict: most(sick) ? "fail" : "pass",
      summary: `at the start gradient times weights is ${sizes[i]!.toPrecision(2)} of a constant answer's loss (at most ${gate} is expected)${most(sick) ? ", and the fit ends worse than a constant answer" : ""}`,
      evidence: [
        {
          kind: "table",
          label: "size of the gradient at the start",
          columns: ["weight", "norm", "gradient"],
          rows: runs[0]!.before.gradients.map(({weight, norm, gradient}) => [weight, num(norm), num(gradient)]),
        },
      ],
    };
  },
);

/** Norm of the whole gradient times that of all weights: how much the loss changes when the weights double; 0 without gradients. */
function steepness({gradients}: Probe): number {
  const known = gradients.filter(({gradient}) => !Number.isNaN(gradient));
  const total = (pick: (one: Probe["gradients"][number]) => number) => Math.hypot(...known.map(pick));
  return total(({gradient}) => gradient) * total(({norm}) => norm);
}
