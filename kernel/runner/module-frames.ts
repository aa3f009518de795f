import {SourceMap} from "node:module";
import {relative} from "node:path";
import {fileURLToPath} from "node:url";
import {transformSync} from "esbuild";
import {guardModule, prepareModule} from "./module-source.js";
import {isUsers} from "./modules.js";

const maps = new Map<string, SourceMap | undefined>();

/** Where a frame in a module of a person's own is in its source: file, 1-based line and column; undefined for code of others. */
export function placeInModule({url, line, column}: {url: string; line: number; column: number}): string | undefined {
  if (!isUsers(url)) return undefined;
  const path = fileURLToPath(url);
  const entry = mapOf(url, path)?.findEntry(line - 1, column - 1);
  const [at, behind] = entry && "originalLine" in entry ? [entry.originalLine + 1, entry.originalColumn + 1] : [line, column];
  return `${shorter(path)}:${at}:${behind}`;
}

/** The module is compiled once more: its map is in the thread that loaded it. */
function mapOf(url: string, path: string): SourceMap | undefined {
  if (!maps.has(url)) {
    try {
      const {text, options} = prepareModule(path, {guarded: true});
      const code = /\.[cm]?tsx?$/.test(path) ? transformSync(text, options).code : guardModule(path, text);
      const [, json] = /\/\/# sourceMappingURL=data:[^,]*base64,(\S+)\s*$/.exec(code) ?? [];
      maps.set(url, json === undefined ? undefined : new SourceMap(JSON.parse(Buffer.from(json, "base64").toString())));
    } catch {
      maps.set(url, undefined);
    }
  }
  return maps.get(url);
}

function shorter(path: string): string {
  const from = relative(process.cwd(), path);
  return from.startsWith("..") ? path : from;
}
