import {existsSync} from "node:fs";
import {copyFile, lstat, mkdir, readFile, rename, rm, symlink} from "node:fs/promises";
import path from "node:path";
import {writeWhole} from "../files.js";
import {bindingFile, bindingPath} from "./binding.js";
import type {Place} from "./place.js";
import {readLinked, record, type Linked} from "./state.js";

const shimFile = path.join("dist", "ddx-native.cjs");
const loader = 'require("./ddx-native.cjs");\n';

// TensorFlow reads its log level when it is loaded.
const shim = `// Written by "ddx native"; "ddx native --remove" undoes it.
process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
const util = require("util");
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
`;

/** Links the cache's libraries and binding into a project's tfjs-node, and puts back what newer Nodes dropped. */
export async function link(tfjsNode: string, {place, version}: {place: Place; version: string}): Promise<void> {
  const deps = path.join(tfjsNode, "deps");
  if (existsSync(deps) && !(await lstat(deps)).isSymbolicLink()) await rename(deps, `${deps}.npm`);
  await rm(deps, {force: true});
  await symlink(place.folder, deps);
  const file = path.join(tfjsNode, bindingPath);
  await mkdir(path.dirname(file), {recursive: true});
  await copyFile(bindingFile(place, {version}), `${file}.tmp`);
  await rename(`${file}.tmp`, file);
  await writeWhole(path.join(tfjsNode, record), `${JSON.stringify({tensorflow: place.version} satisfies Linked)}\n`);
}

/** Makes tfjs-node load what Node 23 and newer dropped, silently. */
export async function addShim(tfjsNode: string): Promise<void> {
  await writeWhole(path.join(tfjsNode, shimFile), shim);
  const index = path.join(tfjsNode, "dist", "index.js");
  const code = await readFile(index, "utf8");
  if (!code.startsWith(loader)) await writeWhole(index, loader + code);
}

/** Takes away all that {@link link} and {@link addShim} did. */
export async function unlink(tfjsNode: string): Promise<void> {
  const linked = await readLinked(tfjsNode);
  const deps = path.join(tfjsNode, "deps");
  if (linked) {
    await rm(deps, {force: true});
    await rm(path.join(tfjsNode, bindingPath), {force: true});
    if (existsSync(`${deps}.npm`)) await rename(`${deps}.npm`, deps);
  }
  const index = path.join(tfjsNode, "dist", "index.js");
  const code = await readFile(index, "utf8");
  if (code.startsWith(loader)) await writeWhole(index, code.slice(loader.length));
  for (const name of [shimFile, record]) await rm(path.join(tfjsNode, name), {force: true});
}
