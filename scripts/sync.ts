import {readFile} from "node:fs/promises";
import path from "node:path";
import type {Command} from "commander";
import type {Synced} from "../src/harness/sync/sync.js";
import type {Carried} from "../src/harness/sync/texts.js";
import {errorLine} from "./misuse.js";

interface Options {
  out: string;
  check?: boolean;
  dryRun?: boolean;
}

/** Adds `ddx sync`: edits of extracted tests go back into their notebooks. */
export function addSync(program: Command): void {
  program
    .command("sync")
    .description("carry edits of extracted tests back into the cells that they were made from")
    .argument("[paths...]", "notebooks or folders; notebooks/, else the current folder, when left out")
    .option("-o, --out <folder>", "where the tests are", "test/notebooks")
    .option("--dry-run", "write nothing; show what would be carried")
    .option("--check", "write nothing; exit 1 when a test holds edits that its notebook lacks")
    .action(syncAll);
}

async function syncAll(paths: string[], {out, check = false, dryRun = check}: Options): Promise<void> {
  const [{notebookPlaces, findNotebooks}, {extractions, syncFile}] = await Promise.all([
    import("../src/harness/files.js"),
    import("../src/harness/sync/sync.js"),
  ]);
  const places = notebookPlaces(paths);
  const found = extractions(await findNotebooks(places), {out});
  if (found.length === 0) throw new RangeError(`there is no test in ${out} of a notebook in ${places.join(", ")}; ddx extract writes them`);
  for (const one of found) {
    try {
      await report(await syncFile(one), {check, dryRun});
    } catch (error) {
      console.error(errorLine(error));
      process.exitCode = 2;
    }
  }
}

async function report(synced: Synced, {check, dryRun}: {check: boolean; dryRun: boolean}): Promise<void> {
  const {outcome, file, source} = synced;
  if (!outcome) return;
  if ("refused" in outcome) {
    for (const reason of outcome.refused) console.error(reason);
    process.exitCode ||= 1;
    return;
  }
  if (!dryRun) await writeBoth(synced, outcome);
  const {syncText} = await import("../src/harness/sync/text.js");
  console.log(syncText(outcome, {source}));
  if (!check) return;
  console.error(`${path.relative("", file)} has edits that ${source} lacks; run ddx sync`);
  process.exitCode ||= 1;
}

/** Writes the notebook, then its test; should the second fail, the next run finds in the notebook what it would carry, and writes the test. */
async function writeBoth({source, file, read}: Synced, {notebook, test}: Carried): Promise<void> {
  const [{writeWhole}, {keepBase}, {parseNotebook}] = await Promise.all([
    import("./files.js"),
    import("../src/harness/sync/base.js"),
    import("../src/notebook/notebook.js"),
  ]);
  const now = await Promise.all([source, file].map((one) => readFile(one, "utf8")));
  if (now[0] !== read.notebook || now[1] !== read.test)
    throw new RangeError(`${source} or ${file} was changed meanwhile; run ddx sync again`);
  if (notebook !== read.notebook) await writeWhole(source, notebook);
  await writeWhole(file, test);
  await keepBase(parseNotebook(notebook, {path: source}), {file, test});
}
