import type {Network, Split} from "../check.js";
import {columns, type Column} from "../data/columns.js";
import {entryOf} from "../trial/entry.js";
import type {Evidence, Num} from "../finding.js";
import {cut} from "./feature.js";

/** What values of an input reach the network. */
export interface Reach {
  /** The input's name. */
  input: string;
  /** Smallest and largest value as the data have it. */
  min: Num;
  max: Num;
  /** Smallest and largest value behind the network's own rescaling layers; as above without them. */
  entersAs: readonly [Num, Num];
  /** What the input meets first: classes of layers; empty when there is no network. */
  meets: readonly string[];
  /** Share of the values that are NaN. */
  missing: number;
}

interface Known {
  reach: Reach;
  columns: readonly Column[];
}

/** The range of each input, and how it enters the network's first layers that compute. */
export function reachOf({x}: Split, network: Network | undefined): Known[] {
  return x.map((block, i) => {
    const all = columns(block);
    const [min, max] = [Math.min(...all.map((column) => column.min)), Math.max(...all.map((column) => column.max))];
    const input = network?.inputs[i]?.name ?? block.name;
    const entry = network && entryOf(network, input);
    const enters = [min, max].map((value) => cut(value * (entry?.scale ?? 1) + (entry?.offset ?? 0))) as [Num, Num];
    const missing = all.reduce((sum, column) => sum + column.missing, 0) / all.length;
    return {
      reach: {input, min: cut(min), max: cut(max), entersAs: enters, meets: entry?.layers.map(({kind}) => kind) ?? [], missing},
      columns: all,
    };
  });
}

/** The ranges as a table, component by component. */
export function reachEvidence(known: readonly Known[]): Evidence {
  const rows = known.flatMap(({reach, columns: all}) => all.map((column) => ({reach, column})));
  return {
    kind: "table",
    label: `what reaches the network${rows.length > 40 ? ` (the first 40 of ${rows.length} components)` : ""}`,
    columns: ["input", "component", "min", "median", "max", "mean", "deviation", "NaN"],
    rows: rows
      .slice(0, 40)
      .map(({reach: {input}, column: {name, min, median, max, mean, deviation, missing}}) => [
        input,
        name,
        ...[min, median, max, mean, deviation, missing].map(cut),
      ]),
  };
}
