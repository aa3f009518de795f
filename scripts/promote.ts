import type {Command} from "commander";
import {wholeNumber} from "./arguments.js";
import type {PromoteOptions, Promotion} from "../src/harness/promote/promote.js";

interface Options extends Required<Pick<PromoteOptions, "runs" | "seed" | "timeout">> {
  write?: boolean;
  cell?: number[];
}

/** Adds `ddx promote`: what cells showed becomes assertions. */
export function addPromote(program: Command): void {
  program
    .command("promote")
    .description(
      "propose assertions from what a notebook's cells show, with tolerances learned from seeded runs; exit 1 when a cell fails in them",
    )
    .argument("<notebook>", "NOTEBOOK.ipynb")
    .option("--write", "write the assertions into the notebook, not only print them as a diff")
    .option("--runs <n>", "how often the notebook is run to learn from it", wholeNumber({least: 2}), 5)
    .option("--cell <n>", "only this code cell, from 1; repeatable", gathered)
    .option("--seed <n>", "of the first run; each later one takes the next", wholeNumber({least: 0}), 1)
    .option("-t, --timeout <ms>", "longest run of a cell in milliseconds, 0 for no limit", wholeNumber({least: 0}), 60_000)
    .action(promoteOne);
}

async function promoteOne(file: string, {write = false, cell, ...options}: Options): Promise<void> {
  const [{promote}, {promotionText}, {meter}, {plain}] = await Promise.all([
    import("../src/harness/promote/promote.js"),
    import("../src/harness/promote/promotion-text.js"),
    import("./meter.js"),
    import("../src/display/escape.js"),
  ]);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const line = meter();
  const onRun = (run: number) =>
    line.show(run <= options.runs ? `run ${run} of ${options.runs}` : "trying the proposals", Math.min(1, (run - 1) / (options.runs + 1)));
  const found = await promote(file, {...options, ...(cell && {cells: cell}), signal: stop.signal, onRun})
    .catch((error: unknown) => {
      if (stop.signal.aborted) throw new Error("stopped; nothing was written");
      throw error;
    })
    .finally(() => line.done());
  const said = promotionText(found, {path: file, colour: process.stdout.isTTY && !process.env.NO_COLOR});
  if (said) console.log(`${said}\n`);
  if (write && found.changes.length > 0) await save(file, found);
  console.log(summary(found, {file: plain(file), write}));
  if (found.failed.length > 0) process.exitCode = 1;
}

const gathered = (value: string, earlier: readonly number[] = []): number[] => [...earlier, wholeNumber({least: 1})(value)];

function summary({count: {assertions, cells}}: Promotion, {file, write}: {file: string; write: boolean}): string {
  if (cells === 0) return `nothing to promote in ${file}`;
  const what = `${assertions} assertion${assertions === 1 ? "" : "s"} for ${cells} cell${cells === 1 ? "" : "s"}`;
  return write ? `${what} written to ${file}` : `${what}; ddx promote --write ${file} writes them`;
}

/** Writes the notebook, unless somebody else did so meanwhile. */
async function save(file: string, {text, proposed}: Promotion): Promise<void> {
  const [{readFile}, {writeWhole}] = await Promise.all([import("node:fs/promises"), import("./files.js")]);
  if ((await readFile(file, "utf8")) !== text) throw new Error(`${file} changed while it was run; nothing was written, try again`);
  await writeWhole(file, proposed);
}
