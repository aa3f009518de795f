import type {VariableDeclaration} from "oxc-parser";
import MagicString from "magic-string";
import {writeAsModule} from "../src/notebook/as-module.js";
import {declared, type Cell} from "../src/notebook/cell.js";
import type {Syntax} from "../src/notebook/parse.js";
import {shorthandsOf} from "../src/notebook/references.js";
import {walk, type Node} from "../src/notebook/walk.js";
import {guard} from "./rewrite/guards.js";
import {dropExport, rewriteExport, rewriteImport} from "./rewrite/modules.js";
import {rewriteEnum, rewriteNamed, rewriteNamespace} from "./rewrite/named.js";
import {rewriteVars} from "./rewrite/vars.js";
import {helper, type Statement, type Work} from "./rewrite/work.js";

/** A cell that was read. */
export interface Read {
  /** What it was read as. */
  syntax: Syntax;
  /** Its parts. */
  cell: Cell;
}

/**
 * Turns a cell into TypeScript that V8 can evaluate in REPL mode any number of times: every top-level declaration is a `let`, functions come first,
 * imports call the runner, an assignment to a constant throws, loops can be interrupted. The last expression stays last: V8 gives its value.
 */
export function rewrite({syntax, cell}: Read, {constants}: {constants: ReadonlySet<string>}): MagicString {
  const work: Work = {text: new MagicString(syntax.source), cell, syntax};
  if (!syntax.literal) syntax.program.body.forEach((statement) => rewriteStatement(work, statement));
  writeAsModule(work.text, syntax);
  rewriteVars(work);
  rewriteConstants(work, constants);
  rewriteInside(work);
  keepLast(work);
  hoist(work);
  return work.text;
}

function rewriteStatement(work: Work, statement: Statement): void {
  const {text} = work;
  const node = declared(statement);
  if ("declare" in node && node.declare) return;
  if (node !== statement && node.type !== "TSDeclareFunction") dropExport(work, statement);
  if (node.type === "ImportDeclaration") rewriteImport(work, node);
  else if (node.type === "VariableDeclaration") rewriteVariables(work, node);
  else if (node.type === "FunctionDeclaration" && isReplaced(work, node)) text.prependRight(node.start, "void ").appendLeft(node.end, ";");
  else if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") rewriteNamed(work, node);
  else if (node.type === "TSDeclareFunction") text.update(statement.start, statement.end, ";");
  else if (node.type === "TSEnumDeclaration") rewriteEnum(work, node);
  else if (node.type === "TSModuleDeclaration") rewriteNamespace(work, node);
  else if (node.type === "TSImportEqualsDeclaration" && node.importKind !== "type") text.update(node.start, node.start + 6, "let");
  else if (node.type === "ExportAllDeclaration" || node.type === "ExportNamedDeclaration") rewriteExport(work, node);
  else if (node.type === "TSExportAssignment") dropExport(work, statement);
  // An object literal would be a block.
  else if (String(node.type) === "ObjectExpression") text.prependRight(node.start, "(").appendLeft(node.end, ")");
}

/** Whether a cell declares a function of that name again: the last one holds. */
const isReplaced = ({cell}: Work, {id, start}: {id?: {name: string} | null; start: number}): boolean =>
  cell.declarations.some(({kind, value, names: [name], start: at}) => kind === "function" && value && name === id?.name && at > start);

function rewriteVariables({text, syntax}: Work, node: VariableDeclaration): void {
  if (node.kind === "var") return;
  const first = node.declarations[0]!;
  const keyword = /^(await\s+using|\w+)\s*/.exec(syntax.source.slice(node.start, first.start))![0];
  text.update(node.start, node.start + keyword.length, "let ");
  if (!node.kind.endsWith("using")) return;
  for (const {init} of node.declarations) {
    text.prependRight(init!.start, `${helper}.use(${node.kind === "using"}, `).appendLeft(init!.end, ")");
  }
}

function rewriteConstants({text, syntax}: Work, constants: ReadonlySet<string>): void {
  const scope = syntax.scopes?.globalScope;
  const own = scope?.childScopes[0]?.variables.filter(({defs}) => defs.some(isConstant)).flatMap(({references}) => references) ?? [];
  const earlier = scope?.through.filter(({identifier}) => constants.has(identifier.name as string)) ?? [];
  const written = [...own, ...earlier].filter((reference) => reference.isWrite() && !reference.init);
  const shorthand = shorthandsOf(syntax.program);
  for (const {identifier} of written) {
    const name = identifier.name as string;
    const [start, end] = [identifier.range[0], identifier.range[0] + name.length];
    // The operator goes along: that is where V8 says that the assignment fails.
    const [operator] = /^\s*(?:\+\+|--|[-+*/%&|^<>?]*=(?![=>]))/.exec(syntax.source.slice(end)) ?? [""];
    text.update(start, end + operator.length, `${shorthand.has(start) ? `${name}: ` : ""}${helper}.constant(${name}).value${operator}`);
  }
}

const isConstant = ({type, parent}: {type: string; parent?: unknown}): boolean =>
  type === "ImportBinding" || /const|using/.test((parent as {kind?: string} | undefined)?.kind ?? "");

interface Inner extends Node {
  meta?: {name: string};
}

function rewriteInside({text, syntax, cell}: Work): void {
  if (!cell.directives.some(({name, value}) => name === "guard" && value === "off")) guard(text, syntax.program, {evaluated: true});
  walk(syntax.program, (node: Inner) => {
    if (node.type === "ImportExpression") text.update(node.start, node.start + 6, `${helper}.import`);
    if (node.type === "MetaProperty" && node.meta?.name === "import") text.update(node.start, node.end, `${helper}.meta`);
  });
}

/** An object literal needs parentheses, and the compiler drops a last expression that only names a constant such as NaN, or chooses one as it compiles. */
function keepLast({text, cell: {last}, syntax}: Work): void {
  if (!last) return;
  const statement = syntax.program.body.at(-1);
  let constant = true;
  let chosen = false;
  walk(statement, (node: Node & {name?: string; operator?: string}) => {
    const known =
      node.type === "Identifier" ? /^(undefined|NaN|Infinity)$/.test(node.name!) : /Literal|Statement|Unary|Binary|Paren/.test(node.type);
    if (!known || node.operator === "delete") constant = false;
    if (/^(Logical|Conditional)Expression$/.test(node.type)) chosen ||= isWhole(node, {source: syntax.source, last});
  });
  if (constant || chosen) text.prependRight(last.start, `${helper}.value(`).appendLeft(last.end, ")");
  else if (syntax.literal) text.prependRight(last.start, "(").appendLeft(last.end, ")");
}

/** Whether a node is the last expression, parentheses left out. */
const isWhole = ({start, end}: Node, {source, last}: {source: string; last: {start: number; end: number}}): boolean =>
  /^[\s(]*$/.test(source.slice(last.start, start)) && /^[\s)]*$/.test(source.slice(end, last.end));

/** Moves functions and imports before the first statement that is neither. */
function hoist({text, syntax}: Work): void {
  const moves = ({type}: Node) => type === "FunctionDeclaration" || type === "ImportDeclaration";
  const anchor = syntax.program.body.find((statement) => !moves(declared(statement)));
  for (const statement of anchor ? syntax.program.body : []) {
    if (!moves(declared(statement)) || statement.start < anchor!.start) continue;
    text.appendLeft(statement.start, ";").move(statement.start, statement.end, anchor!.start);
  }
}
