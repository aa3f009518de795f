import {check, type Bank, type Network, type Run} from "../check.js";
import type {Evidence} from "../finding.js";
import {digits, thousandths} from "../math/digits.js";
import {mean} from "../math/stats.js";
import {tTest} from "../math/tests.js";
import {sources} from "../sources.js";
import {sharedRuns} from "../trial/outcome.js";
import {leastLoss, priorLoss} from "../trial/prior.js";
import {read} from "../trial/reading.js";
import {skill} from "../trial/skill.js";
import {thin} from "../trial/thin.js";
import {areDeaf} from "./deaf-loss.js";

/** Fits on permuted targets: those of `learns-shuffled-labels`. */
const permutations = 5;

/** The gap between the losses with permuted and with true targets, over what the true fit gained on a constant answer, that is as good as none, both while it learns and where it ends. */
const margin = 0.05;

/** Share of its first loss that a fit keeps at most when it has memorised every row: then the gap says nothing. */
const memorised = 0.05;

/**
 * Golden test 2, the other half: the training loss must be lower with the true targets than with permuted ones; an equivalence test, since the illness is no difference. On 386 programs that
 * learn it gave no alarm and passed 385 (`npm run proof golden`).
 */
export const ignoresLabels = check(
  {
    name: "ignores-labels",
    stage: "golden",
    symptom: "The training loss falls just as well when the targets are permuted, and held-out rows are answered no better than by chance.",
    cause: "The loss does not read the targets, or rows and targets do not belong together, or the inputs say nothing of the targets.",
    remedy: "Look whether rows and labels were shuffled apart, and whether a custom loss uses its first argument.",
    source: {...sources.zhang, at: "section 2.2, randomization tests"},
    explains: ["below-baseline", "ignores-inputs", "below-reference", "cannot-learn-elsewhere"],
    needs: ["network", "bank"],
    wants: ["train", "untrained"],
    work: () => ({runs: sharedRuns, shuffled: permutations}),
  },
  async ({network, bank, task, train, untrained}) => {
    // A network that rebuilds its inputs may hold its whole loss itself.
    if (train && task !== "reconstruction" && (await untrained?.((live) => areDeaf(live, train))))
      return {
        verdict: "fail",
        summary: "the loss is the same whatever the targets are, row by row; expected another loss where another target is right",
        evidence: [],
        certainty: "exact",
      };
    const held = bank.heldOut;
    if (!held) return {verdict: "unsure", summary: `${bank.train.rows} rows are too few to hold any out; 50 would do`, evidence: []};
    const fits: Fits = {own: await bank.runs(sharedRuns), mixed: await bank.shuffled(permutations)};
    const evidence = [curves(fits)];
    const {gained, enough, told: little} = await gainOf(fits, {bank, network});
    if (!enough)
      return {
        verdict: "pass",
        summary: `${little}, which other checks judge`,
        evidence,
      };
    const score = mean(fits.own.map(({validation}) => skill(read({split: held, outputs: validation!}, {network, task})).value));
    // The runs share their held-out rows: their skills vary by the rows, about 1/√n, and not by the seeds.
    const noise = 1 / Math.sqrt(held.rows);
    const {gap, lower, upper, told} = gapOf(fits, gained);
    if (score > 2 * noise || (gap > margin && lower > 0))
      return {verdict: "pass", summary: `${told}, and the mean skill on held-out rows is ${thousandths(score)}`, evidence};
    const all = [...fits.own, ...fits.mixed];
    const both = all.every(({losses}) => losses.at(-1)! < memorised * Math.abs(losses[0]!));
    if (score > noise || upper > margin || both)
      return {
        verdict: "unsure",
        summary: `${told}, with an upper bound of ${thousandths(upper)}, and the mean skill on ${held.rows} held-out rows is ${thousandths(score)}${both ? ", but every fit memorises its rows; more rows or a smaller network" : "; more rows"} would settle it`,
        evidence,
      };
    return {
      verdict: "fail",
      summary: `${told}, and the mean skill on held-out rows is ${thousandths(score)} (chance is 0)`,
      evidence,
      certainty: {p: 0.05, test: "equivalence: upper bound of the mean gap"},
    };
  },
);

/** Fits of the case as it is, and on permuted targets. */
interface Fits {
  own: readonly Run[];
  mixed: readonly Run[];
}

const stepsOf = ({own, mixed}: Fits): number => Math.min(...[...own, ...mixed].map(({losses}) => losses.length));

/** What the true targets teach beyond a constant answer, as permuted targets teach their frequencies too: a tenth of all there is at least, for a share of less is noise. */
async function gainOf({own}: Fits, {bank, network}: {bank: Bank; network: Network}): Promise<Gain> {
  const start = mean(own.map(({before}) => before.losses.reduce((sum, loss) => sum + loss, 0)));
  const end = mean(own.map(({trainLoss}) => trainLoss));
  const [prior, least] = [await priorLoss(bank, {network}), await leastLoss(bank, {network})];
  const fell = Number.isFinite(end) && start - end > margin * Math.abs(start);
  const told =
    end < prior
      ? `with the true targets the loss falls from ${digits(start)} to ${digits(end)}, that of a constant answer is ${digits(prior)}: it learns too little to compare`
      : "the loss does not fall below that of a constant answer with the true targets either: it learns nothing";
  if (!(prior > least)) return {gained: start - end, enough: fell, told};
  return {gained: Math.max(Math.min(start, prior) - end, 0.1 * (prior - least)), enough: fell && end < prior, told};
}

interface Gain {
  gained: number;
  /** False for a fit that learned too little to be compared, which `told` says. */
  enough: boolean;
  told: string;
}

/** The larger of the gaps while the fits begin and where they end, as shares of the gain, its lower bound, and the greater upper bound of the two. */
function gapOf(fits: Fits, gained: number): {gap: number; lower: number; upper: number; told: string} {
  const steps = stepsOf(fits);
  const third = Math.max(1, Math.ceil(steps / 3));
  const gaps = [0, steps - third].map((from) => {
    const level = ({losses}: Run) => mean(losses.slice(from, from + third));
    const each = fits.mixed.map((other) => fits.own.map((one) => (level(other) - level(one)) / gained));
    return {from, ...tTest(each.flat()), lower: lowest(each.map(mean))};
  });
  const widest = gaps[1]!.mean > gaps[0]!.mean ? gaps[1]! : gaps[0]!;
  const when = `${widest.from ? "last" : "first"} ${third} steps`;
  return {
    gap: widest.mean,
    lower: widest.lower,
    upper: Math.max(...gaps.map(({upper}) => upper)),
    told: `permuted targets raise the loss over the ${when} by ${thousandths(widest.mean)} of what the fit gains (more than ${margin} is expected)`,
  };
}

/** What one more permutation's gap is above in 19 of 20: targets that say nothing are one themselves, however many fits are made on them. */
function lowest(gaps: readonly number[]): number {
  const {mean: centre, upper} = tTest(gaps);
  return centre - (upper - centre) * Math.sqrt(gaps.length + 1);
}

function curves(fits: Fits): Evidence {
  const steps = stepsOf(fits);
  const lines = (runs: readonly Run[], name: string) =>
    runs.map(({losses}, i) => ({name: `${name} ${i + 1}`, ...thin(losses.slice(0, steps))}));
  return {
    kind: "series",
    label: "training loss with the true and with permuted targets",
    x: {label: "step"},
    y: {label: "loss"},
    lines: [...lines(fits.own, "true"), ...lines(fits.mixed, "permuted")],
  };
}
