import {SourceMap, type SourceMapPayload} from "node:module";

/** A place in a notebook. */
export interface CellPlace {
  /** The notebook's path, as people write it. */
  path: string;
  /** The code cell, from 1. */
  cell: number;
  /** Line in the cell, from 1. */
  line: number;
  /** Column, from 1. */
  column: number;
}

/** Where a suite's code comes from. */
export interface Origin {
  /** The notebook's path, as people write it. */
  path: string;
  /** Source map (JSON) down to the cells. */
  map: string;
}

/** Makes all stack traces of this process name notebook, cell and line; `origins` has the suites by their URL, and may grow. */
export function traceToCells(origins: ReadonlyMap<string, Origin>): void {
  const maps = new Map<Origin, SourceMap>();
  const mapOf = (origin: Origin): SourceMap => {
    const map = maps.get(origin) ?? new SourceMap(JSON.parse(origin.map) as SourceMapPayload);
    maps.set(origin, map);
    return map;
  };
  const toCell = (url: string, {line, column}: {line: number; column: number}): string | undefined => {
    const origin = origins.get(url);
    const entry = origin && entryAt(mapOf(origin), {line, column});
    const [, cell] = /#cell(\d+)$/.exec(entry && "originalSource" in entry ? entry.originalSource : "") ?? [];
    if (!entry || !("originalLine" in entry) || cell === undefined) return undefined;
    // VS Code's terminal opens a path behind which a query stands, and none with a fragment.
    return `${origin.path}?cell${cell}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  };
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.map(String).filter((frame) => !internal.test(frame));
    return [header(error), ...frames.map((frame) => `    at ${mapped(frame, toCell)}`)].join("\n");
  };
}

/** The entry of a place; where what we wrote ourselves begins a line, the first cell's text behind it, and never the end of the cell before. */
function entryAt(map: SourceMap, {line, column}: {line: number; column: number}): ReturnType<SourceMap["findEntry"]> | undefined {
  const entry = map.findEntry(line - 1, column - 1);
  if (entry && "generatedLine" in entry && entry.generatedLine === line - 1) return entry;
  const later = map.findEntry(line - 1, Number.MAX_SAFE_INTEGER);
  return "generatedLine" in later && later.generatedLine === line - 1 ? later : entry;
}

/** The innermost frame of a stack that lies in a cell. */
export function placeIn(stack: string): CellPlace | undefined {
  const [, path, cell, line, column] = /(?:\(|at (?:async )?)([^()\n]*)\?cell(\d+):(\d+):(\d+)/.exec(stack) ?? [];
  return path === undefined ? undefined : {path, cell: Number(cell), line: Number(line), column: Number(column)};
}

/** Frames of mocha, of Node and of what stands between mocha and a cell. */
const internal = /[\\/]dist[\w-]*[\\/]src[\\/](mocha|harness)[\\/]|node_modules[\\/]mocha[\\/]|^node:|\(node:/;

const mapped = (frame: string, toCell: (url: string, at: {line: number; column: number}) => string | undefined): string =>
  frame.replace(
    /(file:\/\/[^\s()]*\.ipynb\.js(?:\?[\w=&]+)?):(\d+):(\d+)/,
    (whole, url: string, line: string, column: string) => toCell(url, {line: Number(line), column: Number(column)}) ?? whole,
  );

function header(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}
