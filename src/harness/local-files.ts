import {readFile} from "node:fs/promises";
import {isBuiltin} from "node:module";
import path from "node:path";
import {pathsFrom} from "../../kernel/tsconfig.js";
import {digest} from "./cache.js";

/**
 * What stands in local files that texts name, directly or through one another, as one hash: in literals such as `"./data.json"`, imports among them, and in
 * imports by the `paths` of the project's tsconfig.json.
 */
export async function localFiles(texts: readonly string[], {folder}: {folder: string}): Promise<string> {
  const found = new Map<string, string>();
  const queue = texts.flatMap((text) => candidatesIn(text, folder));
  for (const file of queue) {
    if (found.has(file)) continue;
    const content = await readFile(file).catch(() => undefined);
    found.set(file, content ? digest(content) : "");
    if (content && code.test(file)) queue.push(...candidatesIn(content.toString("utf8"), path.dirname(file)));
  }
  const there = [...found].filter(([, hash]) => hash !== "").map(([file, hash]) => [path.relative(folder, file), hash]);
  return digest(JSON.stringify(there.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))));
}

const code = /\.[cm]?[jt]sx?$/;
const endings = ["", ...["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "json"].map((ending) => `.${ending}`)];

/** Every file that a literal may mean: rather one too many than a module that is missed. */
function candidatesIn(text: string, folder: string): string[] {
  const near = [...text.matchAll(/(["'`])(\.{1,2}(?:\/[^"'`\n]{0,300})?)\1/g)].map(([, , name = ""]) =>
    path.resolve(folder, withoutQuery(name)),
  );
  return [...near, ...aliasesIn(text, folder)].flatMap((file) => {
    const bare = file.replace(/\.[cm]?jsx?$/, "");
    return [...new Set([file, bare, path.join(file, "index")])].flatMap((stem) => endings.map((ending) => stem + ending));
  });
}

const withoutQuery = (name: string): string => name.replace(/[?#].*$/, "");

/** The files that a text imports by the `paths` of the project. */
function aliasesIn(text: string, folder: string): string[] {
  const names = [...text.matchAll(/\b(?:from|import|require)\b\s*\(?\s*(["'`])([^"'`\n.][^"'`\n]*)\1/g)].map(([, , name = ""]) =>
    withoutQuery(name),
  );
  const imported = names.filter((name) => !isBuiltin(name) && !name.startsWith("/"));
  return imported.length === 0 ? [] : imported.flatMap(pathsFrom(folder));
}
