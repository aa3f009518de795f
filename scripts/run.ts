import type {Command} from "commander";
import type {CellRun, RunOptions} from "../src/harness/run.js";
import {assignments} from "./arguments.js";

interface Options {
  out?: string;
  quiet?: boolean;
  json?: boolean;
  keepGoing?: boolean;
  param?: Record<string, string>;
}

/** Adds `ddx run`: a notebook is executed headlessly. */
export function addRun(program: Command): void {
  program
    .command("run")
    .description("execute a notebook in a fresh ddx kernel; exit 1 when a cell fails")
    .argument("<notebook>", "NOTEBOOK.ipynb")
    .option("-o, --out <file>", "write the notebook with its new outputs")
    .option("-k, --keep-going", "go on behind a cell that fails")
    .option("-p, --param <name=value>", "set a parameter, which a cell with //| param declares; repeatable", assignments)
    .option("-q, --quiet", "print failures only")
    .option("--json", "print what became of each cell as JSON")
    .action(run);
}

async function run(file: string, {out, quiet = false, json = false, keepGoing = false, param = {}}: Options): Promise<void> {
  const [{readNotebook}, {checkParameters, setParameters}, {runNotebook}, progress] = await Promise.all([
    import("../src/harness/files.js"),
    import("../src/notebook/params.js"),
    import("../src/harness/run.js"),
    import("../src/harness/progress.js"),
  ]);
  const stored = await readNotebook(file);
  checkParameters([stored], param);
  const notebook = setParameters(stored, {values: param});
  const total = notebook.cells.filter(({kind}) => kind === "code").length;
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  const done = await runNotebook(notebook, {keepGoing, signal: stop.signal, ...(quiet ? {} : listen(progress, {total, json}))});
  if (out !== undefined) await save(out, done.notebook);
  if (json) console.log(JSON.stringify({notebook: file, cells: done.cells.map(summary)}, null, 1));
  const failed = done.cells.filter(({status}) => status === "failed");
  for (const cell of failed) console.error(`\n${progress.failureText(cell, {path: file})}`);
  if (failed.length > 0 || stop.signal.aborted) process.exitCode = 1;
}

type Progress = typeof import("../src/harness/progress.js");

/** A line for each cell on standard error, in place on a terminal; what cells print and show on standard output. */
function listen({cellName, progressLine, outputText}: Progress, {total, json}: {total: number; json: boolean}): RunOptions {
  const {stderr, stdout} = process;
  const wipe = stderr.isTTY ? "\r\x1b[2K" : "";
  return {
    onStart: (cell) => void (stderr.isTTY && stderr.write(`… ${cellName(cell, {total})}`)),
    onOutput: (output) => {
      const text = outputText(output);
      if (json || text === "") return;
      stderr.write(wipe);
      (output.output_type === "stream" && output.name === "stderr" ? stderr : stdout).write(text);
    },
    onCell: (cell) => void stderr.write(`${wipe}${progressLine(cell, {total})}\n`),
  };
}

const summary = ({cell, status, seconds, error, late}: CellRun) => ({
  number: cell.number,
  title: cell.title,
  status,
  seconds: Number(seconds.toFixed(3)),
  ...(error && {error}),
  ...(late && {late}),
});

async function save(
  out: string,
  notebook: Awaited<ReturnType<(typeof import("../src/harness/run.js"))["runNotebook"]>>["notebook"],
): Promise<void> {
  const [{serializeNotebook}, {writeWhole}] = await Promise.all([import("../src/notebook/serialize.js"), import("./files.js")]);
  await writeWhole(out, serializeNotebook(notebook));
}
