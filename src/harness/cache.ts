import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** A hash of a text or of bytes that no two others share. */
export const digest = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("base64url");

/** Where it is kept what passed of a notebook: below `node_modules` of the project that the current folder is in, else in the system's temporary folder. */
export function cacheFile(notebook: string): string {
  const file = path.resolve(notebook);
  return path.join(cacheFolder(process.cwd()), `${path.basename(file, ".ipynb")}-${digest(file).slice(0, 16)}.json`);
}

function cacheFolder(from: string): string {
  const modules = path.join(from, "node_modules");
  if (existsSync(modules)) return path.join(modules, ".cache", "ddx");
  const above = path.dirname(from);
  return above === from ? path.join(os.tmpdir(), `ddx-${os.userInfo().username}`) : cacheFolder(above);
}

/** The keys that a file holds; none of one that is not there or cannot be read. */
export async function readKeys(file: string): Promise<Set<string>> {
  try {
    const {passed} = JSON.parse(await readFile(file, "utf8")) as {passed: readonly string[]};
    return new Set(passed);
  } catch {
    return new Set();
  }
}

/** Writes keys whole or not at all; where that is refused everything runs the next time, which is no error. */
export async function writeKeys(file: string, keys: readonly string[]): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(path.dirname(file), {recursive: true, mode: 0o700});
    await writeFile(temporary, `${JSON.stringify({passed: keys}, null, 1)}\n`);
    await rename(temporary, file);
  } catch {
    await rm(temporary, {force: true}).catch(() => undefined);
  }
}
