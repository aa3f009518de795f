import type {Block, Network} from "../check.js";
import {median} from "../math/stats.js";
import {columns, type Column} from "./columns.js";
import {entryOf, normalises} from "../trial/entry.js";

/** How large one input is as its first layers see it. */
export interface Scale {
  input: string;
  columns: readonly Column[];
  /** The largest root mean square of a component over the usual standard deviation: how far one drowns the others. */
  drowning: number;
  /** Length of the components' means over the length of their deviations: how far the values lie from 0 for their spread. */
  offset: number;
  /** Standard deviation of the first layer's pre-activations under Glorot's start; 1 is expected. */
  drive: number;
  /** Sum of the components' mean squares: with the learning rate it bounds the steps of gradient descent. */
  energy: number;
  /** True when the first layer's activation is flat for large values. */
  saturates: boolean;
  /** Root mean square of all components, when the first layer is a convolution. */
  level?: number;
}

const flat = new Set(["tanh", "sigmoid", "hardSigmoid", "softsign", "softmax"]);

/** Measures the scale of an input; undefined when its first layers normalise or look it up. */
export function scaleOf(block: Block, {network, input = block.name}: {network?: Network; input?: string} = {}): Scale | undefined {
  const entry = network ? entryOf(network, input) : {layers: [], scale: 1, offset: 0};
  if (entry.layers.some(normalises)) return undefined;
  const seen = columns(block).map((column) => rescale(column, entry));
  const used = seen.filter(({sorted}) => sorted.length > 0);
  if (used.length === 0) return undefined;
  const meanSquare = used.reduce((sum, {size}) => sum + size ** 2, 0) / used.length;
  const means = used.reduce((sum, {mean}) => sum + mean ** 2, 0);
  const variances = used.reduce((sum, {deviation}) => sum + deviation ** 2, 0);
  const [first] = entry.layers;
  const fanIn = first?.inputShape.at(-1) ?? used.length;
  const fanOut = first?.outputShape.at(-1) ?? fanIn;
  return {
    input: block.name,
    columns: seen,
    drowning: Math.max(...used.map(({size}) => size)) / usual(used),
    offset: variances > 0 ? Math.sqrt(means / variances) : 0,
    drive: Math.sqrt((meanSquare * fanIn * 2) / (fanIn + fanOut)),
    energy: meanSquare * fanIn,
    saturates: flat.has(first?.activation ?? "linear"),
    level: /Conv/.test(first?.kind ?? "") ? Math.sqrt(meanSquare) : undefined,
  };
}

/** The middle standard deviation of the components that vary; 0.5 stands for a binary one, however rare its 1. */
function usual(used: readonly Column[]): number {
  const varying = used.filter(({deviation}) => deviation > 0);
  return varying.length ? median(varying.map(({binary, max, deviation}) => (binary && Math.abs(max) <= 1 ? 0.5 : deviation))) : Infinity;
}

function rescale(column: Column, {scale, offset}: {scale: number; offset: number}): Column {
  const move = (value: number) => value * scale + offset;
  const [mean, deviation] = [move(column.mean), column.deviation * Math.abs(scale)];
  return {
    ...column,
    min: move(column.min),
    median: move(column.median),
    max: move(column.max),
    mean,
    deviation,
    size: Math.hypot(mean, deviation),
  };
}
