import {readFile} from "node:fs/promises";

/** Reads a text file without its byte order mark; throws one clear line when it cannot be read. */
export async function readText(file: string): Promise<string> {
  const content = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    const reasons: Record<string, string> = {ENOENT: "there is no such file", EISDIR: "it is a folder"};
    throw new RangeError(`cannot read ${file}: ${reasons[error.code ?? ""] ?? error.message.replace(/^\w+: |, \w+( '.*)?$/gs, "")}`);
  });
  return content.replace(/^\uFEFF/, "");
}

/** Reads a JSON file; throws one clear line, which says what was expected and quotes how the file begins. */
export async function readJson(file: string, {expected}: {expected: string}): Promise<unknown> {
  const content = await readText(file);
  try {
    return JSON.parse(content);
  } catch {
    throw new SyntaxError(`expected ${expected} in ${file}, got ${content.trim() === "" ? "an empty file" : quote(content)}`);
  }
}

/** A value in a few words, for a message. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== "object" || value === null) return quote(String(value));
  return `an object with ${list(Object.keys(value), {most: 5}) || "nothing in it"}`;
}

/** Names for a message, the first of them when there are many. */
export function list(names: readonly string[], {most = 12}: {most?: number} = {}): string {
  const shown = names.slice(0, most).map((name) => (name.length > 40 ? quote(name) : name));
  return [...shown, ...(names.length > most ? [`… ${names.length - most} more`] : [])].join(", ");
}

/** How a text begins, in quotes, control characters escaped. */
export const quote = (text: string): string => JSON.stringify(text.slice(0, 40)) + (text.length > 40 ? "…" : "");
