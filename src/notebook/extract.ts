import {Bundle} from "magic-string";
import {bodyOf, type Body, type Guard} from "./body.js";
import {hash as hashOf} from "./hash.js";
import {lookups, type Lookup, type Resolve} from "./imports.js";
import {decideNames} from "./names.js";
import {codeCells, type Notebook} from "./notebook.js";
import {walk} from "./walk.js";
import {parts as takeApart, type Broken, type Part} from "./part.js";
import {runtimeOf, targetOf} from "./runtime.js";
import type {Names} from "./scope.js";
import {sections, suiteTitle, testTitle, type Section} from "./sections.js";
import {writeSuite} from "./write.js";

/** How a notebook is extracted. */
export interface ExtractOptions {
  /** How a module's name is written in the test; as in the notebook when left out. */
  resolve?: Resolve;
  /** Longest run of a cell in milliseconds, 0 for no limit. */
  timeout?: number;
  /** Writes into a cell what lets its loops be stopped; they cannot when left out. */
  guard?: Guard;
  /** Whether V8 shall count each statement of a cell, which takes marks between them. */
  counted?: boolean;
  /** Cells that the compiler refuses, beside those that the parser does: their tests fail for that. */
  broken?: Broken;
  /** Modules whose imports fail: they do so in their cells, and not at the top of the file. */
  failing?: ReadonlySet<string>;
}

/** Where a cell imports a module. */
export interface ImportPlace {
  /** The module as written. */
  specifier: string;
  /** The code cell's number, from 1. */
  number: number;
  /** Line in the cell, from 1. */
  line: number;
  /** Whether it is imported for values. */
  value: boolean;
}

/** Which cell a test is made from. */
export interface TestPlace {
  /** The titles that lead to the test: of the notebook, of the section when there is one, of the test. */
  titles: readonly string[];
  /** The code cell's number, from 1. */
  number: number;
  /** Whether it is no test, but a hook that prepares others. */
  setup?: true;
}

/** A mocha suite made from a notebook. */
export interface Suite {
  /** TypeScript that someone could have written by hand. */
  code: string;
  /** Source map (version 3, as a data URL) from `code` to sources named `#cell1`, `#cell2`, … */
  map: string;
  /** The file's extension: `tsx` when a cell holds JSX. */
  language: "ts" | "tsx";
  /** Hash of the cells' sources. */
  hash: string;
  /** The tests and the hooks in order. */
  tests: readonly TestPlace[];
  /** What stands at the top of the file and comes from the cells. */
  imports: readonly ImportPlace[];
  /** What binds imported names inside the tests. */
  lookups: readonly Lookup[];
  /** The cells that it is made of, taken apart. */
  parts: readonly Part[];
}

/** Turns a notebook into a mocha suite: a `describe`, an `it` for each code cell, state shared in order. */
export function extract(
  notebook: Notebook,
  {resolve = (specifier) => specifier, timeout = 60_000, counted = false, guard, broken, failing}: ExtractOptions = {},
): Suite {
  const parts = takeApart(notebook, broken && {broken});
  const names = decideNames(parts, failing && {failing});
  const filename = ({cell}: Part) => `#cell${cell.number}`;
  const groups = sections(
    notebook,
    parts.filter((part) => !isBare(part, names)),
  );
  const commented = new Set(
    groups.flatMap(({cases, setups}) => [...setups, ...cases].filter((item) => item.commented).map(({part}) => part)),
  );
  const runtime = runtimeOf(parts);
  const context = {parts, names, resolve, filename, commented, runtime, counted, ...(guard && {guard})};
  const bodies = new Map(parts.map((part): [Part, Body] => [part, bodyOf(part, context)]));
  const hash = sourceHash(notebook);
  const bundle = writeSuite(new Bundle({separator: ""}), {
    path: notebook.path,
    title: suiteTitle(notebook),
    hash,
    timeout,
    groups,
    bodies,
    parts,
    names,
    resolve,
    filename,
    runtime,
  });
  const map = bundle.generateMap({hires: "boundary", includeContent: false}) as {toUrl(): string};
  return {
    code: bundle.toString(),
    map: map.toUrl(),
    language: parts.some(isJsx) ? "tsx" : "ts",
    hash,
    tests: testPlaces(groups, suiteTitle(notebook)),
    imports: parts.flatMap((part) => importPlaces(part, names.hoisted)),
    lookups: lookups(parts, {hoisted: names.hoisted, resolve, target: targetOf(names, runtime)}),
    parts,
  };
}

const testPlaces = (groups: readonly Section[], suite: string): TestPlace[] =>
  groups.flatMap(({title, setups, cases}) =>
    [...setups, ...cases].map((item) => ({
      titles: [suite, ...(title === undefined ? [] : [title]), testTitle(item)],
      number: item.part.cell.number,
      ...(setups.includes(item) && {setup: true as const}),
    })),
  );

/** Hash of what a suite is made of: the code cells' sources, tags and titles. */
export function sourceHash(notebook: Notebook): string {
  const sources = codeCells(notebook).map(({source, tags, title}) => [source, tags, title]);
  return hashOf(JSON.stringify(sources));
}

function importPlaces({facts, cell}: Part, hoisted: ReadonlySet<Part["facts"]["imports"][number]>): ImportPlace[] {
  return facts.imports
    .filter((item) => hoisted.has(item))
    .map(({specifier, start, typeOnly}) => ({
      specifier,
      number: cell.number,
      line: cell.source.slice(0, start).split("\n").length,
      value: !typeOnly,
    }));
}

/** Whether nothing of a cell stays in a test: it only imports, or declares what stands above the tests. */
const isBare = ({live, syntax, facts, options}: Part, {hoisted, lifted}: Names): boolean =>
  live &&
  options.raises === undefined &&
  options.expect.length === 0 &&
  syntax.program.body.every(
    ({start}) =>
      facts.imports.some((item) => item.start === start && hoisted.has(item)) ||
      facts.declarations.some((item) => item.start === start && item.names.every((name) => lifted.has(name))),
  );

function isJsx({syntax}: Part): boolean {
  let found = false;
  walk(syntax.program, ({type}) => void (found ||= type === "JSXElement" || type === "JSXFragment"));
  return found;
}
