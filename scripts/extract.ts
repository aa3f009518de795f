import path from "node:path";
import type {Command} from "commander";
import {errorLine} from "./misuse.js";

interface Options {
  out: string;
  check?: boolean;
}

/** Adds `ddx extract`: notebooks become readable mocha tests. */
export function addExtract(program: Command): void {
  program
    .command("extract")
    .description("write notebooks as readable TypeScript mocha tests")
    .argument("[paths...]", "notebooks or folders; notebooks/, else the current folder, when left out")
    .option("-o, --out <folder>", "where to write NAME.test.ts", "test/notebooks")
    .option("--check", "write nothing; exit 1 when a test is missing or older than its notebook")
    .action(extractAll);
}

async function extractAll(paths: string[], {out, check = false}: Options): Promise<void> {
  const [{notebookPlaces, findNotebooks, readNotebook}, {testFiles}, {writeWhole}, {keepBase}] = await Promise.all([
    import("../src/harness/files.js"),
    import("../src/harness/extract.js"),
    import("./files.js"),
    import("../src/harness/sync/base.js"),
  ]);
  const places = notebookPlaces(paths);
  const {files, problems} = await testFiles(await findNotebooks(places), {out, format: !check});
  const stale = files.filter((one) => one.code !== undefined);
  for (const {file, source, code} of stale) {
    if (check) console.error(`${path.relative("", file)} does not match ${source}; run ddx extract`);
    else {
      await writeWhole(file, code!);
      await keepBase(await readNotebook(source), {file});
    }
    if (!check) console.log(path.relative("", file));
  }
  for (const problem of problems) console.error(errorLine(problem));
  if (problems.length > 0) process.exitCode = 2;
  else if (check && stale.length > 0) process.exitCode = 1;
  if (!check && stale.length > 0)
    console.error(`run them: npx mocha --import=ddx/register "${path.join(path.relative("", out), "**", "*.test.ts")}"`);
}
