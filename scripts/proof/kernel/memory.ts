import {readdir, readFile} from "node:fs/promises";
import {median} from "../../../src/math/stats.js";

/** A process of a kernel. */
export interface Process {
  /** Its number. */
  pid: number;
  /** What it is: `supervisor`, `runner`, `compiler` or `language`. */
  role: string;
  /** Resident memory in megabytes. */
  rss: number;
}

/** All processes of the kernel whose supervisor has a number; Linux only. */
export async function processes(supervisor: number): Promise<Process[]> {
  const parents = new Map<number, number>();
  for (const name of (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry))) {
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
  }
  const below = (pid: number): number[] => [pid, ...[...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => below(child))];
  const found = await Promise.all(below(supervisor).map((pid) => describe(pid, supervisor)));
  return found.filter((it) => it !== undefined);
}

async function describe(pid: number, supervisor: number): Promise<Process | undefined> {
  try {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1];
    const role = pid === supervisor ? "supervisor" : /runner/.test(command) ? "runner" : /esbuild/.test(command) ? "compiler" : "language";
    // A process that has just ended has none.
    return kilobytes === undefined ? undefined : {pid, role, rss: Number(kilobytes) / 1024};
  } catch {
    return undefined;
  }
}

/** Megabytes by role: all processes of a role together. */
export function byRole(list: readonly Process[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const {role, rss} of list) sums.set(role, (sums.get(role) ?? 0) + rss);
  return sums;
}

/** Middle of the slopes between all pairs of points (Theil–Sen): a collection of garbage in between does not move it. NaN below two points. */
export function slope(points: readonly {x: number; y: number}[]): number {
  const slopes = points.flatMap((a, i) => points.slice(i + 1).map((b) => (b.y - a.y) / (b.x - a.x)));
  return slopes.length === 0 ? NaN : median(slopes);
}
