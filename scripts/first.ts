import {spawn} from "node:child_process";
import {readFile, stat} from "node:fs/promises";
import {fileURLToPath} from "node:url";
import {text, type Diagnosis} from "../src/index.js";
import {diagnosisType} from "../src/display/mime.js";
import {parseNotebook} from "../src/notebook/notebook.js";

// `npm start`: the main job, end to end, by the same commands that a person would type.
const notebook = "notebooks/0-first-diagnosis.ipynb";
const executed = "out/first-diagnosis.ipynb";
const page = "out/first-diagnosis.html";
const suite = "out/tests";
const began = performance.now();

await step("1. Execute the notebook in the ddx kernel", "run", notebook, "-o", executed, "--quiet");

const diagnosis = await firstDiagnosis(executed);
console.log(
  `\n${heading("2. The differential diagnosis")}\n\n${text(diagnosis, {colour: process.stdout.isTTY, width: Math.min(process.stdout.columns ?? 100, 120)})}`,
);

await step("3. Extract the notebook into a mocha suite", "extract", notebook, "-o", suite);
await step("4. Run the suite: every cell is a test", "test", notebook);
await step("5. Write the report", "report", executed, "-o", page);

const size = Math.round((await stat(page)).size / 1024);
console.log(`
${heading(`Done in ${Math.round((performance.now() - began) / 1000)} s.`)}
  ${page}      the report: one page of ${size} kB that opens offline
  ${executed}     the executed notebook
  ${suite}/                      the notebook as a mocha suite
  ${notebook}   the notebook itself

What to try next:
  npx ddx doctor                        what works on this machine
  npx ddx explain unscaled-inputs       what an illness is, and where the rule comes from
  npx ddx kernel install                explore in Jupyter or VS Code
  npx ddx run ${notebook}
  npm test                              everything the project tests`);

/** Runs one command of ddx, showing what it prints; ends this process when it fails. */
async function step(title: string, ...words: string[]): Promise<void> {
  console.log(`\n${heading(title)}\n  npx ddx ${words.join(" ")}\n`);
  const child = spawn(process.execPath, [fileURLToPath(new URL("./ddx.js", import.meta.url)), ...words], {stdio: "inherit"});
  const code = await new Promise<number>((resolve) => child.on("close", (exit) => resolve(exit ?? 1)));
  if (code !== 0) process.exit(code);
}

async function firstDiagnosis(path: string): Promise<Diagnosis> {
  const {cells} = parseNotebook(await readFile(path, "utf8"), {path});
  const shown = cells.flatMap(({outputs}) => outputs.flatMap((output) => ("data" in output ? [output.data[diagnosisType]] : [])));
  const found = shown.find((value) => value !== undefined);
  if (!found) throw new Error(`expected a diagnosis among the outputs of ${path}, got none`);
  return found as Diagnosis;
}

function heading(title: string): string {
  return process.stdout.isTTY ? `\x1b[1m${title}\x1b[22m` : title;
}
