import {normal} from "../noise.js";
import {size, type Block, type Encoding, type TokenInput} from "./options.js";
import type {Random} from "../../math/random.js";

/** Ids that come at all: of more, each would be too rare to be learned. */
const mostIds = 50;

/** Ids whose chances follow the factors, log-linear; the shorter the text, the surer each id. */
export function encodeTokens({shape, tokens}: TokenInput, {factors: {values, count}, world, draw, noise}: Encoding): Block {
  const steps = size(shape);
  const ids = idsOf(tokens, world);
  const random = normal(world);
  const pull = (1 + 2 / Math.sqrt(steps)) / Math.max(noise, 0.1);
  const weights = Float64Array.from({length: ids.length * count}, () => pull * random());
  const rows = values.length / count;
  const x = new Float32Array(rows * steps);
  for (let i = 0; i < rows; i++) {
    const sums = cumulative(ids.map((_, id) => pullOn(id, {weights, row: values.subarray(i * count, (i + 1) * count)})));
    for (let t = 0; t < steps; t++) x[i * steps + t] = ids[place(sums, draw())]!;
  }
  return {values: x, row: shape};
}

/** Ids from 1 on, spread over the vocabulary. */
function idsOf(tokens: number, world: Random): number[] {
  const first = tokens > 2 ? 1 : 0;
  const count = Math.min(mostIds, tokens - first);
  const step = (tokens - first) / count;
  return Array.from({length: count}, (_, i) => first + Math.floor(step * (i + world())));
}

const pullOn = (id: number, {weights, row}: {weights: Float64Array; row: Float64Array}): number =>
  row.reduce((sum, value, f) => sum + value * weights[id * row.length + f]!, 0);

/** Chances in proportion to the exponentials of the pulls, summed up to each id. */
function cumulative(pulls: readonly number[]): number[] {
  const most = Math.max(...pulls);
  let sum = 0;
  const sums = pulls.map((pull) => (sum += Math.exp(pull - most)));
  return sums.map((one) => one / sum);
}

function place(sums: readonly number[], at: number): number {
  const found = sums.findIndex((sum) => at < sum);
  return found < 0 ? sums.length - 1 : found;
}
