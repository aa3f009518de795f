import {keepApart, openBefore} from "./apart.js";
import {declared, type Declaration} from "./cell.js";
import {assignNamespace} from "./namespace.js";
import type {Part} from "./part.js";
import {readsItself} from "./reads-itself.js";
import type {Editing} from "./scope.js";
import {walk} from "./walk.js";

interface Range {
  start: number;
  end: number;
}

interface Declarator extends Range {
  id: Range & {type: string; typeAnnotation?: Range | null};
  init?: Range | null;
}

interface Named extends Range {
  type: string;
  id?: Range | null;
  decorators?: Range[];
  async?: boolean;
  generator?: boolean;
  kind?: string;
  declarations?: Declarator[];
}

/** Turns a declaration of shared names into an assignment to them. */
export function assign(declaration: Declaration, {part, text, target}: Editing): void {
  const node = find(declaration, part);
  if (!node) return;
  if (node.start > declaration.start) text.remove(declaration.start, node.start);
  if (node.type === "VariableDeclaration") return assignVariables(node, {part, text, target, nested: declaration.nested ?? false});
  if (node.type === "TSDeclareFunction") return void text.remove(node.start, node.end);
  if (node.type === "FunctionDeclaration") return assignFunction(node, {part, text, target});
  if (node.type === "TSImportEqualsDeclaration") return assignImport(node, {part, text, target});
  assignType(node, {part, text, target});
}

function find({start, nested}: Declaration, {syntax}: Part): Named | undefined {
  if (!nested) return syntax.program.body.filter((statement) => statement.start === start).map(declared)[0] as Named | undefined;
  let found: Named | undefined;
  walk(syntax.program, (node) => {
    if (node.type === "VariableDeclaration" && node.start === start) found = node as Named;
  });
  return found;
}

function assignVariables(
  {start, end, kind = "", declarations = []}: Named,
  {part, text, target, nested}: Editing & {nested: boolean},
): void {
  const source = part.cell.source;
  const [first] = declarations;
  if (!first) return;
  if (kind.endsWith("using")) return declarations.forEach((one) => keepUsing(one, {part, text, target}));
  text.remove(start, first.start);
  for (const {id, init, ...range} of declarations) {
    if (id.typeAnnotation) text.remove(id.typeAnnotation.start, id.typeAnnotation.end);
    if (!init && !nested) text.appendLeft(range.end, " = undefined");
    if (id.type === "Identifier" && isAnonymous(init)) {
      const [open, close] = named(source.slice(id.start, id.end).split(/[\s:!]/)[0]!, target);
      text.prependRight(init.start, open).appendLeft(init.end, close);
    }
    if (init && id.type === "ObjectPattern") text.prependRight(id.start, "(").appendLeft(range.end, ")");
  }
  if (nested) return;
  if (first.id.type !== "Identifier" && openBefore(source, start)) text.prependRight(first.start, ";");
  if (source[end - 1] !== ";") text.appendLeft(end, ";");
}

const isAnonymous = (init: Declarator["init"]): init is Named =>
  /^(ArrowFunction|Function|Class)Expression$/.test((init as Named | undefined)?.type ?? "") && !(init as Named).id;

/** `using` goes on to stand for what happens when the test ends. */
function keepUsing({id, init}: Declarator, {part: {cell}, text, target}: Editing): void {
  if (!init) return;
  const name = cell.source.slice(id.start, id.typeAnnotation?.start ?? id.end);
  text
    .overwrite(id.start, id.end, `${name}_`)
    .prependRight(init.start, `(${target(name)} = `)
    .appendLeft(init.end, ")");
}

function assignFunction({start, end, id, async, generator}: Named, {part, text, target}: Editing): void {
  if (!id) return;
  const name = part.cell.source.slice(id.start, id.end);
  const [open, close] = named(name, target);
  text.overwrite(start, id.end, `${target(name)} = ${open}${async ? "async " : ""}function${generator ? "* " : " "}`);
  text.appendLeft(end, `${close};\n`);
  keepApart(text, {source: part.cell.source, start, end});
  if (start > 0) text.move(start, end, 0);
}

/** A class or a function gets no name of its own, so that a later `C = wrap(C)` is seen inside; an enum, which is no expression, comes out of a function. */
function assignType(node: Named, {part, text, target}: Editing): void {
  const {start, end, id, type, decorators: [first = {start}] = []} = node;
  if (!id) return;
  const source = part.cell.source;
  const name = source.slice(id.start, id.end);
  if (type === "TSModuleDeclaration") return assignNamespace({start, end, name: name.split(/[\s.]/)[0]!}, {part, text, target});
  if (type !== "ClassDeclaration") return assignEnum(node, {part, text, target});
  const [, modifier = ""] = /(abstract\s+)class\s+$/.exec(source.slice(start, id.start)) ?? [];
  if (modifier) text.remove(source.lastIndexOf("abstract", id.start), source.lastIndexOf("abstract", id.start) + modifier.length);
  // Decorators may stand before `export`, and then before the class's own start.
  const [open, close] = named(name, target);
  text
    .remove(id.start, id.end)
    .appendRight(Math.min(start, first.start), `${target(name)} = ${open}`)
    .appendLeft(end, `${close};`);
  const body = (node as unknown as {body: Range}).body;
  if (readsItself({name, node}, source)) text.appendRight(body.start + 1, ` static { ${target(name)} = this; }`);
}

/** What names a function or a class that is assigned to a property: that gives it no name, as a variable would. */
const named = (name: string, target: Editing["target"]): [open: string, close: string] =>
  target(name) === name ? ["", ""] : [`{${name}: `, `}.${name}`];

/** A second enum of that name in a cell merges into the first, or into a namespace. */
function assignEnum({start, end, id}: Named, {part, text, target}: Editing): void {
  const name = part.cell.source.slice(id!.start, id!.end);
  const again = part.facts.declarations.some(
    ({kind, value, names: [first], end: at}) => value && /^(enum|namespace)$/.test(kind) && first === name && at < end,
  );
  const [open, close] = again ? [`Object.assign(${target(name)}, (() => {\n`, "})());"] : [`${target(name)} = (() => {\n`, "})();"];
  text.appendRight(start, open).appendLeft(end, `\nreturn ${name};\n${close}`);
}

/** `import x = require("module")` or `import x = a.b`. */
function assignImport({start, end}: Named, {part, text, target}: Editing): void {
  const [words = "", name = ""] = /^import\s+([^\s=]+)/.exec(part.cell.source.slice(start, end)) ?? [];
  text.overwrite(start, start + words.length, target(name)).appendLeft(end, ";");
}
