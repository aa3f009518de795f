import {existsSync} from "node:fs";
import {readdir, readFile, stat} from "node:fs/promises";
import path from "node:path";
import {otherLanguage, parseNotebook, type Notebook} from "../notebook/notebook.js";

/** Reads a notebook; throws one line for a file that cannot be read or is none. */
export const readNotebook = async (file: string): Promise<Notebook> => parseNotebook(await readText(file), {path: file});

/** Reads a file; throws one line where that cannot be done. */
export const readText = (file: string): Promise<string> =>
  readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new RangeError(error.code === "ENOENT" ? `there is no file ${file}` : `${file} cannot be read: ${error.message}`);
  });

/** Where notebooks are looked for: where somebody says, else the folder `notebooks`, else the current one. */
export const notebookPlaces = (paths: readonly string[]): readonly string[] =>
  paths.length > 0 ? paths : [existsSync("notebooks") ? "notebooks" : "."];

/** The notebooks among files and below folders, sorted; below folders, hidden ones, `node_modules`, checkpoints and, with a word, notebooks of other languages are left out. */
export async function findNotebooks(places: readonly string[]): Promise<string[]> {
  const found = await Promise.all(places.map(notebooksAt));
  return [...new Set(found.flat())];
}

async function notebooksAt(place: string): Promise<string[]> {
  const info = await stat(place).catch(() => undefined);
  if (!info) throw new RangeError(`there is no file or folder ${place}`);
  if (!info.isDirectory()) return [path.normalize(place)];
  const entries = await readdir(place, {withFileTypes: true});
  const names = entries.filter(({name}) => !name.startsWith(".") && name !== "node_modules").sort((a, b) => (a.name < b.name ? -1 : 1));
  const below = names.map((entry) => {
    const file = path.join(place, entry.name);
    if (entry.isDirectory()) return notebooksAt(file);
    return entry.name.endsWith(".ipynb") ? ours(file) : [];
  });
  return (await Promise.all(below)).flat();
}

/** A notebook, unless it says that it is of another language; what cannot be read is told when it is. */
async function ours(file: string): Promise<string[]> {
  const language = otherLanguage(await readFile(file, "utf8").catch(() => ""));
  if (language === undefined) return [file];
  console.error(`ddx: ${file}: left out, a ${language} notebook`);
  return [];
}
