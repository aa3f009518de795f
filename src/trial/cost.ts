import * as backend from "../backend/cost.js";
import type {Network, Split} from "../check.js";

/** What a training step of a network costs: its multiply-adds, the layers that it dispatches, the values that these give, the weights that it changes. */
export const stepCost = (network: Layers & Pick<Network, "trainable">, {batchSize}: {batchSize: number}): backend.StepCost => ({
  multiplyAdds: batchSize * multiplyAdds(network),
  dispatches: network.layers.reduce((sum, layer) => sum + (layer.parameters > 0 ? 1 : 0.4) * timeSteps(layer), 0),
  elements: batchSize * network.layers.reduce((sum, layer) => sum + values(layer) * timeSteps(layer), 0),
  parameters: network.trainable,
});

/** Seconds of one training step on the reference machine's wasm: a verdict never depends on the clock, nor on the backend that happens to be there. */
export const stepSeconds = (network: Network, {batchSize}: {batchSize: number}): number =>
  backend.stepSeconds(stepCost(network, {batchSize}), {backend: "wasm"});

type Layers = Pick<Network, "layers">;

/** Seconds of a forward pass on the reference machine: of one over no row at all, and what each row adds. */
export function forwardPrice({layers}: Layers): {fixed: number; row: number} {
  const price = (batchSize: number) => backend.forwardSeconds(stepCost({layers, trainable: 0}, {batchSize}));
  return {fixed: price(0), row: price(1) - price(0)};
}

/** Rows that a forward pass takes at once: a power of two, 512 for all but heavy networks, whose chunks take 60 ms or as long as one over no row at all. */
export function chunkOf(network: Layers): number {
  const {fixed, row} = forwardPrice(network);
  let chunk = 512;
  while (chunk > 1 && chunk * row > Math.max(0.06, fixed)) chunk /= 2;
  return chunk;
}

/** Rows that a network is looked at: 512, and four chunks of a heavy one. */
export const looksOf = (network: Layers): number => Math.min(512, Math.max(16, 4 * chunkOf(network)));

/** Batches that the two modes of a network are compared on at most, where its fits see a sample of the user's rows (`of` so many). */
export const modeBatches = ({of}: {of?: number}): number => (of === undefined ? Infinity : 16);

/** Seconds of a forward pass over rows, in chunks. */
export function forwardSeconds(network: Layers, {rows}: {rows: number}): number {
  const {fixed, row} = forwardPrice(network);
  return Math.ceil(rows / chunkOf(network)) * fixed + rows * row;
}

/** Multiply-adds of the forward pass of one row: weights × the positions that they are applied at. */
export function multiplyAdds({layers}: Layers): number {
  return layers.reduce(
    (sum, layer) => sum + (layer.kind === "Embedding" ? (layer.outputShape.at(-1) ?? 1) : layer.parameters * positions(layer)),
    0,
  );
}

/** Numbers that one row of a split holds. */
export const rowSize = ({x, y}: Split): number => [...x, ...y].reduce((sum, block) => sum + block.size, 0);

function positions(layer: Network["layers"][number]): number {
  if (isRecurrent(layer)) return layer.inputShape[0] ?? 1;
  return layer.outputShape.slice(0, -1).reduce<number>((product, length) => product * (length ?? 1), 1);
}

/** Values that a layer gives for one row; a recurrent one for one row and one dispatch, whether it gives all its steps or the last. */
const values = (layer: Network["layers"][number]): number =>
  (isRecurrent(layer) ? layer.outputShape.slice(-1) : layer.outputShape).reduce<number>((product, length) => product * (length ?? 1), 1);

const timeSteps = (layer: Network["layers"][number]): number =>
  isRecurrent(layer) ? (layer.inputShape[0] ?? 10) * (layer.kind.includes("Bidirectional") ? 8 : 4) : 1;

const isRecurrent = ({kind}: Network["layers"][number]): boolean => /LSTM|GRU|RNN|Bidirectional/.test(kind);
