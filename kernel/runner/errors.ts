import {SourceMap} from "node:module";
import {inspect, types} from "node:util";
import {plain} from "../alias.js";
import type {Failure} from "../protocol.js";

const scheme = "ddx:";
const here = new URL("../", import.meta.url).href;
type Place = {url: string; line: number; column: number};

/** Where a frame is in a module of a person's own; there is something to know once one was imported. */
export const modules: {place: (at: Place) => string | undefined} = {place: () => undefined};

const maps = new Map<string, {label: string; map: string | SourceMap}>();

/** Remembers how the code under `url` maps to its cell. */
export function addMap(url: string, entry: {label: string; map: string}): void {
  maps.set(url, entry);
}

/** Makes every stack that is read from now on speak of cells and lines, without the kernel's own frames. */
export function mapStacks(): void {
  Error.prepareStackTrace = (error, frames) => {
    // Below the outermost frame of a cell there is only what the kernel calls it by.
    const outermost = frames.findLastIndex(isCell);
    const shown = (outermost < 0 ? frames : frames.slice(0, outermost + 1)).filter((frame) => !isOurs(frame));
    return plain([headline(error), ...shown.map((frame) => `    at ${describeFrame(frame)}`)].join("\n"));
  };
}

/** An error of any kind, or whatever else was thrown, as plain data. */
export function describeFailure(thrown: unknown, depth = 0): Failure {
  if (!types.isNativeError(thrown) && !(thrown instanceof Error))
    return {name: "Thrown", message: safely(() => inspect(thrown, {depth: 3}), "a value that cannot be shown"), frames: [], causes: []};
  const {cause, errors} = {cause: safely(() => thrown.cause, undefined), errors: safely(() => (thrown as AggregateError).errors, [])};
  const inner = depth > 3 ? [] : [cause, ...(Array.isArray(errors) ? (errors as unknown[]).slice(0, 5) : [])];
  const causes = inner.filter((each) => each !== undefined && each !== null).map((each) => describeFailure(each, depth + 1));
  const frames = safely(() => framesOf(thrown), []);
  return {name: safely(() => String(thrown.name), "Error"), message: plain(safely(() => String(thrown.message), "")), frames, causes};
}

/** An error may be anything, and its parts may throw themselves. */
function safely<T>(read: () => T, instead: T): T {
  try {
    return read();
  } catch {
    return instead;
  }
}

/** Writes a place in compiled code (1-based) as a place in its cell; undefined for code of none. */
export function place({url, line, column}: Omit<Place, "url"> & {url: string | null | undefined}): string | undefined {
  const entry = maps.get(url ?? "");
  if (!entry) return undefined;
  if (typeof entry.map === "string") entry.map = new SourceMap(JSON.parse(entry.map));
  const origin = entry.map.findEntry(line - 1, column - 1);
  if (!("originalLine" in origin)) return `cell ${entry.label}`;
  return `cell ${entry.label}, line ${origin.originalLine + 1}:${origin.originalColumn + 1}`;
}

function framesOf({stack}: Error): readonly string[] {
  return (typeof stack === "string" ? stack : "").split("\n").flatMap((line) => (/^\s+at /.test(line) ? [line.trim()] : []));
}

const headline = (error: Error): string => safely(() => String(error), "Error");

const fileOf = (frame: NodeJS.CallSite): string => frame.getFileName() || frame.getScriptNameOrSourceURL() || "";

const isCell = (frame: NodeJS.CallSite): boolean => fileOf(frame).startsWith(scheme);

const isOurs = (frame: NodeJS.CallSite): boolean => fileOf(frame).startsWith(here) || fileOf(frame).startsWith("node:internal/");

function describeFrame(frame: NodeJS.CallSite): string {
  const url = fileOf(frame);
  const where = {url, line: frame.getLineNumber() ?? 1, column: frame.getColumnNumber() ?? 1};
  const at = isCell(frame) ? (place(where) ?? url) : modules.place(where);
  if (at === undefined) return String(frame);
  const name = frame.getFunctionName();
  const made = frame.isConstructor() ? "new " : frame.isAsync() && name ? "async " : "";
  return name ? `${made}${name} (${at})` : at;
}
