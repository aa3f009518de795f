import MagicString from "magic-string";
import type {VariableDeclarator} from "oxc-parser";
import {analyse, declared} from "./cell.js";
import {distance} from "./distance.js";
import {codeCells, type Notebook, type NotebookCell} from "./notebook.js";
import {parse} from "./parse.js";

/** A name that a parameter cell declares. */
export interface Parameter {
  /** The name. */
  name: string;
  /** The code cell's number, from 1. */
  cell: number;
  /** Line in the cell, from 1. */
  line: number;
  /** Where its value stands in the cell's source; absent in a pattern and where there is none. */
  value?: {start: number; end: number};
  /** Its value when tested, as written in a comment behind it: `let epochs = 50; // test: 2`. */
  test?: string;
  /** Its values when tested, one run for each, written so: `let rate = 0.1; // each: 0.1, 0.01`. */
  each?: readonly string[];
}

/** Values by name, as they are typed: JSON where they parse as JSON, else text. */
export type Values = Readonly<Record<string, string>>;

/** What is set. */
export interface ParameterOptions {
  /** The values that were asked for. */
  values?: Values;
  /** Whether `// test: VALUE` counts where nothing else was asked for. */
  tested?: boolean;
}

/** The parameters of a notebook: what cells with `//| param` or papermill's tags declare at the top level by `let`, `const` or `var`. */
export const parametersOf = (notebook: Notebook): Parameter[] => codeCells(notebook).flatMap(parametersIn);

/** The notebook with other values of its parameters; a cell keeps its lines, and what is no parameter of it is left alone. */
export function setParameters(notebook: Notebook, {values = {}, tested = false}: ParameterOptions = {}): Notebook {
  const set = (cell: NotebookCell): NotebookCell => {
    const text = new MagicString(cell.source);
    for (const {name, value, test} of parametersIn(cell)) {
      const typed = Object.hasOwn(values, name) ? values[name] : tested ? test : undefined;
      if (value && typed !== undefined) overwriteLines(text, {...value, code: literal(typed)});
    }
    return text.hasChanged() ? {...cell, source: text.toString()} : cell;
  };
  return {...notebook, cells: notebook.cells.map((cell) => (cell.kind === "code" ? set(cell) : cell))};
}

/** Throws one line for a name that none of the notebooks declares as a parameter, or in a way that takes no value. */
export function checkParameters(notebooks: readonly Notebook[], values: Readonly<Record<string, unknown>>): void {
  const known = notebooks.flatMap((notebook) => parametersOf(notebook).map((parameter) => ({...parameter, path: notebook.path})));
  for (const name of Object.keys(values)) {
    const own = known.filter((one) => one.name === name);
    if (own.length === 0) throw new RangeError(`there is no parameter "${name}"; ${advice(name, known)}`);
    const fixed = own.find(({value}) => !value);
    if (fixed)
      throw new RangeError(
        `${fixed.path}, cell ${fixed.cell}, line ${fixed.line}: "${name}" cannot be set; expected a value of its own, such as let ${name} = 1`,
      );
  }
}

const tags = ["parameters", "injected-parameters"];

function parametersIn({kind, source, number, tags: own}: NotebookCell): Parameter[] {
  if (kind !== "code" || !(own.some((tag) => tags.includes(tag)) || isMarked(source))) return [];
  const {program, errors} = parse(source);
  if (errors.length > 0) return [];
  const lineAt = (offset: number) => source.slice(0, offset).split("\n").length;
  return program.body.flatMap((statement) => {
    const node = declared(statement);
    if (node.type !== "VariableDeclaration" || node.declare || !/^(let|const|var)$/.test(node.kind)) return [];
    return node.declarations.flatMap((one) => named(one, source).map((what) => ({...what, cell: number, line: lineAt(one.start)})));
  });
}

// Most cells need not be taken apart to be told from those that hold parameters.
const isMarked = (source: string): boolean =>
  /^\s*\/\/\|\s*param\b/m.test(source) && analyse(source).directives.some(({name}) => name === "param");

type Named = Pick<Parameter, "name" | "value" | "test" | "each">;

function named({id, init, end}: VariableDeclarator, source: string): Named[] {
  if (id.type !== "Identifier") return patternNames(source.slice(id.start, id.end)).map((name) => ({name}));
  if (!init) return [{name: id.name}];
  let value = init;
  // What says a type stays.
  while (value.type === "TSAsExpression" || value.type === "TSSatisfiesExpression") value = value.expression;
  const [, word, text = ""] = /^[ \t]*[;,]?[ \t]*\/\/\s*(test|each):[ \t]*([^\n]*?)\s*(?:\n|$)/.exec(source.slice(end)) ?? [];
  const tested = {...(word === "test" && {test: text}), ...(word === "each" && {each: readList(text)})};
  return [{name: id.name, value: {start: value.start, end: value.end}, ...tested}];
}

/** The names that a pattern declares. */
const patternNames = (pattern: string): string[] => analyse(`let ${pattern} = 0 as any`).declarations.flatMap(({names}) => names);

/** Reads values separated by commas; those of JSON may hold some. */
export function readList(text: string): string[] {
  try {
    return (JSON.parse(`[${text}]`) as unknown[]).map((value) => JSON.stringify(value));
  } catch {
    const values = text.split(",").map((value) => value.trim());
    return values.filter((value) => value !== "");
  }
}

/** Puts code in the place of other code, on as many lines. */
export function overwriteLines(text: MagicString, {start, end, code}: {start: number; end: number; code: string}): void {
  const old = text.original.slice(start, end);
  if (old !== code) text.overwrite(start, end, code + old.replace(/[^\n]/g, ""));
}

/** A value as it is written in TypeScript; numbers beyond what JSON can write again stay as typed. */
function literal(typed: string): string {
  try {
    JSON.parse(typed);
    return typed.trim().replace(/\s*[\r\n]\s*/g, " ");
  } catch {
    return JSON.stringify(typed);
  }
}

function advice(name: string, known: readonly Parameter[]): string {
  const [nearest] = known.map((other) => ({other, edits: distance(name, other.name)})).sort((a, b) => a.edits - b.edits);
  return nearest ? `the nearest is "${nearest.other.name}"` : "no cell begins with //| param or has the tag parameters";
}
