import type {Block, Network} from "../check.js";
import {take} from "../trial/split.js";
import {change, literal} from "./code.js";
import {withModel} from "./rebuild.js";
import {withRows} from "./rows.js";
import type {Patient, Proposal, Remedy} from "./treatment.js";

/** How the numbers of a picture lie, and how its axes go into the order that the layer reads. */
interface Lie {
  /** As the check's table names it. */
  name: string;
  /** Lengths of the axes as they lie in memory. */
  stored: readonly [number, number, number];
  /** The stored axis of each axis that the layer reads. */
  axes: readonly [number, number, number];
  /** The shape that the model is to expect, where it expects another. */
  shape?: readonly number[];
}

/** Pictures transposed into the order that the first convolution reads, the smoothest reading first. */
export const transposePictures: Remedy = (patient) => {
  const proposals = patient.train.x.flatMap((block, input) => {
    const lies = liesOf(patient.network, block);
    return lies.sort((a, b) => roughness(patient, a) - roughness(patient, b)).map((lie) => proposal(patient, {input, lie}));
  });
  return proposals.length
    ? proposals
    : {impossible: "no convolution says how the pictures should lie: transpose them to [rows, height, width, channels]"};
};

/** Other orders than the declared one in which the numbers may lie. */
function liesOf({layers}: Network, block: Block): Lie[] {
  const layer = layers.find(({kind}) => /^(Conv2D|SeparableConv2D|DepthwiseConv2D)$/.test(kind));
  const [a, b, c] = layer?.inputShape ?? [];
  if (!a || !b || !c || a * b * c !== block.size) return [];
  const isFirst = /first/i.test(String(layer!.config.dataFormat ?? layer!.config.data_format ?? ""));
  const [height, width, channels] = isFirst ? [b, c, a] : [a, b, c];
  // The axes of what lies there that are height, width and channels, in the layer's order.
  const read = (height: number, width: number, channels: number): Lie["axes"] =>
    isFirst ? [channels, height, width] : [height, width, channels];
  const last = `[${[height, width, channels].join(", ")}], channels last`;
  const first = `[${[channels, height, width].join(", ")}], channels first`;
  const lies: Lie[] = [];
  if (channels > 1)
    lies.push(
      isFirst
        ? {name: last, stored: [height, width, channels], axes: read(0, 1, 2)}
        : {name: first, stored: [channels, height, width], axes: read(1, 2, 0)},
    );
  if (height !== width) {
    lies.push({name: `[${[width, height, channels].join(", ")}], channels last`, stored: [width, height, channels], axes: read(1, 0, 2)});
    if (channels > 1)
      lies.push({
        name: `[${[channels, width, height].join(", ")}], channels first`,
        stored: [channels, width, height],
        axes: read(2, 1, 0),
      });
  }
  const banded = [1, 3, 4].includes(height) && width > 4 && channels > 4 && !isFirst && block.shape.length === 3;
  if (!banded) return lies;
  const name = `[${[height, width, channels].join(", ")}], channels first`;
  return [{name, stored: [height, width, channels], axes: [1, 2, 0], shape: [width, channels, height]}, ...lies];
}

/** How rough the finding found the pictures in this order; those that it does not name come first where the model's own shape is wrong, else last. */
function roughness({finding}: Patient, {name, shape}: Lie): number {
  if (shape) return -1;
  const rows = finding?.evidence.flatMap((one) => (one.kind === "table" ? one.rows : [])) ?? [];
  return Number(rows.find(([order]) => order === name)?.[1] ?? 9);
}

function proposal({model, train}: Patient, {input, lie}: {input: number; lie: Lie}): Proposal {
  const {stored, axes, shape} = lie;
  const own = train.x[input]!.shape;
  const now = shape ?? own;
  const place = train.x.length > 1 ? `train.x[${input}]` : "train.x";
  const back = now.length === 3 ? "" : `.reshape(${literal([-1, ...now])})`;
  return {
    title: `pictures that lie as [${stored.join(", ")}] transposed${shape ? `, and inputShape [${shape.join(", ")}]` : ""}`,
    change: change(
      shape ? `inputShape: ${literal(own)}` : "",
      [
        ...(shape ? [`inputShape: ${literal(shape)}`] : []),
        `const pictures = ${place}.reshape(${literal([-1, ...stored])}).transpose(${literal([0, ...axes.map((axis) => axis + 1)])})${back};`,
      ].join("\n"),
    ),
    apply: async (subject) => {
      const made = await withRows(subject, {
        model,
        change: (rows) => ({...rows, x: rows.x.map((block, i) => (i === input ? transposed(block, lie) : block))}),
      });
      if (!shape) return made;
      return withModel(made, {layers: (layers) => layers.forEach(({entry: {config}}) => reshape(config, {own, now: shape}))});
    },
  };
}

/** Another shape where the input's own was expected. */
function reshape(config: Record<string, unknown>, {own, now}: {own: readonly number[]; now: readonly number[]}): void {
  if (JSON.stringify(config.batchInputShape) === JSON.stringify([null, ...own])) config.batchInputShape = [null, ...now];
}

function transposed(block: Block, {stored, axes, shape = block.shape}: Lie): Block {
  const strides = [stored[1] * stored[2], stored[2], 1];
  const [first, second, third] = axes.map((axis) => ({length: stored[axis]!, stride: strides[axis]!})) as [Axis, Axis, Axis];
  const places: number[] = [];
  for (let i = 0; i < first.length; i++)
    for (let j = 0; j < second.length; j++)
      for (let k = 0; k < third.length; k++) places.push(i * first.stride + j * second.stride + k * third.stride);
  const single = {...block, size: 1, shape: []};
  const {values} = take(
    single,
    Array.from({length: block.values.length}, (_, at) => Math.floor(at / block.size) * block.size + places[at % block.size]!),
  );
  return {...block, shape, values};
}

interface Axis {
  length: number;
  stride: number;
}
