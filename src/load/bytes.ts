import {readdir, readFile, stat} from "node:fs/promises";
import path from "node:path";
import {gunzipSync} from "node:zlib";
import {list} from "./read.js";

/** Reads a binary file, unpacked when it is gzip by its first bytes; throws one clear line when it cannot be read or unpacked. */
export async function readBytes(file: string): Promise<Buffer> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new RangeError(`cannot read ${file}: ${error.code === "ENOENT" ? "there is no such file" : error.message}`);
  });
  if (!(bytes[0] === 0x1f && bytes[1] === 0x8b)) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (error) {
    throw new RangeError(`cannot unpack ${file}: ${(error as Error).message}; the gzip file is broken, fetch it anew`);
  }
}

/** A folder, or the first of its subfolders of these names that is there: where an archive or a tool puts the files. */
export async function openFolder(
  folder: string,
  {within = []}: {within?: readonly string[]} = {},
): Promise<{folder: string; names: string[]}> {
  for (const inner of within) {
    const found = path.join(folder, inner);
    if ((await stat(found).catch(() => undefined))?.isDirectory()) return {folder: found, names: await filesOf(found)};
  }
  return {folder, names: await filesOf(folder)};
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {withFileTypes: true}).catch((error: NodeJS.ErrnoException) => {
    const reasons: Record<string, string> = {ENOENT: "there is no such folder", ENOTDIR: "it is a file"};
    throw new RangeError(`cannot read the folder ${folder}: ${reasons[error.code ?? ""] ?? error.message}`);
  });
  return entries.filter((entry) => !entry.isDirectory()).map(({name}) => name);
}

/** The first of some spellings of a file's name that is in a folder, plain before `.gz`; throws one line with what was looked for and what there is. */
export function findFile(
  spellings: readonly string[],
  {folder, names, hint}: {folder: string; names: readonly string[]; hint?: string},
): string {
  const found = spellings.flatMap((name) => [name, `${name}.gz`]).find((name) => names.includes(name));
  if (found !== undefined) return path.join(folder, found);
  const there = names.length ? `there are ${list([...names].sort(), {most: 6})}` : "it has no files";
  throw new RangeError(`expected ${spellings.join(" or ")} (or .gz) in ${folder}, got none; ${hint ?? there}`);
}
