import MagicString from "magic-string";
import type {Part} from "../../notebook/part.js";
import type {Claim} from "./claim.js";

/** What is written into a cell. */
export interface Insertion {
  /** What its shown value is asserted to be. */
  claims: readonly Claim[];
  /** A free name for the value, where it has none. */
  name: string;
  /** How the notebook calls chai's `expect`. */
  expect: string;
  /** Whether what is stored below the cell cannot be compared, as the value varies. */
  ignoreOutput: boolean;
  /** What is written behind the value to tell the compiler its type. */
  cast: string;
}

/** A cell's source with assertions on what it shows: the value is evaluated once, and is still shown. */
export function withClaims(part: Part, {claims, name, expect, ignoreOutput, cast}: Insertion): string {
  const place = placeOf(part);
  if (!place) return part.cell.source;
  const {head, statement, tail, shown, target} = place;
  const asserted = (subject: string) => claims.map((claim) => lineOf(claim, {subject, expect})).join("\n");
  const above = `${ignoreOutput ? "//| ignore-output\n" : ""}${head}`;
  if (isPath(shown)) return `${above}${asserted(shown)}\n${statement}${tail}`;
  if (target !== undefined) return `${above}${withSemicolon(statement)}${tail}\n${asserted(target)}\n${target};`;
  return `${above}const ${name} = ${shown}${cast};${tail}\n${asserted(name)}\n${name};`;
}

/** Whether there is a place for assertions in a cell: its last statement is an expression. */
export const hasPlace = (part: Part): boolean => placeOf(part) !== undefined;

/** Whether what a cell shows has no name yet. */
export function needsName(part: Part): boolean {
  const place = placeOf(part);
  return place !== undefined && !isPath(place.shown) && place.target === undefined;
}

interface Place {
  /** What stands before the last statement, with a line's end. */
  head: string;
  /** The last statement. */
  statement: string;
  /** The comments behind it. */
  tail: string;
  /** Its expression, without parentheses that it does not need. */
  shown: string;
  /** The name that it assigns to. */
  target?: string | undefined;
}

function placeOf({cell: {source}, syntax, facts: {last}}: Part): Place | undefined {
  const outer = syntax.program.body.findLast(({type}) => type !== "EmptyStatement");
  if (!last || outer?.type !== "ExpressionStatement") return undefined;
  // Around an object's literal that is a whole cell the parser has put parentheses.
  const {start, end} = syntax.literal ? last : outer;
  const text = source.trimEnd();
  const before = text.slice(0, start);
  const onLine = before.slice(before.lastIndexOf("\n") + 1).trim() !== "";
  const {expression} = outer;
  const inner =
    expression.type === "ParenthesizedExpression" && expression.expression.type !== "SequenceExpression" ? expression.expression : last;
  const shown = source.slice(inner.start, inner.end);
  const assigns = expression.type === "AssignmentExpression" && expression.operator === "=" && expression.left.type === "Identifier";
  return {
    head: onLine ? `${before.trimEnd()}\n` : before,
    statement: text.slice(start, end),
    tail: text.slice(end).replace(/^(\s*;)+/, ""),
    shown: expression.type === "SequenceExpression" ? `(${shown})` : shown,
    ...(assigns && {target: source.slice(expression.left.start, expression.left.end)}),
  };
}

const withSemicolon = (statement: string): string => `${statement.replace(/;$/, "")};`;

/** A name, or a property of one: to read it again does nothing. */
const isPath = (code: string): boolean =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*(\s*\.[\p{ID_Start}$_][\p{ID_Continue}$]*|\[(\d+|"[^"\\]*"|'[^'\\]*')\])*$/u.test(code);

function lineOf({code, evidence}: Claim, {subject, expect}: {subject: string; expect: string}): string {
  const written = code(subject).replace(/^expect\(/, `${expect}(`);
  // Never above it: a comment that opens a cell is its title.
  return evidence === undefined ? written : `${written} // ${evidence}`;
}

/** A cell's source with an import of chai's `expect`, below its other imports or above all else that runs. */
export function withImport(
  source: string,
  {imports, first, line}: {imports: Part["facts"]["imports"]; first: number; line: string},
): string {
  const text = new MagicString(source);
  const above = imports.at(-1);
  if (!above) return text.appendLeft(first, `${line}\n`).toString();
  const end = source.indexOf("\n", above.end);
  const rest = source.slice(above.end, end < 0 ? source.length : end);
  const at = /^\s*(\/\/.*)?$/.test(rest) ? above.end + rest.length : above.end;
  return text.appendLeft(at, `\n${line}`).toString();
}
