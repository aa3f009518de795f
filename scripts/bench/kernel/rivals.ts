import {execFile} from "node:child_process";
import {access, mkdir, readFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {promisify} from "node:util";
import {writeWhole} from "../../files.js";

const call = promisify(execFile);
const cache = path.join(tmpdir(), "ddx-bench-kernel");
const tfjs = "@tensorflow/tfjs@4.22.0";

/** How a kernel is started. */
export interface Rival {
  /** What it is, for the table's head. */
  version: string;
  /** Command, as its kernelspec has it. */
  argv: string[];
  /** Folder that it is started in. */
  cwd: string;
  /** Environment beside this process's own. */
  env: Record<string, string>;
  /** How Jupyter interrupts it. */
  interrupt_mode?: string;
}

/** tslab with tfjs beside it, run by a Node. */
export async function tslab(node: string): Promise<Rival> {
  const cwd = await install("tslab", ["tslab@1.0.22", tfjs]);
  const version = await installed(cwd, "tslab");
  const bin = path.join(cwd, "node_modules", "tslab", "bin", "tslab");
  return {version: `tslab ${version}`, argv: [node, bin, "kernel", "--config-path", "{connection_file}"], cwd, env: {}};
}

/** Deno as `deno jupyter --install` makes it known, tfjs fetched into a folder of its own. */
export async function deno(): Promise<Rival> {
  const folder = await install("deno", ["deno@latest"]);
  const bin = path.join(folder, "node_modules", "deno", "bin.cjs");
  const {stdout} = await call(process.execPath, [bin, "eval", "console.log(Deno.execPath())"], {timeout: 120_000});
  const {stdout: registry} = await npm(["config", "get", "registry"]);
  const env = {DENO_DIR: path.join(cache, "deno-dir"), NPM_CONFIG_REGISTRY: registry.trim(), DENO_NO_UPDATE_CHECK: "1"};
  const cwd = path.join(cache, "deno-work");
  await mkdir(cwd, {recursive: true});
  const command = stdout.trim();
  await call(command, ["cache", `npm:${tfjs}`], {cwd, env: {...process.env, ...env}, timeout: 300_000});
  const version = `Deno ${await installed(folder, "deno")}`;
  return {version, argv: [command, "jupyter", "--kernel", "--conn", "{connection_file}"], cwd, env};
}

/** Python's kernel, from the environment that has Jupyter's client. */
export async function ipykernel(python: string): Promise<Rival> {
  const {stdout} = await call(python, ["-c", "import ipykernel; print(ipykernel.__version__)"], {timeout: 60_000});
  const argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"];
  return {version: `ipykernel ${stdout.trim()}`, argv, cwd: cache, env: {}};
}

/** A folder with tfjs where ddx's cells run: tslab's own, so that both read the same files. */
export const workFolder = (): Promise<string> => install("tslab", ["tslab@1.0.22", tfjs]);

/** A Node of a major version, from npm. */
export async function nodeOf(major: number): Promise<string> {
  const folder = await install(`node-${major}`, [`node@${major}`]);
  const bin = path.join(folder, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  await access(bin).catch(() => {
    throw new Error(`npm's package node@${major} brought no ${path.basename(bin)}; were install scripts allowed?`);
  });
  return bin;
}

/** Installs packages once into a folder of the cache; rejects with npm's last line of error. */
async function install(name: string, packages: readonly string[]): Promise<string> {
  const folder = path.join(cache, name);
  const done = path.join(folder, "installed.json");
  const wanted = JSON.stringify(packages);
  if ((await readFile(done, "utf8").catch(() => "")) === wanted) return folder;
  console.error(`installing ${packages.join(", ")} in ${folder}`);
  await mkdir(folder, {recursive: true});
  await writeWhole(path.join(folder, "package.json"), '{"private": true}');
  await npm(["install", "--no-audit", "--no-fund", "--prefix", folder, ...packages]).catch(({stderr, message}) => {
    throw new Error(`npm cannot install it: ${/npm error (.*)/.exec(String(stderr))?.[1] ?? message}`);
  });
  await writeWhole(done, wanted);
  return folder;
}

const npm = (args: string[]) => call("npm", args, {timeout: 600_000, maxBuffer: 1e8, shell: process.platform === "win32"});

async function installed(folder: string, name: string): Promise<string> {
  return (JSON.parse(await readFile(path.join(folder, "node_modules", name, "package.json"), "utf8")) as {version: string}).version;
}
