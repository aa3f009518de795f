import {execFile} from "node:child_process";
import {mkdtemp, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {promisify} from "node:util";
import {expect} from "chai";

const exec = promisify(execFile);

/** Runs a command in a folder; gives its exit code and what it printed, whatever the code. */
export async function run(
  folder: string,
  ...[command, ...words]: [string, ...string[]]
): Promise<{code: number; stdout: string; stderr: string}> {
  const options = {
    cwd: folder,
    timeout: 400000,
    maxBuffer: 1 << 26,
    env: {...process.env, NODE_OPTIONS: "", npm_config_audit: "false", npm_config_fund: "false"},
  };
  return exec(command, words, options).then(
    ({stdout, stderr}) => ({code: 0, stdout, stderr}),
    ({code, stdout, stderr}: {code: number; stdout: string; stderr: string}) => ({code, stdout, stderr}),
  );
}

/** A new folder elsewhere, its name with a space in it, in which ddx's own tarball and other packages are installed. */
export async function installed(...packages: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "ddx package "));
  // The build is there already, and building it anew would pull it from under the running tests.
  const packed = await run(process.cwd(), "npm", "pack", "--ignore-scripts", "--pack-destination", folder);
  const tarball = packed.stdout.trim().split("\n").at(-1)!;
  await writeFile(path.join(folder, "package.json"), JSON.stringify({name: "elsewhere", private: true, type: "module"}));
  const {code, stderr} = await run(folder, "npm", "install", "--ignore-scripts", `./${tarball}`, ...packages);
  expect(code, stderr).equal(0);
  return folder;
}
