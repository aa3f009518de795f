import {analyze, type ScopeManager} from "@typescript-eslint/scope-manager";
import {parseSync, Visitor, type OxcError, type Program} from "oxc-parser";
import {walk} from "./walk.js";

/** A cell's syntax tree (TS-ESTree, UTF-16 offsets into the source) and its scopes. */
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

/** Reads a cell as a TypeScript module with JSX and top-level await; a cell that begins with `{` is first tried as an object literal. */
export function parse(source: string): Syntax {
  const literal = readLiteral(source);
  const {program, errors, ...how} = literal?.errors.length === 0 ? literal : furthest(readEither(source), literal);
  return {source, program, errors, ...how, ...(errors.length === 0 && {scopes: scopesOf(program)})};
}

type Reading = Pick<Syntax, "program" | "errors" | "language" | "literal">;

const scopesOf = (program: Program) => analyze(program as unknown as Parameters<typeof analyze>[0], {sourceType: "module", lib: []});

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
  const result = parseSync(`cell.${language}`, source, {sourceType: "module", astType: "ts", range: true, showSemanticErrors: true});
  const errors = result.errors.filter(({severity}) => String(severity) === "Error");
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
    node.range = [node.start, node.end];
  });
}

/** Ranges of `typeof name` in types: there a name is read by the compiler only. */
export function typeQueries(program: Program): readonly {start: number; end: number}[] {
  const found: {start: number; end: number}[] = [];
  new Visitor({TSTypeQuery: ({start, end}) => void found.push({start, end})}).visit(program);
  return found;
}
