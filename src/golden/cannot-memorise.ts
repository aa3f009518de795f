import {answersBadly, check, type Network} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {sources} from "../sources.js";
import {leastLoss, priorLoss} from "../trial/prior.js";
import {thin} from "../trial/thin.js";
import {climb, limit, rose, type Climb, type Rung} from "./ladder.js";
import {memorable} from "./sample.js";

/** Share of the way from a constant answer to a perfect one that may be left: R² 0.95 on the memorised rows. */
const gate = 0.05;

/** Rows to learn by heart: two; with batch normalisation eight, since one or two rows normalise to the same numbers whatever they are. */
const sizes = {plain: 2, normalised: 8};

/**
 * Golden test 1: a network that cannot learn two rows by heart cannot learn anything; learning rates above the user's are tried before it is called ill. On 400 programs that learn it gave no
 * alarm and passed 96 %, the others it warned of their rate (`npm run proof golden`).
 */
export const cannotMemorise = check(
  {
    name: "cannot-memorise",
    stage: "golden",
    symptom: "Two training rows with different targets are not learned by heart, whatever the learning rate.",
    cause:
      "Something between the inputs and the loss stops the gradient or the answer: a wrong output or loss, dead or frozen units, inputs or targets out of scale.",
    remedy:
      "Look for the cause among the findings on model and data; until two rows are learned, no tuning of the training will help. If only a larger learning rate memorises, use that.",
    source: {...sources.karpathy, at: "2. Set up the end-to-end training/evaluation skeleton: overfit one batch"},
    explains: [...answersBadly, "flat-loss", "ignores-labels", "wrong-initial-loss"],
    needs: ["network", "bank"],
    // A network that learns takes a tenth of this; one that does not is worth more than its price.
    work: () => ({trials: [{steps: limit, batchSize: 2, descends: true}]}),
  },
  async ({network, bank, seed}) => {
    const normalises = network.layers.some(({kind}) => kind === "BatchNormalization");
    const rows = memorable(bank.train, {size: normalises ? sizes.normalised : sizes.plain, seed});
    if (!rows)
      return {
        verdict: "unsure",
        summary: "no two finite training rows have different targets and different inputs; there is nothing to memorise",
        evidence: [],
      };
    const [prior, least] = [await priorLoss(bank, {network, rows}), await leastLoss(bank, {network, rows})];
    if (!(prior - least > 1e-6 * Math.abs(prior)))
      return {
        verdict: "unsure",
        summary: `the loss gives a constant answer ${prior.toPrecision(3)} and a perfect one ${least.toPrecision(3)}: memorising cannot be told from it`,
        evidence: [],
      };
    const climbs = await climb(bank, {rungs: rungsOf(network), rows, prior, least, gate, seeds: 3, seed});
    return conclude(climbs, {rows, prior});
  },
);

/** The user's own optimizer, ten times its rate, Adam at 0.01, and a tenth of its rate. */
function rungsOf({optimizer: {name, learningRate}}: Network): Rung[] {
  const title = (factor: number, otherwise: string) =>
    learningRate === undefined ? otherwise : `${name} at ${Number((factor * learningRate).toPrecision(3))}`;
  const adam = {title: "Adam at 0.01", optimizer: {name: "adam" as const, learningRate: 0.01}};
  const tried: Rung[] = [
    {title: title(1, "your optimizer"), optimizer: {}},
    {title: title(10, "your optimizer at ten times its rate"), optimizer: {factor: 10}},
  ];
  const lower = {title: title(0.1, "your optimizer at a tenth of its rate"), optimizer: {factor: 0.1}, onlyIfRising: true};
  return [...tried, adam, lower].filter((rung, i, all) => all.findIndex((one) => one.title === rung.title) === i);
}

function conclude(climbs: readonly Climb[], {rows, prior}: {rows: readonly number[]; prior: number}) {
  const last = climbs.at(-1)!;
  const steps = last.left.length;
  const evidence: Evidence[] = [curves(climbs), {kind: "number", label: "loss of a constant answer to these rows", value: num(prior)}];
  if (last.memorised && climbs.length === 1)
    return {
      verdict: "pass" as const,
      summary: `${rows.length} rows are learned by heart in ${steps} ${steps === 1 ? "step" : "steps"} (at most ${limit})`,
      evidence,
    };
  if (last.memorised)
    return {
      verdict: "warn" as const,
      summary: `${rows.length} rows are not learned by heart with ${climbs[0]!.rung.title} in ${limit} steps, but with ${last.rung.title} in ${steps}; the learning rate may be too ${rose(climbs[0]!) ? "high" : "low"}`,
      evidence,
    };
  const best = Math.min(...climbs.map(({left}) => left.at(-1)!).filter(Number.isFinite));
  const told = Number.isFinite(best)
    ? `${percent(best)} of what a constant answer leaves is still to be learned (at most ${percent(gate)})`
    : "the loss is not a number";
  return {
    verdict: "fail" as const,
    summary: `${rows.length} rows are not learned by heart in ${limit} steps with ${climbs.map(({rung}) => rung.title).join(", ")}: ${told}`,
    evidence,
    certainty: {p: 0.005, test: "three seeds on each learning rate"},
  };
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

function curves(climbs: readonly Climb[]): Evidence {
  return {
    kind: "series",
    label: "what is left to learn of the memorised rows (1: a constant answer, 0: perfect)",
    x: {label: "step"},
    y: {label: "share left"},
    lines: climbs.map(({rung, left}) => ({name: rung.title, ...thin(left)})),
    marks: [{axis: "y", value: gate, label: "memorised"}],
  };
}
