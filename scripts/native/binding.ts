import {copyFile, cp, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink} from "node:fs/promises";
import {existsSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {reason, run} from "./command.js";
import type {Place} from "./place.js";
import type {Watch} from "./wheel.js";

/** N-API's version for which the binding is built: one binary serves every Node that has it. */
const napi = 8;

/** The compiled binding of a tfjs-node in the cache. */
export const bindingFile = ({folder}: Place, {version}: {version: string}): string =>
  path.join(folder, `binding-${version}`, "tfjs_binding.node");

/** Where tfjs-node looks for its binding. */
export const bindingPath = path.join("lib", `napi-v${napi}`, "tfjs_binding.node");

/** Compiles tfjs-node's binding against TensorFlow's libraries by node-gyp, in a folder of its own; all or nothing. */
export async function compileBinding(
  {place, tfjsNode, python}: {place: Place; tfjsNode: string; python: string},
  {signal, show}: Watch,
): Promise<void> {
  const {version} = JSON.parse(await readFile(path.join(tfjsNode, "package.json"), "utf8")) as {version: string};
  // Not in the cache: make fails where a folder's name has a space, as a home folder's may.
  const work = await mkdtemp(path.join(tmpdir(), "ddx-native-"));
  try {
    for (const name of ["binding", "binding.gyp", "package.json"])
      await cp(path.join(tfjsNode, name), path.join(work, name), {recursive: true});
    await symlink(place.folder, path.join(work, "deps"));
    const steps = 2 + (await readdir(path.join(work, "binding"))).filter((file) => file.endsWith(".cc")).length;
    let done = 0;
    const tell = () => show("compiling tfjs-node's binding", done / steps);
    tell();
    const made = path.join(work, "made");
    const compiled = await run(
      process.execPath,
      [await nodeGyp(), "rebuild", ...(await headers({work, signal})), ...defines(made), `--python=${python}`],
      {
        cwd: work,
        signal,
        // make says what it begins: each source, the library's link and its copy.
        onLine: (line) => {
          if (!/^\s+(CXX|SOLINK_MODULE|COPY)\(/.test(line)) return;
          tell();
          done++;
        },
      },
    );
    if (compiled.code !== 0) throw new Error(`expected node-gyp to compile tfjs-node's binding, got: ${reason(compiled)}`);
    const file = bindingFile(place, {version});
    await mkdir(path.dirname(file), {recursive: true});
    await copyFile(path.join(made, "tfjs_binding.node"), `${file}.tmp`);
    await rename(`${file}.tmp`, file);
  } finally {
    await rm(work, {recursive: true, force: true});
  }
}

/** What tfjs-node's binding.gyp expects of node-pre-gyp. */
const defines = (folder: string): string[] => [
  "--module_name=tfjs_binding",
  `--module_path=${folder}`,
  `--napi_version=${process.versions.napi}`,
  `--napi_build_version=${napi}`,
  "--node_abi_napi=napi",
];

/** The node-gyp that comes with npm. */
async function nodeGyp(): Promise<string> {
  const {output} = await run("npm", ["root", "--global"]);
  const within = path.join("node_modules", "node-gyp", "bin", "node-gyp.js");
  const npm = process.env.npm_execpath && path.resolve(process.env.npm_execpath, "..", "..");
  const found = [path.join(output.trim(), "npm"), ...(npm ? [npm] : [])].map((folder) => path.join(folder, within)).find(existsSync);
  if (!found) throw new Error("expected node-gyp beside npm, got none; install npm anew (npm install --global npm)");
  return found;
}

/** Node's headers: those of this Node's own folder, else those of the npm package of its version; node-gyp fetches them where npm has none. */
async function headers({work, signal}: {work: string; signal: AbortSignal}): Promise<string[]> {
  const own = path.resolve(process.execPath, "..", "..");
  if (existsSync(path.join(own, "include", "node", "node_api.h"))) return [`--nodedir=${own}`];
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(work, "headers");
  await mkdir(folder);
  const done = await run("npm", ["install", "--ignore-scripts", "--no-save", "--prefix", folder, `${name}@${process.versions.node}`], {
    signal,
  });
  const installed = path.join(folder, "node_modules", name);
  return done.code === 0 && existsSync(path.join(installed, "include", "node", "node_api.h")) ? [`--nodedir=${installed}`] : [];
}
