import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {execFile, spawn} from "node:child_process";
import {fileURLToPath} from "node:url";

/** A cell as it is stored: markdown when the text begins with `#`, else code. */
export const cell = (source: string): Record<string, unknown> =>
  source.startsWith("#")
    ? {cell_type: "markdown", metadata: {}, source}
    : {cell_type: "code", metadata: {}, source, outputs: [], execution_count: null};

/** The text of a notebook with these cells. */
export const notebookText = (...sources: string[]): string =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {kernelspec: {name: "ddx", display_name: "ddx", language: "typescript"}},
    cells: sources.map(cell),
  });

/** The same with outputs and counts that are stored, cell by cell. */
export const storedText = (...cells: readonly {source: string; outputs?: readonly object[]; count?: number}[]): string => {
  const notebook = JSON.parse(notebookText(...cells.map(({source}) => source))) as {cells: Record<string, unknown>[]};
  for (const [index, {outputs = [], count = null}] of cells.entries())
    Object.assign(notebook.cells[index]!, {outputs, execution_count: count});
  return JSON.stringify(notebook);
};

/** A result as it is stored. */
export const result = (text: string): object => ({
  output_type: "execute_result",
  data: {"text/plain": text},
  metadata: {},
  execution_count: 1,
});

/** Calls `use` with a new folder that holds the files, and removes it. */
export async function withFolder(files: Record<string, string>, use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "ddx-test-"));
  try {
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)));
    await use(folder);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

/** What a command printed, and its exit code. */
export interface Printed {
  /** Exit code. */
  code: number;
  /** Standard output. */
  stdout: string;
  /** Standard error. */
  stderr: string;
}

const command = fileURLToPath(new URL("../../scripts/ddx.js", import.meta.url));

const mochaCommand = path.resolve("node_modules/mocha/bin/mocha.js");

/** What lets mocha load notebooks. */
export const register = fileURLToPath(new URL("../../src/harness/register.js", import.meta.url));

/** Runs `ddx` in a folder. */
export const ddx = (args: readonly string[], {cwd}: {cwd: string}): Promise<Printed> => run([command, ...args], cwd);

/** Runs mocha's own command in a folder. */
export const mocha = (args: readonly string[], {cwd}: {cwd: string}): Promise<Printed> => run([mochaCommand, ...args], cwd);

function run(words: readonly string[], cwd: string): Promise<Printed> {
  return new Promise((resolve) => {
    execFile(process.execPath, [...words], {cwd, timeout: 60_000}, (error, stdout, stderr) =>
      resolve({code: error ? Number(error.code ?? 1) : 0, stdout, stderr}),
    );
  });
}

/** Starts `ddx` in a folder; `until` resolves when what it has printed matches, `end` stops it. */
export function start(
  args: readonly string[],
  {cwd}: {cwd: string},
): {until: (pattern: RegExp) => Promise<void>; end: () => Promise<void>} {
  const child = spawn(process.execPath, [command, ...args], {cwd, env: {...process.env, NO_COLOR: "1"}});
  let printed = "";
  let hear = () => undefined as void;
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text: string) => ((printed += text), hear()));
  return {
    until: (pattern) =>
      new Promise((resolve) => {
        hear = () => void (pattern.test(printed) && resolve());
        hear();
      }),
    end: () => new Promise((resolve) => void child.once("close", () => resolve()).kill()),
  };
}
