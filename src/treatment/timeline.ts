import type {Block} from "../check.js";
import {upTo} from "../trial/sample-rows.js";
import {continuations, stepsOf} from "../trial/windows.js";

/** Steps between windows that are tried. */
const strides = [1, 2, 3, 4, 5, 6, 7, 8];

/** The rows of overlapping windows in the order of time, as far as one goes on where another ends, and the commonest number of steps between them. */
export function timeline(block: Block): {order: readonly number[]; stride: number} {
  const {steps} = stepsOf(block)!;
  const rows = block.values.length / block.size;
  const next = new Map<number, number>();
  const taken = new Set<number>();
  const found = new Map<number, number>();
  for (const stride of strides.filter((one) => steps - one >= Math.max(2, steps / 2)))
    for (const [row, after] of continuations(block, {train: block, stride}).next) {
      if (next.has(row) || taken.has(after) || row === after) continue;
      next.set(row, after);
      taken.add(after);
      found.set(stride, 1 + (found.get(stride) ?? 0));
    }
  const [stride] = [...found].reduce((a, b) => (b[1] > a[1] ? b : a), [1, 0]);
  return {order: chained(upTo(rows), {next, taken}), stride};
}

/** Rows behind each other; those that go round in a circle last. */
function chained(rows: readonly number[], {next, taken}: {next: ReadonlyMap<number, number>; taken: ReadonlySet<number>}): number[] {
  const order: number[] = [];
  const seen = new Set<number>();
  for (const start of [...rows.filter((row) => !taken.has(row)), ...rows])
    for (let at: number | undefined = start; at !== undefined && !seen.has(at); at = next.get(at)) {
      seen.add(at);
      order.push(at);
    }
  return order;
}
