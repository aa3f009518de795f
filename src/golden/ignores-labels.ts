import {check} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {mean} from "../math/stats.js";
import {tTest} from "../math/tests.js";
import {sources} from "../sources.js";
import {sharedRuns} from "../trial/outcome.js";
import {read} from "../trial/reading.js";
import {skill} from "../trial/skill.js";
import {thin} from "../trial/thin.js";

/** Fits on permuted targets: those of `learns-shuffled-labels`. */
const permutations = 5;

/** The gap between the losses with permuted and with true targets, over what the true fit gained, that is as good as none. */
const margin = 0.05;

/** Share of its first loss that a fit keeps at most when it has memorised every row: then the gap says nothing. */
const memorised = 0.05;

/** Golden test 2, the other half: the training loss must be lower with the true targets than with permuted ones; an equivalence test, since the illness is no difference. */
export const ignoresLabels = check(
  {
    name: "ignores-labels",
    stage: "golden",
    symptom: "The training loss falls just as well when the targets are permuted, and held-out rows are answered no better than by chance.",
    cause: "The loss does not read the targets, or rows and targets do not belong together, or the inputs say nothing of the targets.",
    remedy: "Look whether rows and labels were shuffled apart, and whether a custom loss uses its first argument.",
    source: {...sources.zhang, at: "section 2.2, randomization tests"},
    explains: ["below-baseline", "below-reference"],
    needs: ["network", "bank"],
    work: () => ({runs: sharedRuns, shuffled: permutations}),
  },
  async ({network, bank, task}) => {
    const held = bank.heldOut;
    if (!held) return {verdict: "unsure", summary: `${bank.train.rows} rows are too few to hold any out; 50 would do`, evidence: []};
    const [own, mixed] = [await bank.runs(sharedRuns), await bank.shuffled(permutations)];
    const steps = Math.min(...[...own, ...mixed].map(({losses}) => losses.length));
    const early = (losses: readonly number[]) => mean(losses.slice(0, Math.max(1, Math.ceil(steps / 3))));
    const start = mean(own.map(({before}) => before.losses.reduce((sum, loss) => sum + loss, 0)));
    const gained = start - mean(own.map(({trainLoss}) => trainLoss));
    const evidence: Evidence[] = [
      {
        kind: "series",
        label: "training loss with the true and with permuted targets",
        x: {label: "step"},
        y: {label: "loss"},
        lines: [
          ...own.map(({losses}, i) => ({name: `true ${i + 1}`, ...thin(losses.slice(0, steps))})),
          ...mixed.map(({losses}, i) => ({name: `permuted ${i + 1}`, ...thin(losses.slice(0, steps))})),
        ],
      },
    ];
    const score = mean(own.map(({validation}) => skill(read({split: held, outputs: validation!}, {network, task})).value));
    if (!Number.isFinite(gained) || gained <= margin * Math.abs(start))
      return {
        verdict: "pass",
        summary: `the loss does not fall with the true targets either (by ${num(Number(gained.toPrecision(3)))}): it learns nothing, which other checks judge`,
        evidence,
      };
    // The runs share their held-out rows: their skills vary by the rows, about 1/√n, and not by the seeds.
    const noise = 1 / Math.sqrt(held.rows);
    const gap = tTest(own.flatMap(({losses}) => mixed.map((other) => (early(other.losses) - early(losses)) / gained)));
    const told = `permuted targets raise the loss over the first ${Math.ceil(steps / 3)} steps by ${gap.mean.toFixed(3)} of what the fit gains (more than ${margin} is expected)`;
    if (score > 2 * noise || gap.mean > margin)
      return {verdict: "pass", summary: `${told}, and the mean skill on held-out rows is ${score.toFixed(3)}`, evidence};
    if (score > noise || gap.upper > margin)
      return {
        verdict: "unsure",
        summary: `${told}, with an upper bound of ${gap.upper.toFixed(3)}, and the mean skill on ${held.rows} held-out rows is ${score.toFixed(3)}; more rows would settle it`,
        evidence,
      };
    const both = [...own, ...mixed].every(({losses}) => losses.at(-1)! < memorised * Math.abs(losses[0]!));
    if (both)
      return {
        verdict: "unsure",
        summary: `${told}, but every fit memorises its rows; more rows or a smaller network would settle it`,
        evidence,
      };
    return {
      verdict: "fail",
      summary: `${told}, and the mean skill on held-out rows is ${score.toFixed(3)} (chance is 0)`,
      evidence,
      certainty: {p: 0.05, test: "equivalence: upper bound of the mean gap"},
    };
  },
);
