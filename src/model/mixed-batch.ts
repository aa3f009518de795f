import {check, notLearning, type Live, type Network, type Split} from "../check.js";
import {num, type Observation} from "../finding.js";
import {digits, percent} from "../math/digits.js";
import {extent} from "../math/stats.js";
import {sources} from "../sources.js";
import {subset} from "../trial/split.js";
import {reorder, upTo} from "../trial/sample-rows.js";

/** A row's answer depends on the other rows of its batch. */
export const mixedBatch = check(
  {
    name: "mixed-batch",
    stage: "model",
    symptom: "A row gets another answer in another batch, and what is learned does not hold for single rows.",
    cause: "A reshape, a transpose, a softmax, a sum or a normalisation goes over the rows instead of within each row.",
    remedy:
      "Leave the first dimension alone: reshape to [-1, …] only what belongs to one row, permute the other axes, and reduce over the last axis.",
    source: {...sources.karpathy, at: "use backprop to chart dependencies"},
    explains: [...notLearning, "overfitting", "too-small-model", "too-few-steps", "learning-rate-too-low"],
    needs: ["train", "network", "untrained"],
  },
  ({train, network, untrained}) => {
    if (network.layers.some(({config}) => config.stateful === true))
      return {verdict: "skip", summary: "a stateful layer carries its state from batch to batch", evidence: []};
    if (train.rows < 2) return {verdict: "unsure", summary: "there is one row only; two would settle it", evidence: []};
    return untrained(async (live) => {
      const first = await exchange(live, {train, network});
      if (first.verdict !== "unsure") return first;
      await live.learn(warmUp);
      return exchange(live, {train, network});
    });
  },
);

/** Rows that stay, and rows that are replaced. */
const half = 4;

/** Steps after which a network that starts with equal answers is looked at again. */
const warmUp = 20;

/** Difference, against the largest answer, that rounding alone can make: sums of float32 numbers in another order leave less than 1e-5. */
const tolerance = 1e-4;

/** Compares the answers to some rows beside others with those beside copies of themselves: before them, and behind them. */
async function exchange(live: Live, {train, network}: {train: Split; network: Network}): Promise<Observation> {
  const kept = Math.min(half, Math.floor(train.rows / 2));
  const {x} = subset(train, upTo(2 * kept));
  const ask = (rows: readonly number[]) => live.forward(reorder(x, rows));
  const [a, b] = [upTo(kept), upTo(kept).map((row) => kept + row)];
  const turned = [...a.slice(1), a[0]!];
  const [before, beside, behind, copied] = [
    await ask([...a, ...b]),
    await ask([...a, ...turned]),
    await ask([...b, ...a]),
    await ask([...turned, ...a]),
  ];
  const strange = network.outputs.findIndex(({shape}, i) => !fits(before[i]!.length / (2 * kept), shape));
  if (strange >= 0)
    return {
      verdict: "fail",
      summary: `${network.outputs[strange]!.name} gives ${before[strange]!.length} numbers for ${2 * kept} rows, which are not ${2 * kept} answers of shape [${network.outputs[strange]!.shape}]`,
      evidence: [],
      certainty: "exact",
    };
  const changes = network.outputs.map(({name}, i) => {
    const size = before[i]!.length / (2 * kept);
    const [low, high] = extent(before[i]!);
    const moved = Math.max(
      largest(before[i]!.subarray(0, size * kept), beside[i]!.subarray(0, size * kept)),
      largest(behind[i]!.subarray(size * kept), copied[i]!.subarray(size * kept)),
    );
    return {name, moved, range: high - low, scale: Math.max(Math.abs(low), Math.abs(high))};
  });
  if (changes.some(({scale}) => !Number.isFinite(scale)))
    return {verdict: "unsure", summary: "the untrained network's answers are not finite", evidence: []};
  const worst = changes.reduce((most, one) => (one.moved / one.scale > most.moved / most.scale ? one : most));
  if (worst.moved > tolerance * worst.scale)
    return {
      verdict: "fail",
      summary: `with other rows beside them ${kept} rows get answers of ${worst.name} that differ by up to ${digits(worst.moved)} (${percent(worst.moved / worst.range)} of the answers' range); expected no difference`,
      evidence: [
        {
          kind: "table",
          label: "answers to the same rows in two batches",
          columns: ["output", "largest difference", "range of the answers"],
          rows: changes.map(({name, moved, range}) => [name, num(moved), num(range)]),
        },
      ],
      certainty: "exact",
    };
  if (changes.every(({range, scale}) => range <= tolerance * scale))
    return {
      verdict: "unsure",
      summary: "the network gives every row the same answer, so that rows cannot be told apart; a start at random weights would settle it",
      evidence: [],
    };
  return {verdict: "pass", summary: `the answers to ${kept} rows stay when the rows beside them change`, evidence: [], certainty: "exact"};
}

/** True when a row's answer can have that many numbers. */
function fits(size: number, shape: readonly (number | null)[]): boolean {
  const known = shape.reduce<number>((product, length) => product * (length ?? 1), 1);
  return shape.includes(null) ? size % known === 0 : size === known;
}

function largest(a: Float32Array, b: Float32Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}
