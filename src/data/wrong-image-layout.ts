import {check, notLearning, type Block, type Network} from "../check.js";
import type {Evidence} from "../finding.js";
import {digits} from "../math/digits.js";
import {sources} from "../sources.js";

/** A way to read the numbers of a row as a picture: lengths, and how far apart neighbours lie in memory. */
interface Layout {
  name: string;
  height: number;
  width: number;
  channels: number;
  /** Distance in memory of the neighbour below, to the right, and of the next channel. */
  down: number;
  right: number;
  next: number;
}

/** How rough a picture is: the mean squared difference of neighbours over twice the variance, 0 for a flat one and about 1 for noise. */
interface Reading {
  layout: Layout;
  rough: number;
}

/** The pictures are laid out in another order than the convolution reads them in. */
export const wrongImageLayout = check(
  {
    name: "wrong-image-layout",
    stage: "data",
    symptom: "A convolutional network learns no better than a dense one, and a picture drawn from the data looks scrambled.",
    cause: "Channels come first in the data (as in CIFAR's files and in PyTorch) and last in the layer, or rows and columns are exchanged.",
    remedy: "Reshape to the order in which the numbers lie, then tf.transpose to [rows, height, width, channels]; draw a picture to see.",
    source: {...sources.tfjs, at: "Conv2D, dataFormat channelsLast"},
    explains: [...notLearning, "too-small-model", "too-few-steps", "overfitting", "constant-feature"],
    needs: ["train", "network"],
  },
  ({train, network}) => {
    const read = train.x.flatMap((block, input) => {
      const declared = layoutOf(network, network.inputs[input]?.name ?? block.name);
      return declared && declared.height * declared.width * declared.channels === block.size ? [{block, declared}] : [];
    });
    if (read.length === 0) return {verdict: "pass", summary: "no convolution reads pictures", evidence: [], certainty: "exact"};
    const judged = read.map(({block, declared}) => judge(block, declared));
    return judged.find(({verdict}) => verdict !== "pass") ?? judged[0]!;
  },
);

/**
 * How many times smoother another reading must be, and how smooth at most. `npm run proof layouts`: no alarm in 324 sets of 8 to 24 pictures of 12 to 32 pixels that
 * lie as they are read; with the channels first 72 of 72 are found where amplitudes fall with the frequency as f^-1.5 and 64 of 72
 * where they fall as in photographs (f^-1), with white noise up to 0.3 of their deviation; none where noise is as strong as the picture.
 */
const smoother = 2;
const smooth = 0.5;

/** Pairs of neighbours that a reading is judged by at most and at least. */
const pairs = 20_000;
const leastPairs = 500;

/** The layout in which the first convolution reads an input, behind layers that keep the order of its numbers. */
function layoutOf({layers}: Network, input: string): Layout | undefined {
  let name = input;
  for (let depth = 0; depth < 6; depth++) {
    const next = layers.filter(({inbound}) => inbound.includes(name));
    if (next.length !== 1) return undefined;
    const [layer] = next;
    if (/^(Conv2D|SeparableConv2D|DepthwiseConv2D)$/.test(layer!.kind)) {
      const [a, b, c] = layer!.inputShape;
      if (!a || !b || !c) return undefined;
      const format = String(layer!.config.dataFormat ?? layer!.config.data_format ?? "channelsLast");
      return /first/i.test(format) ? planar({height: b, width: c, channels: a}) : interleaved({height: a, width: b, channels: c});
    }
    if (!/^(InputLayer|Reshape|Rescaling|BatchNormalization|Dropout|GaussianNoise)$/.test(layer!.kind)) return undefined;
    name = layer!.name;
  }
  return undefined;
}

type Size = Pick<Layout, "height" | "width" | "channels">;

const interleaved = ({height, width, channels}: Size): Layout => ({
  name: `[${height}, ${width}, ${channels}], channels last`,
  height,
  width,
  channels,
  down: width * channels,
  right: channels,
  next: 1,
});
const planar = ({height, width, channels}: Size): Layout => ({
  name: `[${channels}, ${height}, ${width}], channels first`,
  height,
  width,
  channels,
  down: width,
  right: 1,
  next: height * width,
});

/** Other orders that the numbers may lie in: channels first, height and width exchanged, both. */
function others({height, width, channels, next}: Layout): Layout[] {
  const isFirst = next !== 1;
  const turned = {height: width, width: height, channels};
  const list: Layout[] = channels === 1 ? [] : [isFirst ? interleaved({height, width, channels}) : planar({height, width, channels})];
  if (height !== width) list.push(interleaved(turned), ...(channels > 1 ? [planar(turned)] : []));
  return list;
}

const isChannels = (length: number): boolean => [1, 3, 4].includes(length);

function judge(
  block: Block,
  declared: Layout,
): {verdict: "pass" | "warn" | "fail" | "unsure"; summary: string; evidence: Evidence[]; certainty?: "exact"} {
  const rows = block.values.length / block.size;
  if (rows * block.size < leastPairs)
    return {verdict: "pass", summary: `${rows} pictures of ${block.size} numbers are too few to tell how they lie`, evidence: []};
  const own = {layout: declared, rough: roughness(block, declared)};
  const readings = others(declared).map((layout) => ({layout, rough: roughness(block, layout)}));
  const best = readings.reduce<Reading>((least, one) => (one.rough < least.rough ? one : least), {layout: declared, rough: Infinity});
  const said = `read as ${declared.name}, neighbouring pixels differ by ${digits(own.rough)} of what distant ones do`;
  const evidence = [own, ...readings].length > 1 ? table([own, ...readings]) : [];
  const first = banded(block, declared);
  if (first)
    return {
      verdict: declared.width === declared.channels ? "fail" : "warn",
      summary: `pictures of ${declared.height} × ${declared.width} with ${declared.channels} channels are expected to be read as ${first.layout.name}: along the last axis neighbours differ by ${digits(along(block, declared, "next"))} of what distant numbers do, as pixels and not as channels do`,
      evidence,
      certainty: "exact",
    };
  if (best.rough <= smooth && own.rough >= smoother * best.rough)
    return {
      verdict: "fail",
      summary: `${said}, read as ${best.layout.name} by ${digits(best.rough)}; expected the smoothest reading`,
      evidence,
      certainty: "exact",
    };
  return {verdict: "pass", summary: said, evidence: [], certainty: "exact"};
}

/** The reading with the channels first, when the first axis is as short as channels are and the last as smooth as one of pixels. */
function banded(block: Block, declared: Layout): Reading | undefined {
  const {height, width, channels, next} = declared;
  if (next !== 1 || !isChannels(height) || width <= 4 || channels <= 4) return undefined;
  const layout = planar({height: width, width: channels, channels: height});
  const rough = roughness(block, layout);
  return rough <= smooth && along(block, declared, "next") <= smooth ? {layout, rough} : undefined;
}

const roughness = (block: Block, layout: Layout): number =>
  Math.max(layout.height > 1 ? along(block, layout, "down") : 0, layout.width > 1 ? along(block, layout, "right") : 0);

/** Roughness along one axis: the mean squared difference of neighbours over twice the variance within pictures. */
function along({values, size}: Block, {height, width, channels, down, right, next}: Layout, axis: "down" | "right" | "next"): number {
  const offset = {down, right, next}[axis];
  const rows = values.length / size;
  const stride = Math.max(1, Math.floor((rows * size) / pairs));
  const [lastRow, lastColumn, lastChannel] = [
    height - Number(axis === "down"),
    width - Number(axis === "right"),
    channels - Number(axis === "next"),
  ];
  const inside = lastRow * lastColumn * lastChannel;
  let [sum, count] = [0, 0];
  for (let i = 0; i < rows * inside; i += stride) {
    const k = i % inside;
    const at =
      Math.floor(i / inside) * size +
      (k % lastColumn) * right +
      (Math.floor(k / lastColumn) % lastRow) * down +
      Math.floor(k / (lastColumn * lastRow)) * next;
    sum += (values[at]! - values[at + offset]!) ** 2;
    count++;
  }
  return sum / count / (2 * withinVariance({values, size}, stride)) || 0;
}

/** Variance of the numbers around their own picture's mean. */
function withinVariance({values, size}: Pick<Block, "values" | "size">, stride: number): number {
  let [sum, count] = [0, 0];
  for (let from = 0; from < values.length; from += size * Math.max(1, Math.floor(stride / 4))) {
    const picture = values.subarray(from, from + size);
    let [total, squares] = [0, 0];
    for (const value of picture) {
      total += value;
      squares += value * value;
    }
    sum += squares - (total * total) / size;
    count += size;
  }
  return sum / count;
}

const table = (readings: readonly Reading[]): Evidence[] => [
  {
    kind: "table",
    label: "how rough are the pictures, read in each order?",
    columns: ["order", "difference of neighbours, 1 for noise"],
    rows: readings.map(({layout, rough}) => [layout.name, digits(rough)]),
  },
];
