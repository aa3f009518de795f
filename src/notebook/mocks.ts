import MagicString from "magic-string";
import type {VariableDeclarator} from "oxc-parser";
import {declared, describe, type Directive, type Import} from "./cell.js";
import {codeCells, type Notebook, type NotebookCell} from "./notebook.js";
import {overwriteLines} from "./params.js";
import {parse} from "./parse.js";
import {locals} from "./scope.js";

/** The notebook as its `//| mock: NAME = VALUE` lines want it when tested: what a cell declares or imports under that name is that value. A cell keeps its lines. */
export function withMocks(notebook: Notebook): Notebook {
  if (!codeCells(notebook).some(isMarked)) return notebook;
  const mocked = (cell: NotebookCell) => (cell.kind === "code" && isMarked(cell) ? {...cell, source: mockedSource(cell, notebook)} : cell);
  return {...notebook, cells: notebook.cells.map(mocked)};
}

const isMarked = ({source}: NotebookCell): boolean => /^\s*\/\/\|\s*mock\b/m.test(source);

function mockedSource({source, number}: NotebookCell, {path}: Notebook): string {
  const syntax = parse(source);
  const {directives, imports, problems} = describe(syntax);
  if (problems.length > 0) return source;
  const text = new MagicString(source);
  const mocks = directives.filter(({name}) => name === "mock").map((one) => readMock(one, `${path}, cell ${number}`));
  for (const item of imports) mockImport(item, {text, mocks});
  for (const {name, code} of mocks.filter(({done}) => !done)) {
    const place = syntax.program.body
      .map(declared)
      .map((node) => placeOf(name, node))
      .find(Boolean);
    if (!place)
      throw new SyntaxError(
        `${path}, cell ${number}: this cell neither imports ${name} nor declares it by const, let, var or function: nothing to mock`,
      );
    overwriteLines(text, {start: place.start, end: place.end, code: place.whole ? `const ${name} = (${code});` : `(${code})`});
  }
  return text.toString();
}

interface Mock {
  name: string;
  code: string;
  done?: boolean;
}

function readMock({value, line}: Directive, cell: string): Mock {
  const [, name, code] = /^([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=(?![=>])\s*(\S.*)$/su.exec(value) ?? [];
  if (name === undefined || code === undefined)
    throw new SyntaxError(
      `${cell}, line ${line}: expected "mock: NAME = VALUE", such as "mock: load = async () => [1, 2]", got "mock: ${value}"`,
    );
  const [problem] = parse(`(${code}\n);`).errors;
  if (problem) throw new SyntaxError(`${cell}, line ${line}: the value of the mock cannot be read: ${problem.message}`);
  return {name, code};
}

/** Binds the names of an import that are mocked by themselves; a module of which nothing else is wanted is not loaded. */
function mockImport(item: Import, {text, mocks}: {text: MagicString; mocks: readonly Mock[]}): void {
  const bound = locals(item).map(({name}) => name);
  const own = mocks.filter(({name}) => bound.includes(name));
  if (item.typeOnly || own.length === 0) return;
  const isMocked = (name: string | undefined) => own.some((mock) => mock.name === name);
  const named = item.named
    .filter(({local}) => !isMocked(local))
    .map(({imported, local, typeOnly}) => `${typeOnly ? "type " : ""}${JSON.stringify(imported)} as ${local}`);
  const rest = [
    ...(item.default && !isMocked(item.default) ? [item.default] : []),
    ...(item.namespace && !isMocked(item.namespace) ? [`* as ${item.namespace}`] : []),
    ...(named.length > 0 ? [`{${named.join(", ")}}`] : []),
  ];
  const module = JSON.stringify(item.specifier);
  const kept = rest.length > 0 ? `import ${rest.join(", ")} from ${module}; ` : "";
  const made = own.map((mock) => {
    mock.done = true;
    const imported = item.named.find(({local}) => local === mock.name)?.imported ?? "default";
    const member = mock.name === item.namespace ? "" : `[${JSON.stringify(imported)}]`;
    return `const ${mock.name}: typeof import(${module})${member} = (${mock.code});`;
  });
  overwriteLines(text, {...item, code: kept + made.join(" ")});
}

/** Where what a name stands for is written: its value, or as a whole a function. */
function placeOf(name: string, node: ReturnType<typeof declared>): {start: number; end: number; whole: boolean} | undefined {
  if (node.type === "FunctionDeclaration" && node.id?.name === name) return {start: node.start, end: node.end, whole: true};
  if (node.type !== "VariableDeclaration") return undefined;
  const one = node.declarations.find(({id}: VariableDeclarator) => id.type === "Identifier" && id.name === name);
  return one?.init ? {start: one.init.start, end: one.init.end, whole: false} : undefined;
}
