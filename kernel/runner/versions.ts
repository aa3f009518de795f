import {createHash} from "node:crypto";
import {readFileSync, statSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {parseSync} from "oxc-parser";
import {isUsers, localFile} from "./modules.js";

const imports = new Map<string, {time: number; urls: readonly string[]}>();

/** A mark that changes when the file, or a local module that it imports by whatever ways, is edited. */
export function versionOf(url: string): string {
  const times = new Map<string, number>();
  const visit = (href: string): void => {
    if (times.has(href) || !isUsers(href)) return;
    const time = statSync(new URL(href)).mtimeMs;
    times.set(href, time);
    importsOf(href, time).forEach(visit);
  };
  visit(url);
  return createHash("sha1")
    .update(JSON.stringify([...times]))
    .digest("hex")
    .slice(0, 12);
}

function importsOf(href: string, time: number): readonly string[] {
  const known = imports.get(href);
  if (known?.time === time) return known.urls;
  const urls = /\.[cm]?[jt]sx?$/.test(href) ? readImports(href) : [];
  imports.set(href, {time, urls});
  return urls;
}

function readImports(href: string): readonly string[] {
  const {module} = parseSync(fileURLToPath(href), readFileSync(new URL(href), "utf8"));
  const statements = [...module.staticImports.map(({moduleRequest}) => moduleRequest.value), ...module.staticExports.flatMap(sources)];
  return statements.filter((name) => /^\.{1,2}\//.test(name)).flatMap((name) => localFile(new URL(name, href)) ?? []);
}

const sources = ({entries}: {entries: {moduleRequest: {value: string} | null}[]}): string[] =>
  entries.flatMap(({moduleRequest}) => moduleRequest?.value ?? []);
