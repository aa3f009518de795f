import {execFile} from "node:child_process";
import {readFile, writeFile} from "node:fs/promises";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {transform} from "esbuild";
import {startKernel} from "../../../kernel/client.js";
import {emitOptions} from "../../../kernel/tsconfig.js";
import type {Output} from "../../../src/notebook/output.js";
import {codeCells, parseNotebook} from "../../../src/notebook/notebook.js";

/** What a cell did, as a person sees it. */
export interface Outcome {
  /** What it printed. */
  printed: string;
  /** What it showed, as plain text. */
  shown: readonly string[];
  /** What it threw: name, message, and where (`2:1` is line 1 of cell 2); empty when it threw nothing. */
  error: string;
}

/** What stands for the error of a cell that is not tested, as one that it needs failed. */
export const skipped = "skipped";

/** What the cells do in a kernel, one after the other, whatever fails. */
export async function inKernel(sources: readonly string[], {cwd}: {cwd: string}): Promise<Outcome[]> {
  const kernel = await startKernel({cwd});
  try {
    const outcomes: Outcome[] = [];
    for (const [index, source] of sources.entries()) {
      const number = index + 1;
      outcomes.push(outcomeOf(source.trim() === "" ? [] : (await kernel.execute(source, {cell: {number}})).outputs));
    }
    return outcomes;
  } finally {
    await kernel.shutdown();
  }
}

/** What they do under `ddx run`, by the notebook that it writes. */
export async function inRun(sources: readonly string[], {cwd}: {cwd: string}): Promise<Outcome[]> {
  await writeFile(path.join(cwd, "run.ipynb"), textOf(sources));
  // It fails where a cell does.
  await node([command, "run", "run.ipynb", "-o", "ran.ipynb", "--keep-going", "--quiet"], {cwd}).catch(() => undefined);
  const text = await readFile(path.join(cwd, "ran.ipynb"), "utf8");
  return codeCells(parseNotebook(text, {path: "ran.ipynb"})).map(({outputs}) => outcomeOf(outputs));
}

const textOf = (sources: readonly string[]): string =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {kernelspec: {name: "ddx", display_name: "ddx", language: "typescript"}},
    cells: sources.map((source) => ({cell_type: "code", metadata: {}, source, outputs: [], execution_count: null})),
  });

function node(words: readonly string[], {cwd, env = {}}: {cwd: string; env?: NodeJS.ProcessEnv}): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {cwd, env: {...process.env, NO_COLOR: "1", ...env}, timeout: 600_000, maxBuffer: 1e9};
    execFile(process.execPath, [...words], options, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}

const command = fileURLToPath(new URL("../../ddx.js", import.meta.url));

const observer = fileURLToPath(new URL("./observe-suites.js", import.meta.url));

/** What the cells of each notebook do in the suites that are extracted from them, all in one process. */
export async function inSuites(
  notebooks: Readonly<Record<string, readonly string[]>>,
  {cwd, keepGoing = true}: {cwd: string; keepGoing?: boolean},
): Promise<Record<string, Outcome[]>> {
  const names = Object.keys(notebooks);
  await Promise.all(names.map((name) => writeFile(path.join(cwd, `${name}.ipynb`), textOf(notebooks[name]!))));
  const env = {DDX_NO_TYPES: "1", ...(keepGoing && {DDX_KEEP_GOING: "1"})};
  await node([observer, "seen.json", ...names.map((name) => `${name}.ipynb`)], {cwd, env});
  const seen = JSON.parse(await readFile(path.join(cwd, "seen.json"), "utf8")) as Record<string, Record<string, Outcome>>;
  return Object.fromEntries(names.map((name) => [name, notebooks[name]!.map((_, index) => seen[`${name}.ipynb`]?.[index + 1] ?? nothing)]));
}

/** What each program prints and throws as a module of its own, all in one process. */
export async function inModules(programs: readonly string[], {cwd}: {cwd: string}): Promise<Outcome[]> {
  for (const [index, source] of programs.entries()) {
    const {code} = await transform(source, {
      loader: "ts",
      tsconfigRaw: emitOptions(cwd),
      target: `node${process.versions.node}`,
      logLevel: "silent",
    });
    await writeFile(path.join(cwd, `module${index}.mjs`), code);
  }
  await writeFile(path.join(cwd, "modules.mjs"), observeModules(programs.length));
  return JSON.parse(await node(["modules.mjs"], {cwd})) as Outcome[];
}

const observeModules = (count: number): string => `
const [seen, write] = [[], process.stdout.write.bind(process.stdout)];
for (let index = 0; index < ${count}; index++) {
  const one = {printed: "", shown: [], error: ""};
  process.stdout.write = (text) => Boolean((one.printed += text));
  await import("./module" + index + ".mjs").catch((error) => void (one.error = error.name + ": " + error.message));
  seen.push(one);
}
write(JSON.stringify(seen));
`;

/** Of a cell without a test: it is empty, or all of it stands above the tests. */
const nothing: Outcome = {printed: "", shown: [], error: ""};

function outcomeOf(outputs: readonly Output[]): Outcome {
  const printed = outputs.map((output) => (output.output_type === "stream" ? output.text : "")).join("");
  const shown = outputs.flatMap((output) => ("data" in output ? [String(output.data["text/plain"])] : []));
  const errors = outputs.flatMap((output) => (output.output_type === "error" ? [output] : []));
  return {printed, shown, error: errors.map(({ename, evalue, traceback}) => `${ename}: ${evalue}${placeOf(traceback)}`).join("\n")};
}

/** The innermost frame in a cell. */
function placeOf(traceback: readonly string[]): string {
  const [, cell, line] = traceback.map((text) => /\bcell (\d+), line (\d+):/.exec(text)).find((found) => found) ?? [];
  return cell === undefined ? "" : ` (${cell}:${line})`;
}
