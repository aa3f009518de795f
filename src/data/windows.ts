import type {Block, Split} from "../check.js";

/** Overlapping windows of a series: each row is the row before it, moved on by `stride` steps. */
export interface Windows {
  /** Steps between one window and the next. */
  stride: number;
  /** Share of the rows that the next row continues, in the order given. */
  ordered: number;
}

/** Steps of a row and numbers a step: a sequence, or a flat row of past values; undefined for images and single numbers. */
export function stepsOf({shape, size}: Block): {steps: number; width: number} | undefined {
  const steps = shape[0] ?? 1;
  return shape.length > 2 || steps < 3 ? undefined : {steps, width: size / steps};
}

/** Recognises overlapping windows of a series that stand in order of time; undefined for other rows. */
export function windowsIn({x, rows}: Split): Windows | undefined {
  const [block] = x;
  const time = block && stepsOf(block);
  if (!time || rows < 10) return undefined;
  const strides = Array.from({length: Math.min(mostStride, Math.floor(time.steps / 2))}, (_, i) => i + 1);
  const best = strides
    .map((stride) => ({stride, ordered: continued(block, {rows, stride, ...time})}))
    .reduce((a, b) => (b.ordered > a.ordered ? b : a));
  return best.ordered >= 0.5 ? best : undefined;
}

/** Steps between windows that are tried. */
const mostStride = 8;

/** Rows of which the order is looked at. */
const lookedAt = 400;

function continued(block: Block, {rows, stride, steps, width}: {rows: number; stride: number; steps: number; width: number}): number {
  const step = Math.max(1, Math.floor((rows - 1) / lookedAt));
  let [found, seen] = [0, 0];
  for (let row = 0; row + 1 < rows; row += step, seen++) if (follows(block, {row, stride, steps, width})) found++;
  return found / seen;
}

function follows({values, size}: Block, {row, stride, steps, width}: {row: number; stride: number; steps: number; width: number}): boolean {
  const [from, to] = [row * size + stride * width, (row + 1) * size];
  let varies = false;
  for (let i = 0; i < (steps - stride) * width; i++) {
    if (values[from + i] !== values[to + i]) return false;
    varies ||= i >= width && values[from + i] !== values[from + i - width];
  }
  return varies;
}

/** The beginning (or the end) of each row without `stride` steps, as a key; undefined where it does not vary. */
export function partKeys(block: Block, {rows, stride, end}: {rows: number; stride: number; end: boolean}): (string | undefined)[] {
  const {steps, width} = stepsOf(block)!;
  const length = (steps - stride) * width;
  return Array.from({length: rows}, (_, row) => {
    const from = row * block.size + (end ? stride * width : 0);
    const part = block.values.subarray(from, from + length);
    return part.some((value, i) => i >= width && value !== part[i - width]) ? part.join() : undefined;
  });
}
