import type {ImportDeclaration, Program, Statement} from "oxc-parser";
import {parse, typeQueries, type Syntax} from "./parse.js";
import {walk} from "./walk.js";

/** A leading `//| name: value` or `//| name` line, or a marker of nbval such as `// NBVAL_SKIP`. */
export interface Directive {
  /** What is set, such as `expect`. */
  name: string;
  /** To what. */
  value: string;
  /** 1-based line. */
  line: number;
}

/** A static import. */
export interface Import {
  /** Offset of the statement. */
  start: number;
  /** Offset behind the statement. */
  end: number;
  /** The module, as written. */
  specifier: string;
  /** `import type`: nothing is left of it at run time. */
  typeOnly: boolean;
  /** Local name of the default export. */
  default?: string;
  /** Local name of `* as name`. */
  namespace?: string;
  /** Named imports; `imported` may be `default`. */
  named: readonly {imported: string; local: string; typeOnly: boolean}[];
}

/** What kind of statement declares a name. */
export type DeclarationKind =
  "const" | "let" | "var" | "using" | "function" | "class" | "enum" | "namespace" | "interface" | "type" | "import";

/** A declaration that later cells can see. */
export interface Declaration {
  /** The kind of statement; `await using` is `using`. */
  kind: DeclarationKind;
  /** The names that it declares, those of a pattern in order. */
  names: readonly string[];
  /** Offset of the statement, with its `export`. */
  start: number;
  /** Offset behind the statement. */
  end: number;
  /** Whether something is left of it at run time: false for types and `declare`. */
  value: boolean;
  /** Whether it is written with `export`. */
  exported: boolean;
  /** A `var` inside a block or a loop's head: start and end are the inner declaration's. */
  nested?: true;
}

/** Why a cell cannot be read. */
export interface Problem {
  /** The parser's words. */
  message: string;
  /** Offset of what is wrong. */
  start: number;
  /** Offset behind it. */
  end: number;
  /** 1-based line. */
  line: number;
  /** 1-based column. */
  column: number;
  /** Whether more input could mend it. */
  incomplete: boolean;
}

/** A TypeScript cell, taken apart; offsets are UTF-16 units into `source`. */
export interface Cell {
  /** The text. */
  source: string;
  /** Leading `//| name: value` lines. */
  directives: readonly Directive[];
  /** Static imports in order. */
  imports: readonly Import[];
  /** Top-level declarations in order, imports left out. */
  declarations: readonly Declaration[];
  /** Names of values that are read or written but not declared here, globals included. */
  free: readonly string[];
  /** The last statement's expression, when it is one. */
  last?: {start: number; end: number};
  /** Empty for a cell that can be run. */
  problems: readonly Problem[];
}

/** Takes a cell apart; one that cannot be read has `problems`, its directives and whatever else could be made out. */
export function analyse(source: string): Cell {
  return describe(parse(source));
}

/** What {@link analyse} says, of a cell that was parsed before. */
export function describe(syntax: Syntax): Cell {
  const {source, program} = syntax;
  const last = lastExpression(program);
  const declarations = declarationsOf(syntax);
  return {
    source,
    directives: directivesOf(source),
    imports: program.body.flatMap((node) => (node.type === "ImportDeclaration" ? [importOf(node)] : [])),
    declarations,
    free: freeNames(syntax),
    ...(last && {last: {start: last.start, end: last.end}}),
    problems: [...problemsOf(syntax), ...redeclared(declarations, source)],
  };
}

function directivesOf(source: string): readonly Directive[] {
  const lines = source.split("\n");
  const code = lines.findIndex((line) => !/^\s*(\/\/.*)?$/.test(line));
  return lines.slice(0, code < 0 ? lines.length : code).flatMap((line, index) => {
    const [, name, value = ""] = /^\s*\/\/\|\s*([\w-]+)(?:\s*[:\s]\s*(.*?))?\s*$/.exec(line) ?? [];
    const nbvals = nbvalMarkers[/^\s*\/\/\s*NBVAL_(\w+)\s*$/.exec(line)?.[1] ?? ""];
    return [...(name === undefined ? [] : [{name, value}]), ...(nbvals ? [{name: nbvals, value: ""}] : [])].map((one) => ({
      ...one,
      line: index + 1,
    }));
  });
}

/** What nbval's markers are called here. */
const nbvalMarkers: Readonly<Record<string, string>> = {
  SKIP: "skip",
  IGNORE_OUTPUT: "ignore-output",
  CHECK_OUTPUT: "check-output",
  RAISES_EXCEPTION: "raises",
};

function importOf({start, end, source, importKind, specifiers}: ImportDeclaration): Import {
  const named = specifiers.flatMap((item) => {
    if (item.type !== "ImportSpecifier") return [];
    const imported = "name" in item.imported ? item.imported.name : item.imported.value;
    return [{imported, local: item.local.name, typeOnly: importKind === "type" || item.importKind === "type"}];
  });
  const local = (type: string) => specifiers.find((item) => item.type === type)?.local.name;
  const [byDefault, namespace] = [local("ImportDefaultSpecifier"), local("ImportNamespaceSpecifier")];
  const names = {...(byDefault !== undefined && {default: byDefault}), ...(namespace !== undefined && {namespace})};
  return {start, end, specifier: source.value, typeOnly: importKind === "type", ...names, named};
}

const kinds: Readonly<Record<string, DeclarationKind>> = {
  FunctionDeclaration: "function",
  TSDeclareFunction: "function",
  ClassDeclaration: "class",
  TSEnumDeclaration: "enum",
  TSModuleDeclaration: "namespace",
  TSInterfaceDeclaration: "interface",
  TSTypeAliasDeclaration: "type",
  TSImportEqualsDeclaration: "import",
};

function declarationsOf(syntax: Syntax): readonly Declaration[] {
  const top = syntax.program.body.flatMap((statement): Declaration[] => {
    const node = declared(statement);
    const kind = node.type === "VariableDeclaration" ? variableKind(node.kind) : kinds[node.type];
    const names = namesOf(syntax, node);
    if (kind === undefined || names.length === 0) return [];
    const exists = kind !== "interface" && kind !== "type" && node.type !== "TSDeclareFunction" && !("declare" in node && node.declare);
    return [{kind, names, start: statement.start, end: statement.end, value: exists, exported: node !== statement}];
  });
  return [...top, ...nestedVars(syntax)];
}

const variableKind = (kind: string): DeclarationKind => (kind === "await using" ? "using" : (kind as DeclarationKind));

/** The declaration inside an `export`, or the statement itself. */
export function declared(statement: Program["body"][number]): Program["body"][number] {
  const exports = statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
  return exports && statement.declaration ? (statement.declaration as Statement) : statement;
}

function namesOf({scopes}: Syntax, node: unknown): readonly string[] {
  const {id} = node as {id?: Qualified | null};
  // `namespace A.B {}`, of which the scopes know nothing.
  if (id?.type === "TSQualifiedName") return [leftmost(id)];
  const variables = scopes?.getDeclaredVariables(node as Parameters<typeof scopes.getDeclaredVariables>[0]) ?? [];
  const own = variables.filter(({scope}) => scope === scopes?.globalScope?.childScopes[0]);
  return [...new Set(own.map(({name}) => name))];
}

type Qualified = {type: string; name?: string; left?: Qualified};

const leftmost = ({left, name = ""}: Qualified): string => (left ? leftmost(left) : name);

function nestedVars(syntax: Syntax): readonly Declaration[] {
  const found: Declaration[] = [];
  const top = new Set<unknown>(syntax.program.body.map(declared));
  walk(syntax.program, (node) => {
    if (node.type !== "VariableDeclaration" || top.has(node) || !("kind" in node) || node.kind !== "var") return;
    const names = namesOf(syntax, node);
    if (names.length > 0) found.push({kind: "var", names, start: node.start, end: node.end, value: true, exported: false, nested: true});
  });
  return found;
}

function freeNames({program, scopes}: Syntax): readonly string[] {
  const types = typeQueries(program);
  const free = (scopes?.globalScope?.through ?? []).filter(({identifier: {range}, isValueReference}) => {
    return isValueReference && !types.some(({start, end}) => range[0] >= start && range[1] <= end);
  });
  return [...new Set(free.map(({identifier}) => identifier.name as string))];
}

function lastExpression({body}: Program): {start: number; end: number} | undefined {
  const last = body.filter(({type}) => type !== "EmptyStatement").at(-1);
  if (last?.type === "ExportDefaultDeclaration") return kinds[last.declaration.type] ? undefined : last.declaration;
  return last?.type === "ExpressionStatement" ? last.expression : undefined;
}

function problemsOf({source, errors}: Syntax): readonly Problem[] {
  return errors.map(({message, labels}) => {
    const {start, end} = labels[0] ?? {start: source.length, end: source.length};
    const incomplete = start >= source.trimEnd().length || openEnded(source, {start, end, message});
    return {message, start, end, ...placeOf(start, source), incomplete};
  });
}

function placeOf(start: number, source: string): Pick<Problem, "line" | "column"> {
  const before = source.slice(0, start).split("\n");
  return {line: before.length, column: (before.at(-1) ?? "").length + 1};
}

/** Variables and classes that have the name of a function above them, which the parser lets pass and the compiler does not. */
function redeclared(declarations: readonly Declaration[], source: string): Problem[] {
  const functions = declarations.filter(({kind, value}) => value && kind === "function");
  return declarations.flatMap(({kind, names, start, end}) => {
    const name = kind === "var" || kind === "class" ? names.find((one) => functions.some((above) => above.names[0] === one)) : undefined;
    if (name === undefined) return [];
    return [{message: `Identifier \`${name}\` has already been declared`, start, end, ...placeOf(start, source), incomplete: false}];
  });
}

/** Whether what the parser objects to is cut off by the end of the text, though it begins before. */
function openEnded(source: string, {start, end, message}: {start: number; end: number; message: string}): boolean {
  if (end < source.trimEnd().length) return false;
  return (
    /^(Unterminated multiline|Missing (initializer|catch)|Identifier expected after)/.test(message) ||
    (/^Unterminated/.test(message) && /[`}]/.test(source[start]!))
  );
}
