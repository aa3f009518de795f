import MagicString from "magic-string";
import {keepApart} from "./apart.js";
import {writeAsModule} from "./as-module.js";
import {assign} from "./assign.js";
import {declared, type Import} from "./cell.js";
import {dynamicImport, type Resolve} from "./imports.js";
import {guardReferences} from "./guard.js";
import {verbatimOf, type Verbatim} from "./layout.js";
import {walk, type Node} from "./walk.js";
import {rewriteThis} from "./outer-this.js";
import type {Part} from "./part.js";
import {targetOf, type Runtime} from "./runtime.js";
import {locals, type Names, type Target} from "./scope.js";

/** A cell's text, taken apart for a test. */
export interface Body {
  /** What stays in the test. */
  text: MagicString;
  /** The declarations that stand above the tests. */
  lifted: readonly MagicString[];
  /** Where an indent would change a value. */
  verbatim: Verbatim;
}

/** Writes into a text of a syntax tree what lets its loops be stopped. */
export type Guard = (text: MagicString, tree: unknown) => void;

/** What {@link bodyOf} needs to know. */
export interface Context {
  /** All cells that are extracted. */
  parts: readonly Part[];
  /** Where names live. */
  names: Names;
  /** How modules are written. */
  resolve: Resolve;
  /** What the source map calls a cell. */
  filename: (part: Part) => string;
  /** Cells whose opening comment is their test's title. */
  commented: ReadonlySet<Part>;
  /** How names of the runtime are written. */
  runtime: Runtime;
  /** Lets loops be stopped. */
  guard?: Guard;
  /** Whether V8 shall count each statement of a cell. */
  counted: boolean;
}

/** Rewrites a cell: shared declarations become assignments, imports go, the last expression is shown; one that cannot be read throws. */
export function bodyOf(part: Part, {parts, names, resolve, filename, commented, runtime, counted, guard}: Context): Body {
  const {source} = part.cell;
  const text = new MagicString(source, {filename: filename(part)});
  const verbatim = verbatimOf(part.syntax);
  const target = targetOf(names, runtime);
  if (!part.live) return {text: thrown(text, part), lifted: typesOf(part, {names, text}), verbatim};
  writeAsModule(text, part.syntax);
  rewriteThis(text, part.syntax);
  rewriteSpecifiers(text, {part, resolve});
  guardReferences(text, {part, parts, names, runtime});
  const above = liftedOf(part, names);
  const guarded = guardOf(part, guard);
  const lifted = above.map((range) =>
    lift(
      guarded(text.clone(), (start) => start === range.start),
      {source, ...range},
    ),
  );
  for (const {start, end} of above) takeAway(text, {source, start, end});
  for (const declaration of part.facts.declarations)
    if (declaration.names.some((name) => names.shared.has(name))) assign(declaration, {part, text, target});
  for (const item of part.facts.imports) placeImport(item, {part, text, names, resolve, target});
  placeAliases(text, {part, names});
  dropExports(text, {part, resolve});
  guarded(text, (start) => !above.some((range) => range.start === start));
  dropComments(text, {part, titled: commented.has(part)});
  showLast(text, {part, parts, shown: runtime("shown")});
  if (counted) for (const {end} of part.syntax.program.body.slice(0, -1)) text.appendLeft(end, mark);
  return {text, lifted, verbatim};
}

/** Guards the statements of a cell that are wanted; its directive may say not to. */
function guardOf(
  {syntax: {program}, facts}: Part,
  guard: Guard | undefined,
): (text: MagicString, wanted: (start: number) => boolean) => MagicString {
  if (!guard || facts.directives.some(({name, value}) => name === "guard" && value === "off")) return (text) => text;
  return (text, wanted) => {
    for (const statement of program.body) if (wanted(statement.start)) guard(text, statement);
    return text;
  };
}

/** What counts whether the statements behind it are reached: V8 takes what follows a call for run, although the call may throw. */
const mark = "; switch (0) {}";

const liftedOf = ({facts}: Part, {lifted}: Names) => facts.declarations.filter(({names}) => names.some((name) => lifted.has(name)));

/** The types that a skipped cell declares: other cells may use them all the same. */
const typesOf = (part: Part, {names, text}: {names: Names; text: MagicString}) =>
  liftedOf(part, names)
    .filter(({value}) => !value)
    .map(({start, end}) => lift(text.clone(), {source: part.cell.source, start, end}));

/** What stands for a cell that cannot be read: it throws the parser's words, and the source map says where. */
function thrown(
  text: MagicString,
  {
    cell,
    facts: {
      problems: [problem],
    },
  }: Part,
): MagicString {
  const whole = text.clone();
  if (!problem) return whole;
  const start = Math.max(0, Math.min(problem.start, cell.source.length - 1));
  whole.overwrite(start, cell.source.length, `throw new SyntaxError(${JSON.stringify(problem.message)});`);
  return start > 0 ? whole.remove(0, start) : whole;
}

const exportWords = /^export\s+(default\s+)?/;

function lift(text: MagicString, {source, start, end}: {source: string; start: number; end: number}): MagicString {
  const [words = ""] = exportWords.exec(source.slice(start, end)) ?? [];
  if (words) text.remove(start, start + words.length);
  return text.snip(withComment(source, {start, end})[0], end);
}

function takeAway(text: MagicString, {source, ...range}: {source: string; start: number; end: number}): void {
  const [start, end] = withComment(source, range);
  text.remove(start, end);
  keepApart(text, {source, start, end});
}

/** The range of a statement with the comment right above it and the blank lines below. */
function withComment(source: string, {start, end}: {start: number; end: number}): [number, number] {
  const line = source.lastIndexOf("\n", start - 1) + 1;
  const [comment = ""] = /(^[ \t]*(\/\/(?!\|).*|\/\*([^*]|\*(?!\/))*\*\/)[ \t]*\n)+$/m.exec(source.slice(0, line)) ?? [];
  const [rest = ""] = /^[ \t]*(\n\s*?(?=\S|$))?/.exec(source.slice(end)) ?? [];
  return [source.slice(line, start).trim() === "" ? line - comment.length : start, end + rest.length];
}

function placeImport(
  item: Import,
  {part, text, names, resolve, target}: Pick<Context, "names" | "resolve"> & {part: Part; text: MagicString; target: Target},
): void {
  if (names.hoisted.has(item)) return takeAway(text, {source: part.cell.source, ...item});
  const shared = locals(item).some(({name}) => names.shared.has(name));
  text.overwrite(item.start, item.end, dynamicImport(item, {declare: shared ? "" : "const ", resolve, target}) || " ");
}

/** `import x = a.b` and `import x = require("module")` may not stand in a test. */
function placeAliases(text: MagicString, {part, names: {shared}}: {part: Part; names: Names}): void {
  for (const node of part.syntax.program.body.map(declared))
    if (node.type === "TSImportEqualsDeclaration" && node.importKind !== "type" && !shared.has(node.id.name))
      text.overwrite(node.start, node.start + "import".length, "const");
}

function dropExports(text: MagicString, {part, resolve}: {part: Part; resolve: Resolve}): void {
  const {body} = part.syntax.program;
  for (const statement of body) {
    if (!statement.type.startsWith("Export") && statement.type !== "TSExportAssignment") continue;
    if (declared(statement) !== statement || statement.type === "ExportDefaultDeclaration" || statement.type === "TSExportAssignment") {
      const [words = ""] = /^export\s*(default\b|=)?\s*/.exec(part.cell.source.slice(statement.start)) ?? [];
      text.remove(statement.start, statement.start + words.length);
      if (
        statement.type === "ExportDefaultDeclaration" &&
        statement !== body.at(-1) &&
        /^\{/.test(part.cell.source.slice(statement.declaration.start))
      )
        text.appendRight(statement.declaration.start, "(").appendLeft(statement.declaration.end, ")");
      const inner = declared(statement) as {type: string; id?: unknown};
      if (/^(Function|Class)Declaration$/.test(inner.type) && !inner.id) text.appendRight(statement.start + words.length, "void ");
      continue;
    }
    const from = "source" in statement && statement.source ? `await import(${JSON.stringify(resolve(statement.source.value))});` : ";";
    text.overwrite(statement.start, statement.end, from);
  }
}

/** Relative modules of `import()` and `require()` as the test has to write them. */
function rewriteSpecifiers(text: MagicString, {part, resolve}: {part: Part; resolve: Resolve}): void {
  walk(part.syntax.program, (node) => {
    const source = loadedBy(node);
    if (typeof source?.value !== "string" || resolve(source.value) === source.value) return;
    text.overwrite(source.start, source.end, JSON.stringify(resolve(source.value)));
  });
}

type Literal = {value?: unknown; start: number; end: number};

function loadedBy(
  node: Node & {source?: Literal; callee?: {name?: string}; arguments?: Literal[]; expression?: Literal},
): Literal | undefined {
  if (node.type === "TSExternalModuleReference") return node.expression;
  if (node.type === "CallExpression" && node.callee?.name === "require") return node.arguments?.[0];
  return node.type === "ImportExpression" ? node.source : undefined;
}

/** Removes what the test says in another way: directives, and the comment that is its title. */
function dropComments(text: MagicString, {part: {facts, cell}, titled}: {part: Part; titled: boolean}): void {
  const directives = new Set(facts.directives.map(({line}) => line));
  let start = 0;
  let title = titled;
  for (const [index, line] of cell.source.split("\n").entries()) {
    const isTitle: boolean = title && !directives.has(index + 1) && /^\s*\/\/(?!\|)/.test(line);
    if (isTitle) title = false;
    if (isTitle || directives.has(index + 1)) text.remove(start, Math.min(start + line.length + 1, cell.source.length));
    start += line.length + 1;
  }
}

const silent =
  /^\(?\s*(?:await\s+)?(?:(expect|assert|chai|should)\b(?!\s*[=!<>+*/%&|^-]+)[^]*[)\]\w]|(console|display)\b(?!\s*[=!<>+*/%&|^-]+)[^]*\))$/;

/** Whether nobody looks at an expression's value: an assertion, output, what shows itself, unless the notebook declares something else by that name. */
export function isSilent({start, end}: {start: number; end: number}, {part, parts}: {part: Part; parts: readonly Part[]}): boolean {
  const [found, ...words] = silent.exec(part.cell.source.slice(start, end)) ?? [];
  const name = words.find((word) => word !== undefined);
  return found !== undefined && !parts.some(({facts}) => facts.declarations.some(({names}) => names.includes(name!)));
}

function showLast(text: MagicString, {part, parts, shown}: {part: Part; parts: readonly Part[]; shown: string}): void {
  const {facts, cell, options} = part;
  const given = options.expect.length > 0 ? `, {expect: ${JSON.stringify(options.expect).replaceAll(",", ", ")}}` : "";
  const {last} = facts;
  if (last && !isSilent(last, {part, parts})) {
    const [open, close] = isSequence(last, part) ? ["(", ")"] : ["", ""];
    text.prependRight(last.start, `await ${shown}(${open}`).appendLeft(last.end, `${close}${given})`);
    if (!/^\s*;/.test(cell.source.slice(last.end))) text.appendLeft(last.end, ";");
  } else if (given || /\bdisplay\b/.test(text.toString())) text.append(`\nawait ${shown}(undefined${given});`);
}

const isSequence = ({start}: {start: number}, {syntax}: Part): boolean =>
  syntax.program.body.some(
    (statement) =>
      statement.type === "ExpressionStatement" &&
      statement.expression.type === "SequenceExpression" &&
      statement.expression.start === start,
  );
