import type {Block, Network, Split} from "../../check.js";
import {extent, finiteExtent} from "../../math/stats.js";
import {looksUp} from "../entry.js";
import type {InputKind} from "./body.js";

/** How a reference network takes one input: what it is, and its numbers with mean 0 and deviation 1 by the training rows. */
export interface Entrance {
  kind: InputKind;
  encode: (block: Block) => Block;
}

/** Reads off the training rows how an input is taken; undefined for ids that are none and for shapes that no plain reference takes. */
export function entranceOf(train: Split, {index, network}: {index: number; network: Network}): Entrance | undefined {
  const block = train.x[index]!;
  if (looksUp(network, network.inputs[index]?.name ?? block.name)) return ids(block);
  const kind = kindOf(block);
  return kind && {kind, encode: standardised(block, kind)};
}

function kindOf({shape, size}: Block): InputKind | undefined {
  if (shape.length <= 1) return {kind: "vector", size};
  if (shape.length === 2) return {kind: "series", steps: shape[0]!, channels: shape[1]!};
  return shape.length === 3 ? {kind: "image", height: shape[0]!, width: shape[1]!, channels: shape[2]!} : undefined;
}

function ids(block: Block): Entrance | undefined {
  const [low, high] = extent(block.values);
  if (!(low >= 0 && high < 1e6)) return undefined;
  const most = Math.round(high);
  return {
    kind: {kind: "ids", places: block.size, vocabulary: most + 1},
    encode: (other) => ({...other, values: Int32Array.from(other.values, (id) => Math.min(most, Math.max(0, Math.round(id) || 0)))}),
  };
}

/** Deviations beyond which a value is cut: one wild number must not blind the reference. */
const cut = 8;

/** Each component of a list of numbers by itself, each channel of a series or an image over its positions. */
function standardised({values, size}: Block, kind: InputKind): Entrance["encode"] {
  const columns = kind.kind === "vector" ? size : (kind as {channels: number}).channels;
  const [counts, sums, squares] = [new Float64Array(columns), new Float64Array(columns), new Float64Array(columns)];
  const [least, most] = finiteExtent(values);
  const usable = (value: number) => value >= least && value <= most;
  values.forEach((value, i) => usable(value) && (counts[i % columns]!++, (sums[i % columns]! += value)));
  const centres = sums.map((sum, j) => sum / counts[j]! || 0);
  values.forEach((value, i) => usable(value) && (squares[i % columns]! += (value - centres[i % columns]!) ** 2));
  const widths = squares.map((square, j) => Math.sqrt(square / counts[j]!) || 1);
  const one = (value: number, j: number) => {
    const scaled = (value - centres[j]!) / widths[j]!;
    return Number.isNaN(scaled) ? 0 : Math.max(-cut, Math.min(cut, scaled));
  };
  return (other) => ({...other, values: Float32Array.from(other.values, (value, i) => one(value, i % columns))});
}
