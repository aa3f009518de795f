import type {Network, Split} from "../check.js";

/**
 * Seconds of one training step on the reference machine (two cores, wasm): a fixed price a step, a price a dispatched layer and time step,
 * and three times the forward pass's multiply-adds. Fitted to the table of `scripts/bench/backends`; a verdict never depends on the clock.
 */
export function stepSeconds(network: Network, {batchSize}: {batchSize: number}): number {
  const perStep = 0.8e-3;
  const perDispatch = 0.3e-3;
  const perMultiplyAdd = 2e-10;
  const dispatches = network.layers.reduce((sum, layer) => sum + (layer.parameters > 0 ? 1 : 0.4) * timeSteps(layer), 0);
  return perStep + perDispatch * dispatches + perMultiplyAdd * 3 * batchSize * multiplyAdds(network);
}

/** Seconds of a forward pass over rows. */
export const forwardSeconds = (network: Network, {rows}: {rows: number}): number =>
  1e-3 + (rows / 512) * 0.5e-3 * network.layers.length + 2e-10 * rows * multiplyAdds(network);

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

const timeSteps = (layer: Network["layers"][number]): number =>
  isRecurrent(layer) ? (layer.inputShape[0] ?? 10) * (layer.kind.includes("Bidirectional") ? 8 : 4) : 1;

const isRecurrent = ({kind}: Network["layers"][number]): boolean => /LSTM|GRU|RNN|Bidirectional/.test(kind);
