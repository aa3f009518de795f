import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** What is kept of a notebook between runs. */
export interface Kept {
  /** What the tests that passed depend on, each as one hash. */
  passed: readonly string[];
  /** What the whole notebook depends on, where nothing of it has to run. */
  whole?: string;
  /** The titles that lead to each of its tests then. */
  titles?: readonly (readonly string[])[];
}

/** A hash of a text or of bytes that no two others share. */
export const digest = (content: string | Uint8Array): string => createHash("sha256").update(content).digest("base64url");

/** Where it is kept what passed of a notebook, or what a test was made from: below `node_modules` of the project that the current folder is in, else in the user's own cache, where nobody else writes what is run here. */
export function cacheFile(notebook: string, {set = "", ending = "json"}: {set?: string | undefined; ending?: string} = {}): string {
  const file = path.resolve(notebook);
  return path.join(cacheFolder(process.cwd()), `${path.basename(file, ".ipynb")}-${digest(file + set).slice(0, 16)}.${ending}`);
}

function cacheFolder(from: string): string {
  const modules = path.join(from, "node_modules");
  if (existsSync(modules)) return path.join(modules, ".cache", "ddx");
  const above = path.dirname(from);
  return above === from ? path.join(process.env["XDG_CACHE_HOME"] || path.join(os.homedir(), ".cache"), "ddx") : cacheFolder(above);
}

/** Reads what is kept; nothing where the file is not there or cannot be read. */
export async function readKept(file: string): Promise<Kept> {
  try {
    const {passed, whole, titles} = JSON.parse(await readFile(file, "utf8")) as Partial<Kept>;
    if (!isTexts(passed)) return {passed: []};
    return {passed, ...(typeof whole === "string" && Array.isArray(titles) && titles.every(isTexts) && {whole, titles})};
  } catch {
    return {passed: []};
  }
}

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every((one) => typeof one === "string");

/** Writes it whole or not at all; where that is refused everything runs the next time, which is no error. */
export const writeKept = (file: string, kept: Kept): Promise<void> => writeCached(file, `${JSON.stringify(kept)}\n`);

/** Writes a file of the cache whole or not at all; a cache that cannot be written is no error. */
export async function writeCached(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, content).catch(async () => {
      await mkdir(path.dirname(file), {recursive: true, mode: 0o700});
      await writeFile(temporary, content);
    });
    await rename(temporary, file);
  } catch {
    await rm(temporary, {force: true}).catch(() => undefined);
  }
}
