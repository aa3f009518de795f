import path from "node:path";
import type {Suite} from "../notebook/extract.js";
import {codeCells, type Notebook} from "../notebook/notebook.js";
import {version} from "../version.js";
import {digest} from "./cache.js";
import {variables} from "./variables.js";
import type {Tested} from "./failure.js";
import {localFiles} from "./local-files.js";

/** A hash of all that is known to decide what becomes of a notebook's tests. */
export async function wholeKey(notebook: Notebook): Promise<string> {
  const cells = notebook.cells.map(({kind, source, tags, outputs}) => [kind, source, tags, outputs]);
  return digest(JSON.stringify([await outside(notebook), notebook.path, cells]));
}

/** The same for each of some cells, whose ancestors are given; two cells of one content have two. */
export async function cellKeys(
  {notebook, suite}: Tested,
  needed: ReadonlyMap<number, ReadonlySet<number>>,
): Promise<ReadonlyMap<number, string>> {
  const common = digest(JSON.stringify([await outside(notebook), sideEffects(suite)]));
  const cells = codeCells(notebook).map(({source, tags, outputs}) => ({own: digest(JSON.stringify([source, tags])), outputs}));
  const seen = new Map<string, number>();
  const key = ([number, ancestors]: [number, ReadonlySet<number>]): [number, string] => {
    const above = [...ancestors].sort((a, b) => a - b).map((one) => cells[one - 1]?.own);
    const hash = digest(JSON.stringify([common, cells[number - 1], above]));
    seen.set(hash, (seen.get(hash) ?? 0) + 1);
    return [number, `${hash}:${seen.get(hash)}`];
  };
  return new Map([...needed].map(key));
}

/** What no cell holds. */
async function outside(notebook: Notebook): Promise<readonly unknown[]> {
  const folder = path.dirname(path.resolve(notebook.path));
  const sources = codeCells(notebook).map(({source}) => source);
  const {outputs, noTypes, masks} = variables;
  const mode = [process.env[outputs] ?? "normal", Boolean(process.env[noTypes]), process.env[masks] ?? "", notebook.metadata["ddx"] ?? {}];
  return [version, process.versions.node.split(".")[0], mode, await localFiles(sources, {folder})];
}

/** Modules that are imported for what they do, which no name leads to. */
const sideEffects = ({parts}: Suite): string[] =>
  parts.flatMap(({facts}) =>
    facts.imports
      .filter((one) => one.default === undefined && one.namespace === undefined && one.named.length === 0)
      .map(({specifier}) => specifier),
  );
