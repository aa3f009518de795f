import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {agree} from "./agreement/agree.js";

const batch = 50;

/** Runs random programs as notebooks of random cells in the kernel, by `ddx run`, as extracted suites and as modules, and shows where they do not do the same: `agreement [HOW MANY] [FIRST SEED]`. */
export async function run([count = "500", first = "1"]: readonly string[]): Promise<void> {
  const sums = {programs: 0, cells: 0, errors: 0, modules: 0, disagreements: 0};
  for (let seed = Number(first); seed < Number(first) + Number(count); seed += batch) {
    const size = Math.min(batch, Number(first) + Number(count) - seed);
    const cwd = await mkdtemp(path.join(tmpdir(), "ddx-test-"));
    const found = await agree(
      Array.from({length: size}, (_, index) => seed + index),
      {cwd},
    ).finally(() => rm(cwd, {recursive: true, force: true}));
    for (const one of found.disagreements) console.log(JSON.stringify(one, null, 1));
    sums.programs += size;
    for (const key of ["cells", "errors", "modules"] as const) sums[key] += found[key];
    sums.disagreements += found.disagreements.length;
  }
  const {programs, cells, errors, modules, disagreements} = sums;
  console.log(
    `${programs} programs of ${cells} cells, ${errors} of which throw; ${modules} as modules too: ${disagreements} disagreements`,
  );
  if (disagreements > 0) process.exitCode = 1;
}
