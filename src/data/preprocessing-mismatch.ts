import {check, type Block} from "../check.js";
import type {Evidence, Verdict} from "../finding.js";
import {digits} from "../math/digits.js";
import {sources} from "../sources.js";
import {columns, spread, type Column} from "./columns.js";
import {looksUp} from "../trial/entry.js";
import {heldOutParts, nothingHeldOut} from "./parts.js";

/** A component on both sides, and the scaling that takes one to the other. */
interface Pair {
  train: Column;
  held: Column;
  /** Held-out width over training width. */
  scale: number;
  /** True when place or width differ by more than chance makes them. */
  changed: boolean;
  /** True when they differ by more than the rows of another class or place would. */
  far: boolean;
  /** True when they are distributed alike but for place and width. */
  alike: boolean;
}

/** What the two sides of one input or target look like. */
interface Sides {
  part: string;
  what: string;
  pairs: readonly Pair[];
  verdict: Verdict;
  /** The side that was left as it was. */
  raw?: string;
}

/** Held-out rows that went through other steps than the training rows: one side is scaled, the other is raw. */
export const preprocessingMismatch = check(
  {
    name: "preprocessing-mismatch",
    stage: "data",
    symptom: "The training loss is low, the held-out loss absurd from the start; the network fails as soon as it is used.",
    cause: "A step of the preparation is missing on one side, such as the division by 255 or the standardisation.",
    remedy:
      "Put the preparation into one function, or into the model, with figures from the training rows, and pass every part through it.",
    source: {...sources.sculley, at: "section 4"},
    explains: [
      "drifted-split",
      "unrepresentative-split",
      "overfitting",
      "below-baseline",
      "ignores-inputs",
      "below-reference",
      "overconfidence",
      "collapsed-predictions",
    ],
    needs: ["train"],
    wants: ["validation", "test", "network"],
  },
  ({train, validation, test, network, task}) => {
    const parts = heldOutParts({validation, test}).filter(({split}) => split.rows >= fewRows);
    if (parts.length === 0 || train.rows < fewRows)
      return {...nothingHeldOut, summary: `needs ${fewRows} validation or test rows, which the case does not have`};
    const measured = task === "regression" || task === "forecast";
    const sides = parts.flatMap(({part, split}) => [
      ...train.x.flatMap((block, i) =>
        looksUp(network, network?.inputs[i]?.name ?? block.name) ? [] : [compare(block, {other: split.x[i]!, part, what: "inputs"})],
      ),
      ...(measured ? train.y.map((block, i) => compare(block, {other: split.y[i]!, part, what: "targets"})) : []),
    ]);
    const worst = sides.find(({verdict}) => verdict === "fail") ?? sides.find(({verdict}) => verdict === "warn");
    return {
      verdict: worst?.verdict ?? "pass",
      summary: worst ? sentence(worst) : `no scaling sets ${parts.map(({part}) => part).join(" and ")} apart from the training rows`,
      evidence: worst ? show(worst) : [],
      certainty: "exact",
    };
  },
);

/** Rows below which quantiles say nothing. */
const fewRows = 30;

/**
 * Place in deviations and width beyond which chance does not explain a difference, as in `drifted-split`, and beyond which a missing step alone does:
 * one class of four that is cut off a sorted table moves by up to 2 and is up to 2.5 times as narrow (`npm run proof data-splits`).
 */
const limits = {moved: 1, width: 2, far: {moved: 3, width: 3}};

/** Share of the components that differ, and of those the share that one scaling each explains. */
const shares = {changed: 0.5, alike: 0.8};

function compare(block: Block, {other, part, what}: {other: Block; part: string; what: string}): Sides {
  const [before, after] = [columns(block), columns(other)];
  const pairs = before.flatMap((train, j) => (usable(train) && usable(after[j]!) ? [pair(train, after[j]!)] : []));
  const changed = pairs.filter((one) => one.changed);
  const scaled = changed.length > 0 && changed.length >= shares.changed * pairs.length;
  const most = (those: readonly Pair[]) => those.length >= shares.alike * changed.length;
  const explained = scaled && most(changed.filter(({alike}) => alike));
  const prepared = [pairs.map(({train}) => train), pairs.map(({held}) => held)].map(looksPrepared) as [boolean, boolean];
  const raw = prepared[0] === prepared[1] ? undefined : prepared[0] ? part : "training";
  return {part, what, pairs: changed, verdict: !explained ? "pass" : raw && most(changed.filter(({far}) => far)) ? "fail" : "warn", raw};
}

const usable = ({deviation, binary, missing}: Column): boolean => deviation > 0 && !binary && missing < 0.5;

function pair(train: Column, held: Column): Pair {
  const [before, after] = [spread(train), spread(held)];
  const scale = before > 0 && after > 0 ? after / before : held.deviation / train.deviation;
  const moved = Math.abs(held.mean - train.mean) / train.deviation;
  const changed = moved > limits.moved || scale > limits.width || scale < 1 / limits.width;
  const standard = ({sorted, mean, deviation}: Column) => sorted.map((value) => (value - mean) / deviation);
  const [a, b] = [standard(train), standard(held)];
  // Where many values are equal a small error of the mean moves them all: shares are compared a little apart.
  const distance = Math.max(excess(a, b), excess(b, a));
  const far = scale > limits.far.width || scale < 1 / limits.far.width || moved > limits.far.moved;
  return {train, held, scale, changed, far, alike: distance < Math.max(0.1, 1.95 * Math.sqrt(1 / a.length + 1 / b.length))};
}

/** Deviations by which values may lie apart and still count as equal. */
const near = 0.25;

/** The largest share by which more values of `a` than of `b` lie below a value, that of `b` moved up by {@link near}; 1.95 standard errors are exceeded once in a thousand (Smirnov 1939). */
function excess(a: Float64Array, b: Float64Array): number {
  let [j, most] = [0, 0];
  a.forEach((value, i) => {
    while (j < b.length && b[j]! <= value + near) j++;
    most = Math.max(most, (i + 1) / a.length - j / b.length);
  });
  return most;
}

/** True for what every usual preparation gives: all components within ± 1 and not faint, or nearly all of mean 0 and deviation 1. */
function looksPrepared(all: readonly Column[]): boolean {
  const low = all.reduce((least, {min}) => Math.min(least, min), Infinity);
  const high = all.reduce((most, {max}) => Math.max(most, max), -Infinity);
  if (low >= -1.05 && high <= 1.05) return high - low >= 0.3;
  const standard = all.filter(({mean, deviation}) => Math.abs(mean) <= 0.5 && deviation >= 0.3 && deviation <= 3);
  return standard.length >= 0.9 * all.length;
}

function sentence({part, what, pairs, raw}: Sides): string {
  const {train, held, scale} = [...pairs].sort((a, b) => a.scale - b.scale)[pairs.length >> 1]!;
  const figures = `${train.name} is ${digits(train.mean)} ± ${digits(train.deviation)} in training and ${digits(held.mean)} ± ${digits(held.deviation)} in ${part}`;
  const side = raw
    ? `the ${what} of ${raw} were not prepared as the others were`
    : `the ${what} of training and ${part} look scaled by other figures`;
  return `${side}: ${figures}, the same shape ${digits(scale)} times as wide; 1 is expected`;
}

function show({part, pairs}: Sides): Evidence[] {
  return [
    {
      kind: "table",
      label: `the same shape, scaled otherwise in ${part}`,
      columns: ["component", "mean in training", "deviation in training", `mean in ${part}`, `deviation in ${part}`, "scale", "shape"],
      rows: pairs
        .slice(0, 12)
        .map(({train, held, scale, alike}) => [
          train.name,
          ...[train.mean, train.deviation, held.mean, held.deviation, scale].map((value) => Number(value.toPrecision(6))),
          alike ? "the same" : "another",
        ]),
    },
    {kind: "number", label: "components that a scaling explains", value: pairs.filter(({alike}) => alike).length, expected: 0},
  ];
}
