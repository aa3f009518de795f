import * as backend from "../backend/cost.js";
import type {Network, Split} from "../check.js";

/** What a training step of a network costs: its multiply-adds, the layers that it dispatches, the values that these give, the weights that it changes. */
export const stepCost = (network: Network, {batchSize}: {batchSize: number}): backend.StepCost => ({
  multiplyAdds: batchSize * multiplyAdds(network),
  dispatches: network.layers.reduce((sum, layer) => sum + (layer.parameters > 0 ? 1 : 0.4) * timeSteps(layer), 0),
  elements: batchSize * network.layers.reduce((sum, layer) => sum + values(layer) * timeSteps(layer), 0),
  parameters: network.trainable,
});

/** Seconds of one training step on the reference machine's wasm: a verdict never depends on the clock, nor on the backend that happens to be there. */
export const stepSeconds = (network: Network, {batchSize}: {batchSize: number}): number =>
  backend.stepSeconds(stepCost(network, {batchSize}), {backend: "wasm"});

/** Rows that a forward pass takes at once. */
const chunk = 512;

/** Seconds of a forward pass over rows, in chunks. */
export const forwardSeconds = (network: Network, {rows}: {rows: number}): number =>
  Math.ceil(rows / chunk) * backend.forwardSeconds(stepCost(network, {batchSize: Math.min(rows, chunk)}));

/** Multiply-adds of the forward pass of one row: weights × the positions that they are applied at. */
export function multiplyAdds({layers}: Network): number {
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

/** Values that a layer gives for one row. */
const values = ({outputShape}: Network["layers"][number]): number =>
  outputShape.reduce<number>((product, length) => product * (length ?? 1), 1);

const timeSteps = (layer: Network["layers"][number]): number =>
  isRecurrent(layer) ? (layer.inputShape[0] ?? 10) * (layer.kind.includes("Bidirectional") ? 8 : 4) : 1;

const isRecurrent = ({kind}: Network["layers"][number]): boolean => /LSTM|GRU|RNN|Bidirectional/.test(kind);
