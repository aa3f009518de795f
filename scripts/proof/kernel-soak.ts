import {startKernel, type Kernel} from "../../kernel/client.js";
import {kinds, opening, wrongWith} from "./kernel/cells.js";
import {byRole, processes, slope} from "./kernel/memory.js";

/**
 * Executes cells of mixed kinds in one kernel and follows the memory of its processes: `npm run proof kernel-soak [cells]`. Exit code 1 when a cell
 * does not do what it should, or when a process grows after the first fifth by more than `bound`: then a day's 10 000 cells would cost over 100 MB.
 * The supervisor is this process.
 */
export async function run([cells = "5000"]: readonly string[]): Promise<void> {
  const count = Number(cells);
  if (!Number.isSafeInteger(count) || count < 20) throw new RangeError(`expected a whole number of cells from 20 on, got ${cells}`);
  const kernel = await startKernel({cwd: process.cwd(), check: "warn"});
  try {
    const seen = await soak(kernel, count);
    report(seen, count);
  } finally {
    await kernel.shutdown();
  }
}

// Megabytes in a thousand cells.
const bound = 10;

type Seen = {cell: number; rss: Map<string, number>}[];

async function soak(kernel: Kernel, count: number): Promise<Seen> {
  const {error} = await kernel.execute(opening);
  if (error) throw new Error(`the first cell fails: ${error.evalue}`);
  const seen: Seen = [];
  const every = Math.max(1, Math.floor(count / 10));
  for (let cell = 1; cell <= count; cell++) {
    const kind = kinds[(cell - 1) % kinds.length]!;
    const wrong = wrongWith(kind, await kernel.execute(kind.source(Math.floor((cell - 1) / kinds.length))));
    if (wrong !== undefined) fail(`cell ${cell}: ${wrong}`);
    if (cell % every === 0) seen.push(await look(cell));
  }
  return seen;
}

async function look(cell: number): Promise<Seen[number]> {
  const rss = byRole(await processes(process.pid));
  console.log(`${cell} cells: ${[...rss].map(([role, megabytes]) => `${role} ${megabytes.toFixed(0)} MB`).join(", ")}`);
  return {cell, rss};
}

function report(seen: Seen, count: number): void {
  const settled = seen.filter(({cell}) => cell >= count / 5);
  for (const role of settled.at(-1)?.rss.keys() ?? []) {
    const points = settled.flatMap(({cell, rss}) => (rss.has(role) ? [{x: cell / 1000, y: rss.get(role)!}] : []));
    const grows = slope(points);
    const says = `${role}: ${grows.toFixed(1)} MB in a thousand cells after the first ${count / 5} (bound ${bound})`;
    if (grows > bound) fail(says);
    else console.log(says);
  }
}

let failures = 0;

function fail(line: string): void {
  process.exitCode = 1;
  // One kind that goes wrong does so every time.
  if (failures++ < 20) console.error(`FAILED: ${line}`);
}
