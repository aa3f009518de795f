import {createRequire} from "node:module";
import type {ScopeManager} from "@typescript-eslint/scope-manager";
import {parseSync, type OxcError, type Program} from "oxc-parser";
import {bare} from "./bare.js";
import {walk, type Node} from "./walk.js";

/** A cell's syntax tree (TS-ESTree, UTF-16 offsets into the source, without ranges) and its scopes. */
export interface Syntax {
  /** The text that was parsed. */
  source: string;
  /** The tree; of what could be read when there are errors. */
  program: Program;
  /** Scopes and references; absent when the cell cannot be read. */
  scopes?: ScopeManager;
  /** What the parser objects to, the first first. */
  errors: readonly OxcError[];
  /** The dialect in which it was read: JSX first, then angle-bracket casts and generic arrows. */
  language: "tsx" | "ts";
  /** Whether the whole cell is one object literal, which a plain parser would read as a block. */
  literal: boolean;
}

const recent = new Map<string, Syntax>();

/** Reads a cell as a TypeScript module with JSX and top-level await; a cell that begins with `{` is first tried as an object literal. */
export function parse(source: string): Syntax {
  // Who runs a cell, who checks its types and who remembers it read the same text one after the other.
  const syntax = recent.get(source) ?? readAny(source);
  if (source.length < long) recent.set(source, syntax);
  const [oldest] = recent.keys();
  if (recent.size > kept) recent.delete(oldest!);
  return syntax;
}

const kept = 4;
const long = 100_000;
/** How many errors of a text are kept: each comes with the line that it is in. */
const most = 100;

function readAny(source: string): Syntax {
  if (isDeep(source)) return unreadable(source);
  try {
    return readWhole(source);
  } catch (error) {
    // Whatever goes through the tree calls itself at each level.
    if (error instanceof RangeError) return unreadable(source);
    throw error;
  }
}

function readWhole(source: string): Syntax {
  const literal = readLiteral(source);
  const {program, errors, ...how} = literal?.errors.length === 0 ? literal : furthest(readEither(source), literal);
  let scopes: ScopeManager | undefined;
  const syntax: Syntax = {
    ...{source, program, errors, ...how},
    get scopes() {
      return errors.length > 0 ? undefined : (scopes ??= scopesOf(program));
    },
  };
  // Only a long text can be so deep that going through it fails, which has to be found here.
  if (source.length >= short) {
    walk(program, () => undefined);
    void syntax.scopes;
  }
  return syntax;
}

/** The parser is native code: a text that is nested deeper than its stack would end the process. */
function isDeep(source: string): boolean {
  if (source.length < short) return false;
  const text = bare(source);
  let [depth, deepest] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === 40 || sign === 91 || sign === 123) deepest = Math.max(deepest, ++depth);
    else if (sign === 41 || sign === 93 || sign === 125) depth--;
  }
  if (deepest > short || text.split(/\belse\b/).length > short || /(?:\b(?:for|while|if|with)\s*\([^()]*\)\s*){1000}/.test(text))
    return true;
  // Operators and arrows in a row; lists are flat.
  return text.split(/[;,\n{}]/).some(({length}) => length > 4 * short);
}

const short = 1500;

/** What the parser objects to in a text that it is not given. */
export const tooDeep = "Nested too deeply to be read";

function unreadable(source: string): Syntax {
  const {program} = read("", "ts");
  const label = {message: null, start: 0, end: Math.min(1, source.length)};
  const error = {severity: "Error", message: tooDeep, labels: [label], helpMessage: null, codeframe: null};
  return {source, program, errors: [error as unknown as OxcError], language: "ts", literal: false};
}

type Reading = Pick<Syntax, "program" | "errors" | "language" | "literal">;

type Analyser = typeof import("@typescript-eslint/scope-manager");

const require = createRequire(import.meta.url);

/** Its hundred modules are loaded for the first cell, and not while a kernel starts. */
function scopesOf(program: Program): ScopeManager {
  const {analyze} = require("@typescript-eslint/scope-manager") as Analyser;
  // It looks at the ranges of names and of functions' bodies only: the parser would double all trees by those of all nodes.
  walk(program, (node: Node & {body?: Node}) => {
    if (node.type === "Identifier" || node.type === "JSXIdentifier") node.range = [node.start, node.end];
    else if (/^(?:Arrow)?Function/.test(node.type) && node.body) node.body.range = [node.body.start, node.body.end];
  });
  return analyze(program as unknown as Parameters<Analyser["analyze"]>[0], {sourceType: "module", lib: []});
}

function readEither(source: string): Reading {
  const tsx = read(source, "tsx");
  return tsx.errors.length === 0 ? tsx : furthest(tsx, read(source, "ts"));
}

/** The reading without errors, or the one that came further. */
function furthest(first: Reading, second: Reading = first): Reading {
  if (first.errors.length === 0) return first;
  return second.errors.length === 0 || reach(second) > reach(first) ? second : first;
}

function read(source: string, language: "tsx" | "ts"): Reading {
  const result = parseSync(`cell.${language}`, source, {sourceType: "module", astType: "ts", showSemanticErrors: true});
  const errors = result.errors.filter(({severity}) => String(severity) === "Error").slice(0, most);
  return {program: result.program, errors, language, literal: false};
}

const reach = ({errors}: Reading): number => errors[0]?.labels[0]?.start ?? 0;

function readLiteral(source: string): Reading | undefined {
  if (!/^\s*\{/.test(source) || /;\s*$/.test(source)) return undefined;
  const reading = readEither(`(${source}\n)`);
  const {program, errors} = reading;
  shift([program, errors.map(({labels}) => labels)], -1);
  if (errors.length > 0) return reading;
  const [only] = program.body;
  if (program.body.length > 1 || only?.type !== "ExpressionStatement") return undefined;
  if (only.expression.type !== "ParenthesizedExpression" || only.expression.expression.type !== "ObjectExpression") return undefined;
  only.expression = only.expression.expression;
  return {...reading, literal: true};
}

function shift(tree: unknown, by: number): void {
  walk(tree, (node) => {
    node.start += by;
    node.end += by;
  });
}

/** Ranges of `typeof name` in types: there a name is read by the compiler only. */
export function typeQueries(program: Program): readonly {start: number; end: number}[] {
  const found: {start: number; end: number}[] = [];
  walk(program, ({type, start, end}) => type === "TSTypeQuery" && found.push({start, end}));
  return found;
}
