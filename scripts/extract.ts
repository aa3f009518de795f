import path from "node:path";
import type {Command} from "commander";
import type {TestFile} from "../src/harness/extract.js";
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
  const [{notebookPlaces, findNotebooks}, {testFiles}] = await Promise.all([
    import("../src/harness/files.js"),
    import("../src/harness/extract.js"),
  ]);
  const places = notebookPlaces(paths);
  const {files, problems} = await testFiles(await findNotebooks(places), {out, format: !check});
  const stale = files.filter((one) => one.code !== undefined);
  for (const one of stale) {
    if (check) console.error(`${path.relative("", one.file)} does not match ${one.source}; run ddx extract`);
    else await write(one).catch((error: Error) => void problems.push(error));
  }
  for (const problem of problems) console.error(errorLine(problem));
  if (problems.length > 0) process.exitCode = 2;
  else if (check && stale.length > 0) process.exitCode = 1;
  if (!check && stale.length > 0)
    console.error(`run them: npx mocha --import=ddx/register "${path.join(path.relative("", out), "**", "*.test.ts")}"`);
}

/** Writes a test, unless that would drop what somebody edited there, and keeps what it was made from for ddx sync. */
async function write({file, source, code = ""}: TestFile): Promise<void> {
  const [{writeWhole}, {isEdited, keepBase}, {readNotebook}] = await Promise.all([
    import("./files.js"),
    import("../src/harness/sync/base.js"),
    import("../src/harness/files.js"),
  ]);
  if (await isEdited({file, source}))
    throw new RangeError(
      `${file} was edited, and ${source} changed since it was extracted; run ddx sync, or delete the test to drop its edits`,
    );
  await writeWhole(file, code);
  await keepBase(await readNotebook(source), {file, test: code});
  console.log(path.relative("", file));
}
