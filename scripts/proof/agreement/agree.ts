import {asModule, differing, type Difference} from "./compare.js";
import {inKernel, inModules, inRun, inSuites, type Outcome} from "./outcomes.js";
import {program, type Program} from "./programs.js";

/** What some programs did. */
export interface Agreement {
  /** Cells in all. */
  cells: number;
  /** Cells that threw in the kernel. */
  errors: number;
  /** Programs that were run as one module too. */
  modules: number;
  /** Where two did not do the same. */
  disagreements: readonly {seed: number; between: string; difference: Difference | ModuleDifference; cells: readonly string[]}[];
}

/** What a program prints and throws as one module, and as cells. */
export interface ModuleDifference {
  /** As cells. */
  here: ReturnType<typeof asModule>;
  /** As one module. */
  there: ReturnType<typeof asModule>;
}

type Disagreement = Agreement["disagreements"][number];

/** Runs the programs of some seeds in a kernel, by `ddx run`, as extracted suites and, those that may be, as modules: a process each. */
export async function agree(seeds: readonly number[], {cwd}: {cwd: string}): Promise<Agreement> {
  const programs = seeds.map((seed) => ({seed, ...program(seed)}));
  const plain = programs.filter((one) => one.plain);
  const suites = await inSuites(Object.fromEntries(programs.map(({seed, cells}) => [`p${seed}`, cells])), {cwd, keepGoing: false});
  const kernel = apart(
    await inKernel(
      programs.flatMap(({cells}) => cells),
      {cwd},
    ),
    programs,
  );
  const run = apart(
    await inRun(
      programs.flatMap(({cells}) => cells),
      {cwd},
    ),
    programs,
  );
  const modules = await inModules(
    plain.map(({cells}) => cells.join("\n;\n")),
    {cwd},
  );
  const disagreements = programs.flatMap(({seed, cells}, index): Disagreement[] => {
    const find = (between: string, pair: readonly [readonly Outcome[], readonly Outcome[]]) =>
      differing(cells, pair).map((difference) => ({seed, between, difference, cells}));
    return [
      ...find("kernel and suite", [kernel[index]!, suites[`p${seed}`]!]),
      ...find("kernel and ddx run", [kernel[index]!, run[index]!]),
    ];
  });
  const asOne = plain.flatMap(({seed, cells}, index): Disagreement[] => {
    const [here, there] = [asModule(kernel[programs.findIndex((one) => one.seed === seed)]!), asModule([modules[index]!])];
    const same = JSON.stringify(here) === JSON.stringify(there);
    return same ? [] : [{seed, between: "kernel and module", difference: {here, there}, cells}];
  });
  const all = kernel.flat();
  const errors = all.filter(({error}) => error !== "").length;
  return {cells: all.length, errors, modules: plain.length, disagreements: [...disagreements, ...asOne]};
}

/** What the cells of each program did that were run behind one another, numbered from 1 in each. */
function apart(outcomes: readonly Outcome[], programs: readonly Program[]): Outcome[][] {
  let before = 0;
  return programs.map(({cells}) => {
    const first = before;
    before += cells.length;
    return outcomes.slice(first, before).map(({error, ...rest}) => ({
      ...rest,
      error: error.replace(/ \((\d+):(\d+)\)$/gm, (_, cell, line) => ` (${Number(cell) - first}:${line})`),
    }));
  });
}
