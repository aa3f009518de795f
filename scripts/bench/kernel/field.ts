import {execFile} from "node:child_process";
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {promisify} from "node:util";
import {installKernel} from "../../../kernel/install.js";
import {version} from "../../../src/version.js";
import {makeFolder, writeWhole} from "../../files.js";
import {deno, ipykernel, nodeOf, tslab, workFolder, type Rival} from "./rivals.js";
import type {Column, Probe, Row} from "./rows.js";

/** One kernel that is started again and again, with what is measured of it. */
export interface Session {
  /** Its column in the table. */
  column: Column;
  /** Its kernelspec. */
  spec: string;
  /** Folder that it is started in. */
  cwd: string;
  /** Environment beside this process's own. */
  env: Record<string, string>;
  /** What is measured, in order. */
  probes: readonly (Probe & {row: string})[];
}

/** All that takes part. */
export interface Field {
  /** Kernels in the order of a round. */
  sessions: Session[];
  /** What each column is, for the table's head. */
  versions: Partial<Record<Column, string>>;
  /** What could not be installed, and why. */
  missing: {name: string; why: string}[];
}

const columns: readonly Column[] = ["ddx", "deno", "tslab", "ipykernel"];

/** Installs what is missing and writes kernelspecs into `data`; `node` runs the kernels of Node. */
export async function openField(rows: readonly Row[], {node, python, data}: {node: string; python: string; data: string}): Promise<Field> {
  const field: Field = {sessions: [], versions: {}, missing: []};
  const major = await majorOf(node);
  const others = [...new Set(rows.flatMap((row) => (row.node === undefined || row.node === major ? [] : [row.node])))];
  for (const column of columns) {
    const own = rows.filter((row) => row.node === undefined || row.node === major || !onNode(column));
    await add(field, {column, name: column, rows: own, make: () => makers[column]({node, python}), data});
  }
  for (const other of others) {
    for (const column of columns.filter(onNode)) {
      const own = rows.filter((row) => row.node === other);
      const make = async () => makers[column]({node: await nodeOf(other), python});
      await add(field, {column, name: `${column}-${other}`, rows: own, make, data});
    }
  }
  return field;
}

const onNode = (column: Column): boolean => column === "ddx" || column === "tslab";

const makers: Record<Column, (given: {node: string; python: string}) => Promise<Rival>> = {
  ddx: ({node}) => ours(node),
  deno: () => deno(),
  tslab: ({node}) => tslab(node),
  ipykernel: ({python}) => ipykernel(python),
};

interface Entry {
  column: Column;
  name: string;
  rows: readonly Row[];
  make: () => Promise<Rival>;
  data: string;
}

/** Adds a kernel, or why it is missing. */
async function add({sessions, versions, missing}: Field, {column, name, rows, make, data}: Entry): Promise<void> {
  const probes = rows.flatMap((row) => (row.probes[column] ? [{row: row.name, ...row.probes[column]}] : []));
  if (probes.length === 0) return;
  try {
    const {cwd, env, argv, interrupt_mode, version: says} = await make();
    versions[column] ??= says;
    const folder = path.join(data, "kernels", name);
    await makeFolder(folder);
    const spec = {argv, display_name: name, language: "typescript", ...(interrupt_mode && {interrupt_mode})};
    await writeWhole(path.join(folder, "kernel.json"), JSON.stringify(spec));
    sessions.push({column, spec: name, cwd, env, probes});
  } catch (error) {
    versions[column] ??= `${column} (MISSING)`;
    missing.push({name, why: (error as Error).message.split("\n")[0]!});
  }
}

/** ddx as it installs itself, by another Node. */
async function ours(node: string): Promise<Rival> {
  const prefix = await mkdtemp(path.join(tmpdir(), "ddx-spec-"));
  try {
    const folder = await installKernel({prefix});
    const {argv, interrupt_mode} = JSON.parse(await readFile(path.join(folder, "kernel.json"), "utf8")) as Rival;
    const cwd = await workFolder();
    const nodeVersion = (await call(node, ["--version"])).stdout.trim();
    return {version: `ddx ${version}, Node ${nodeVersion.slice(1)}`, argv: [node, ...argv.slice(1)], cwd, env: {}, interrupt_mode};
  } finally {
    await rm(prefix, {recursive: true});
  }
}

const call = promisify(execFile);

async function majorOf(node: string): Promise<number> {
  const {stdout} = await call(node, ["--version"]).catch(() => {
    throw new RangeError(`expected the path of a Node for --node, ${node} is none`);
  });
  return Number(/^v(\d+)/.exec(stdout)?.[1]);
}
