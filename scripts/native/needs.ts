import {mkdir, statfs} from "node:fs/promises";
import {reason, run} from "./command.js";

/** Bytes that the wheel and what is unpacked of it take together. */
const room = 1.4e9;

/** Finds a Python 3 with pip; throws one line without. */
export async function findPython(): Promise<string> {
  for (const command of ["python3", "python"]) {
    const {code, output} = await run(command, ["--version"]);
    if (code !== 0 || !output.includes("Python 3")) continue;
    const pip = await run(command, ["-m", "pip", "--version"]);
    if (pip.code === 0) return command;
    throw new Error(
      `expected pip beside ${output.trim()}, got none (${reason(pip)}); install it (apt-get install python3-pip, or ${command} -m ensurepip)`,
    );
  }
  throw new Error(
    "expected Python 3 with pip, which fetches TensorFlow's wheel and compiles, got none; install Python 3, or use the backend wasm",
  );
}

/** Throws one line when make or a C++ compiler is missing. */
export async function expectCompiler(): Promise<void> {
  const compilers = process.env.CXX ? [process.env.CXX] : ["c++", "g++", "clang++"];
  const found = await Promise.all(["make", ...compilers].map(async (command) => (await run(command, ["--version"])).code === 0));
  if (found[0] && found.slice(1).includes(true)) return;
  const missing = found[0] ? "a C++ compiler" : "make";
  const install = process.platform === "darwin" ? "xcode-select --install" : "apt-get install build-essential";
  throw new Error(
    `expected make and a C++ compiler, which build tfjs-node's binding, got no ${missing.replace("a ", "")}; install them (${install})`,
  );
}

/** Throws one line when the disk is too full for the wheel. */
export async function expectRoom(folder: string): Promise<void> {
  await mkdir(folder, {recursive: true});
  const {bavail, bsize} = await statfs(folder);
  if (bavail * bsize < room)
    throw new Error(
      `expected ${room / 1e9} GB free in ${folder}, got ${((bavail * bsize) / 1e9).toFixed(1)} GB; make room, or set XDG_CACHE_HOME to another disk`,
    );
}
