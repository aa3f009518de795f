import {check, type Block, type Network, type Split} from "../check.js";
import {num, type Evidence, type Observation, type Verdict} from "../finding.js";
import {digits, percent} from "../math/digits.js";
import {histogram, quantileSorted} from "../math/stats.js";
import {wilson} from "../math/tests.js";
import {sources} from "../sources.js";
import {columns, spread, type Column} from "./columns.js";
import {looksUp} from "../trial/entry.js";
import {stuckIn, type Stuck} from "./stuck.js";

/** A component of which a part is absent. */
interface Gap {
  column: Column;
  /** Share that is NaN or holds the stand-in. */
  share: number;
  /** Lower bound of the share at 95 %. */
  least: number;
  /** The value that stands for what is absent; undefined for NaN. */
  standIn?: number;
}

/** A component that is mostly absent tells the network when it was recorded, not what it was. */
export const missingValues = check(
  {
    name: "missing-values",
    stage: "data",
    symptom: "An input that should matter does not help, or the network is worse than without it.",
    cause:
      "Most of a component's values are absent, or were replaced by a constant far from all the others or by the last one that was measured, which the network takes for a measurement.",
    remedy:
      "Fill the gaps with the median of the training rows and add an input that says which rows were filled, or drop the component; keep the stand-in out of the mean and the deviation that you scale by.",
    source: {...sources.deepchecks, at: "Percent Of Nulls: 5 % of a component"},
    explains: [
      "non-finite-values",
      "below-baseline",
      "ignores-inputs",
      "below-reference",
      "no-signal",
      "unscaled-inputs",
      "ignored-input",
      "constant-feature",
    ],
    needs: ["train"],
    wants: ["network"],
  },
  ({train, network}): Observation => {
    const gaps = gapsOf(train, network).sort((a, b) => b.least - a.least);
    const [worst] = gaps;
    const verdict: Verdict = !worst || worst.least < weak ? "pass" : worst.least > severe ? "fail" : "warn";
    const [still] = verdict === "pass" && !train.x.some((block) => looksUp(network, block.name)) ? stuckIn(train) : [];
    if (still && still.share >= weak) return standing(still);
    return {
      verdict,
      summary:
        worst && verdict !== "pass"
          ? sentence(worst)
          : `at most ${percent(gaps[0]?.share ?? 0)} of a component is absent; expected less than ${percent(weak)}`,
      evidence: verdict === "pass" ? [] : show(gaps.filter(({least}) => least >= weak)),
      certainty: "exact",
    };
  },
);

/** Lower bounds of the absent share that are worth a warning and a failure (deepchecks warns above 5 %). */
const weak = 0.05;
const severe = 0.5;

function standing({name, value, from, steps, next, share, values}: Stuck): Observation {
  const step = Math.ceil(values.length / 500);
  const shown = Array.from({length: Math.floor(values.length / step)}, (_, i) => i * step);
  return {
    verdict: share > severe ? "fail" : "warn",
    summary: `the series ${name} stands still at ${digits(value)} for ${steps} steps from step ${from} on, ${percent(share)} of it, and elsewhere for ${next} at most; expected less than ${percent(weak)}`,
    evidence: [
      {
        kind: "series",
        label: `the series ${name}`,
        x: {label: "step"},
        y: {label: name},
        lines: [{name, x: shown, values: shown.map((at) => num(values[at]!))}],
        marks: [from, from + steps].map((at) => ({axis: "x" as const, value: at, label: at === from ? "stands still" : "goes on"})),
      },
    ],
    certainty: "exact",
  };
}

/** Widths of the others that a stand-in lies away from them: -999 for 30 to 200 is 6 away, 0 for amounts of 1500 to 2500 (zero-inflated) 1.5. */
const apart = 3;

function gapsOf({x}: Split, network: Network | undefined): Gap[] {
  return x
    .filter((block, i) => !looksUp(network, network?.inputs[i]?.name ?? block.name))
    .flatMap((block) => {
      const all = columns(block);
      const gaps = all.flatMap((column) => gap(column, block));
      // Where most components have one, as in word counts, the common value is what absence of a word looks like.
      const sparse = all.length >= 10 && gaps.filter(({standIn}) => standIn !== undefined).length > all.length / 2;
      return gaps.filter(({standIn}) => standIn === undefined || !sparse);
    });
}

function gap(column: Column, {shape, size, values}: Block): Gap[] {
  const total = values.length / size;
  if (column.missing > 0) return [{column, share: column.missing, least: wilson(column.missing * total, {trials: total})[0]}];
  // In images and sequences a frequent value is background or padding.
  const standIn = shape.length > 1 ? undefined : standInOf(column);
  return standIn ? [{column, share: standIn.share, least: wilson(standIn.share * total, {trials: total})[0], standIn: standIn.value}] : [];
}

/**
 * The commonest value when nothing else lies near it: much farther from every other value than the others' own central 90 % are wide.
 * Zero-inflated, binary and one-hot components do not have one: their common value is 0, the others begin near it, or are too few to tell.
 */
function standInOf({sorted}: Column, {least = 5}: {least?: number} = {}): {value: number; share: number} | undefined {
  const {different, at, count} = commonest(sorted);
  const value = sorted[at]!;
  const share = count / sorted.length;
  if (value === 0) return undefined; // Nothing is what a count or an amount is when there is none.
  const first = at === 0;
  if (share < weak || different <= least || (!first && at + count < sorted.length)) return undefined;
  const others = first ? sorted.subarray(count) : sorted.subarray(0, at);
  const gap = Math.abs(value - others.at(first ? 0 : -1)!);
  return gap > apart * spread({sorted: others}) ? {value, share} : undefined;
}

/** How many different values there are, and where the commonest of them begins. */
function commonest(sorted: ArrayLike<number>): {different: number; at: number; count: number} {
  const best = {different: 0, at: 0, count: 0};
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    best.different++;
    if (end - start > best.count) Object.assign(best, {at: start, count: end - start});
  }
  return best;
}

function sentence({column, share, standIn}: Gap): string {
  const what = standIn === undefined ? "is NaN" : `holds ${digits(standIn)}, far from every other value (${range(column, standIn)})`;
  return `${percent(share)} of the input ${column.name} ${what}; expected less than ${percent(weak)} absent`;
}

function range({sorted}: Column, standIn: number): string {
  const others = sorted.filter((value) => value !== standIn);
  return `${digits(others[0]!)} to ${digits(others.at(-1)!)}`;
}

function show(gaps: readonly Gap[]): Evidence[] {
  const table: Evidence = {
    kind: "table",
    label: "components with absent values",
    columns: ["input", "absent", "at least (Wilson, 95 %)", "stands for absent", "median of the rest"],
    rows: gaps.slice(0, 20).map(({column, share, least, standIn}) => [
      column.name,
      percent(share),
      percent(least),
      standIn ?? "NaN",
      num(
        quantileSorted(
          column.sorted.filter((value) => value !== standIn),
          0.5,
        ),
      ),
    ]),
  };
  const {column, standIn} = gaps[0]!;
  if (standIn === undefined) return [table];
  const {edges, counts: tally} = histogram(column.sorted, {bins: 40});
  return [
    table,
    {
      kind: "histogram",
      label: `values of ${column.name}`,
      x: {label: column.name},
      edges,
      series: [{name: "rows", counts: tally}],
      marks: [{axis: "x", value: standIn, label: "stand-in"}],
    },
  ];
}
