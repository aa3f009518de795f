import type {Block} from "../check.js";

/** The step that sequences are filled up with: the one that most rows end with, when it is the same number throughout. */
export function padding(block: Block): ArrayLike<number> | undefined {
  const width = block.size / block.shape[0]!;
  const found = new Map<number, number>();
  for (let end = block.size; end <= block.values.length; end += block.size) {
    const last = block.values.subarray(end - width, end);
    const before = block.values.subarray(end - 2 * width, end - width);
    if (last.every((value) => value === last[0]) && before.every((value) => value === last[0]))
      found.set(last[0]!, (found.get(last[0]!) ?? 0) + 1);
  }
  const [most] = [...found].sort((a, b) => b[1] - a[1]);
  return most && most[1] >= 2 ? new Float32Array(width).fill(most[0]) : undefined;
}

/** Steps of padding at the end of a row; 0 for a row that is padding throughout. */
export function tailOf({values, size, shape}: Block, {row, filler}: {row: number; filler: ArrayLike<number>}): number {
  const width = filler.length;
  const steps = shape[0]!;
  for (let count = 0; count < steps; count++) {
    const from = row * size + (steps - 1 - count) * width;
    for (let i = 0; i < width; i++) if (values[from + i] !== filler[i]) return count;
  }
  return 0;
}

/** Rows with their last steps moved to the front. */
export function turned(block: Block, tails: readonly number[]): Block {
  const width = block.size / block.shape[0]!;
  const values = block.values.slice();
  tails.forEach((tail, row) => {
    const [start, cut, end] = [row * block.size, (row + 1) * block.size - tail * width, (row + 1) * block.size];
    values.set(block.values.subarray(cut, end) as Float32Array, start);
    values.set(block.values.subarray(start, cut) as Float32Array, start + tail * width);
  });
  return {...block, values};
}
