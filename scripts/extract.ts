import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
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
  const [{findNotebooks}, {testFiles}, {writeWhole}] = await Promise.all([
    import("../src/harness/files.js"),
    import("../src/harness/extract.js"),
    import("./files.js"),
  ]);
  const places = paths.length > 0 ? paths : [existsSync("notebooks") ? "notebooks" : "."];
  const {files, problems} = await testFiles(await findNotebooks(places), {out});
  const stale = await Promise.all(files.map(async (one) => ({...one, stale: !(await isFresh(one))})));
  for (const {file, source, code, stale: old} of stale.filter((one) => one.stale)) {
    if (check) console.error(`${path.relative("", file)} does not match ${source}; run ddx extract`);
    else await writeWhole(file, code);
    if (!check && old) console.log(path.relative("", file));
  }
  for (const problem of problems) console.error(errorLine(problem));
  if (problems.length > 0) process.exitCode = 2;
  else if (check && stale.some((one) => one.stale)) process.exitCode = 1;
  if (!check && stale.some((one) => one.stale))
    console.error(`run them: npx mocha --import=ddx/register "${path.join(path.relative("", out), "**", "*.test.ts")}"`);
}

/** Whether a test is there that was made from the same sources; how it is laid out does not matter. */
async function isFresh({file, hash}: {file: string; hash: string}): Promise<boolean> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.slice(0, text.indexOf("\n")).includes(`(sources ${hash})`);
}
