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

/** A row of a block, and where in it a part begins. */
interface Place {
  block: Block;
  row: number;
  /** Steps that are left out before it. */
  skip: number;
}

/** For windows that may continue each other: the training row that begins as each row of `block` ends, `stride` steps on. */
export function continuations(block: Block, {train, stride}: {train: Block; stride: number}): {next: [number, number][]; copies: number} {
  const [rows, known] = [block, train].map(({values, size}) => values.length / size) as [number, number];
  const beginnings = new Map<number, number>();
  let copies = 0;
  for (let row = 0; row < known; row++) {
    const key = hash({block: train, row, skip: 0}, stride);
    if (key === undefined) continue;
    if (beginnings.has(key)) copies++;
    else beginnings.set(key, row);
  }
  const next = Array.from({length: rows}, (_, row): [number, number][] => {
    const key = hash({block, row, skip: stride}, stride);
    const found = key === undefined ? undefined : beginnings.get(key);
    return found !== undefined && same({block, row, skip: stride}, {other: {block: train, row: found, skip: 0}, stride})
      ? [[row, found]]
      : [];
  }).flat();
  return {next, copies};
}

/** Values of a part that are hashed: evenly spaced, so that long windows cost no more than short ones. */
const hashed = 24;

/** FNV-1a of a part of a row without `stride` steps; undefined where it does not vary. */
function hash({block: {values, size, shape}, row, skip}: Place, stride: number): number | undefined {
  const width = size / shape[0]!;
  const [from, length] = [row * size + skip * width, size - stride * width];
  const step = Math.max(1, Math.floor(length / hashed));
  let key = 0x811c9dc5;
  let varies = false;
  for (let i = 0; i < length; i += step) {
    one[0] = values[from + i]!;
    key = Math.imul(key ^ bits[0]!, 0x01000193);
    key ^= key >>> 15;
    varies ||= i >= width && values[from + i] !== values[from + i - width];
  }
  return varies ? key : undefined;
}

const one = new Float32Array(1);
const bits = new Int32Array(one.buffer);

/** True where two parts of rows hold the same values. */
function same({block: {values, size, shape}, row, skip}: Place, {other, stride}: {other: Place; stride: number}): boolean {
  const width = size / shape[0]!;
  const [a, b] = [row * size + skip * width, other.row * size + other.skip * width];
  for (let i = 0; i < size - stride * width; i++) if (values[a + i] !== other.block.values[b + i]) return false;
  return true;
}
