import {spawnSync} from "node:child_process";
import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {makeAhead, readAhead} from "../../src/harness/ahead.js";
import {testFiles} from "../../src/harness/extract.js";
import {findNotebooks} from "../../src/harness/files.js";
import {random} from "../../src/math/random.js";
import {drawNotebook} from "./harness/notebooks.js";

const [notebooks, cells] = [400, 3800];

/**
 * What extraction costs for 400 notebooks of 3800 cells, and what a suite of 300 trivial cells costs beside the same tests written by hand for mocha:
 * `npm run bench harness`. Times are wall-clock, each command once for itself.
 */
export async function run(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), "ddx-bench-harness-"));
  try {
    await extraction(folder);
    await suite(folder);
  } finally {
    await rm(folder, {recursive: true, force: true});
  }
}

async function extraction(folder: string): Promise<void> {
  const draw = random(1);
  const sizes = Array.from(
    {length: notebooks},
    (_, index) => Math.floor((cells * (index + 1)) / notebooks) - Math.floor((cells * index) / notebooks),
  );
  for (const [index, size] of sizes.entries())
    await writeFile(path.join(folder, `${String(index).padStart(3, "0")}.ipynb`), JSON.stringify(drawNotebook(draw, size)));
  const files = await findNotebooks([folder]);
  const out = path.join(folder, "out");
  const made = () => time(async () => makeAhead(await readAhead(files), {timeout: 60_000, counted: false}));
  // Kept suites of notebooks that stand in no project.
  process.env["XDG_CACHE_HOME"] = path.join(folder, "cache");
  const home = process.cwd();
  process.chdir(folder);
  const [cold, warm] = [await made(), await made()];
  process.chdir(home);
  console.log(`making the suites of ${files.length} notebooks of ${cells} cells as ddx test does: ${cold.toFixed(2)} s (at most 4)`);
  console.log(`taking those that were kept: ${warm.toFixed(2)} s`);
  const formatted = await time(() => writeAll(files, out));
  console.log(`writing them out, formatted: ${formatted.toFixed(2)} s (at most 20)`);
  const unchanged = await time(() => writeAll(files, out));
  console.log(`finding that none has changed: ${unchanged.toFixed(2)} s (at most 0.3)`);
}

async function writeAll(files: readonly string[], out: string): Promise<void> {
  await mkdir(out, {recursive: true});
  const {files: tests, problems} = await testFiles(files, {out});
  if (problems[0]) throw problems[0];
  for (const {file, code} of tests) if (code !== undefined) await writeFile(file, code);
}

const trivial = 300;

async function suite(folder: string): Promise<void> {
  const place = path.join(folder, "suite");
  await mkdir(place);
  const sources = Array.from({length: trivial}, (_, index) => `expect(${index} + 1).to.equal(${index + 1});`);
  const head = 'import {expect} from "chai";';
  const code = [head, ...sources].map((source) => ({cell_type: "code", metadata: {}, source, execution_count: null, outputs: []}));
  const kernelspec = {name: "ddx", display_name: "ddx", language: "typescript"};
  await writeFile(path.join(place, "a.ipynb"), JSON.stringify({nbformat: 4, nbformat_minor: 5, metadata: {kernelspec}, cells: code}));
  const tests = sources.map((source, index) => `it("cell ${index + 2}", () => { ${source} });`);
  const chai = new URL(import.meta.resolve("chai")).href;
  await writeFile(
    path.join(place, "a.test.mjs"),
    [head.replace('"chai"', JSON.stringify(chai)), 'describe("a", () => {', ...tests, "});"].join("\n"),
  );
  const mocha = path.resolve("node_modules/mocha/bin/mocha.js");
  const own = Math.min(
    ...[1, 2, 3, 4, 5].map(() => command([path.resolve("dist/scripts/ddx.js"), "test", "a.ipynb", "--no-types"], place)),
  );
  const hand = Math.min(...[1, 2, 3, 4, 5].map(() => command([mocha, "a.test.mjs"], place)));
  const says = `${own.toFixed(2)} s, by hand in mocha ${hand.toFixed(2)} s`;
  console.log(`a suite of ${trivial} trivial cells, no types checked: ${says}: ${(own / hand).toFixed(2)} × (at most 1.5)`);
}

function command(words: readonly string[], cwd: string): number {
  const begun = performance.now();
  const {status, stdout} = spawnSync(process.execPath, [...words], {cwd, encoding: "utf8"});
  if (status !== 0 || !stdout.includes(`${trivial} passing`)) throw new Error(`the suite does not pass:\n${stdout.slice(-2000)}`);
  return (performance.now() - begun) / 1000;
}

async function time(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}
