import {spawn} from "node:child_process";
import {mkdtemp, rm} from "node:fs/promises";
import {cpus, tmpdir} from "node:os";
import path from "node:path";
import {createInterface} from "node:readline";
import {parseArgs} from "node:util";
import {writeWhole} from "../files.js";
import {makeVenv} from "../venv.js";
import {openField, type Field} from "./kernel/field.js";
import {rows, type Row} from "./kernel/rows.js";
import {judge, tableText, type Sample} from "./kernel/table.js";

/**
 * ddx beside tslab, Deno and ipykernel through Jupyter's own client, in one run, against goals: `npm run bench -- kernel [rows] [--node PATH]
 * [--rounds N] [--json FILE]`. The client itself takes a kernel as ready only when nothing came for 0.2 s, which is the same for all.
 * Rivals are installed once, into a folder of the system's temporary one: remove it for newer ones. Pages that other processes share count by their
 * share, so memory is fair only among kernels of one run.
 */
export async function run(words: readonly string[]): Promise<void> {
  try {
    await compare(words);
  } catch (error) {
    const {message, code = ""} = error as Error & {code?: string};
    if (!(error instanceof RangeError) && !code.startsWith("ERR_PARSE_ARGS")) throw error;
    console.error(message);
    process.exitCode = 2;
  }
}

async function compare(words: readonly string[]): Promise<void> {
  const {values, positionals} = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {node: {type: "string", default: process.execPath}, rounds: {type: "string", default: "7"}, json: {type: "string"}},
  });
  const chosen = choose(positionals);
  const venv = await makeVenv();
  if ("missing" in venv) throw new Error(`Jupyter's client is missing, so nothing can be measured: ${venv.missing}`);
  const data = await mkdtemp(path.join(tmpdir(), "ddx-bench-data-"));
  try {
    const python = path.resolve(venv.python);
    const field = await openField(chosen, {node: path.resolve(values.node), python, data});
    warn(field);
    const samples = await measure(field, {python, data, rounds: count(values.rounds)});
    await report(chosen, {field, samples, ...(values.json !== undefined && {json: values.json})});
    warn(field);
  } finally {
    await rm(data, {recursive: true, force: true});
  }
}

function choose(words: readonly string[]): readonly Row[] {
  const unknown = words.find((word) => !rows.some(({name}) => name.startsWith(word)));
  if (unknown !== undefined)
    throw new RangeError(`expected the names of rows, got ${unknown}; there are: ${rows.map(({name}) => name).join(", ")}`);
  return rows.filter(({name}) => words.length === 0 || words.some((word) => name.startsWith(word)));
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new RangeError(`expected a whole number from 1 on for --rounds, got ${text}`);
  return number;
}

function warn({missing}: Field): void {
  for (const {name, why} of missing) console.error(`\n!!! MISSING, so not measured: ${name}: ${why}\n`);
}

interface Setting {
  python: string;
  data: string;
  rounds: number;
}

/** Runs client.py over all kernels. */
async function measure({sessions}: Field, {python, data, rounds}: Setting): Promise<Sample[]> {
  const env = {
    ...process.env,
    JUPYTER_DATA_DIR: data,
    JUPYTER_RUNTIME_DIR: path.join(data, "runtime"),
    IPYTHONDIR: path.join(data, "ipython"),
  };
  const client = spawn(python, [path.resolve("scripts/bench/kernel/client.py")], {env, stdio: ["pipe", "pipe", "inherit"]});
  const ended = new Promise<number | null>((resolve, reject) => client.once("error", reject).once("close", resolve));
  client.stdin.end(JSON.stringify({rounds, sessions}));
  const samples: Sample[] = [];
  for await (const line of createInterface({input: client.stdout})) {
    const sample = JSON.parse(line) as Sample;
    samples.push(sample);
    const shown = sample.failure ?? sample.values.map((value) => value.toFixed(1)).join(" ");
    console.error(`round ${sample.round + 1} of ${rounds}: ${sample.column}: ${sample.row}: ${shown}`);
  }
  const code = await ended;
  if (code !== 0) throw new Error(`the client ended with exit code ${code}`);
  return samples;
}

interface Found {
  field: Field;
  samples: readonly Sample[];
  json?: string;
}

async function report(chosen: readonly Row[], {field: {versions, missing}, samples, json}: Found): Promise<void> {
  const judged = chosen.map((row) => judge(row, samples));
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${process.platform}`;
  console.log(`${tableText(judged, {versions})}\n\nOn ${machine}. A ratio is ddx's median over the other's.`);
  if (json === undefined) return;
  const found = judged.map(({row: {name, title, unit, goal}, ...rest}) => ({name, title, unit, goal, ...rest}));
  await writeWhole(json, `${JSON.stringify({machine, versions, missing, rows: found, samples}, undefined, 1)}\n`);
}
