import type {Class, Function as FunctionNode, TSEnumDeclaration} from "oxc-parser";
import {readsItself} from "../../src/notebook/reads-itself.js";
import {isAlias, plain} from "../alias.js";
import {helper, type Statement, type Work} from "./work.js";

/** Functions and classes get no name of their own inside, so that `f = memo(f)` in a later cell is seen there; V8 still names them after the variable. */
export function rewriteNamed({text, syntax}: Work, node: FunctionNode | Class): void {
  const name = node.id?.name;
  // Decorators may stand before `export`, and then before the class's own start.
  const start = Math.min(node.start, ("decorators" in node ? node.decorators[0]?.start : undefined) ?? node.start);
  const early = name !== undefined && node.type === "ClassDeclaration" && readsItself({name, node}, syntax.source);
  // Of an alias V8 is not to know.
  const [open, close] = name !== undefined && isAlias(name) ? [`{${plain(name)}: `, `}.${plain(name)}`] : ["", ""];
  const before = name === undefined ? "void " : early ? `let ${name}; ${name} = ` : `let ${name} = `;
  text.prependRight(start, before + open).appendLeft(node.end, `${close};`);
  if (node.id) text.remove(node.id.start, node.id.end);
  if (early) text.appendRight(node.body.start + 1, ` static { ${name} = this; }`);
  const modifier = "abstract" in node && node.abstract ? syntax.source.indexOf("abstract", node.decorators.at(-1)?.end ?? node.start) : -1;
  if (modifier >= 0) text.remove(modifier, modifier + "abstract".length);
}

/** The compiler makes an enum a `var` that reads itself; in a function it can be a `let` outside. A second one merges into the first. */
export function rewriteEnum({text, cell}: Work, node: TSEnumDeclaration): void {
  const {name} = node.id;
  const again = cell.declarations.some(
    ({kind, value, names, end}) => value && /^(enum|namespace)$/.test(kind) && names[0] === name && end < node.end,
  );
  text.prependRight(node.start, again ? `Object.assign(${name}, (() => { ` : `let ${name} = (() => { `);
  text.appendLeft(node.end, again ? `; return ${name}; })());` : `; return ${name}; })();`);
}

/** The compiler merges namespaces; one that extends a function, class or enum gets another name and is copied into it. */
export function rewriteNamespace({text, cell}: Work, {id, end}: Extract<Statement, {type: "TSModuleDeclaration"}>): void {
  const [name] = id.type === "Identifier" ? [id.name] : [];
  if (!cell.declarations.some(({kind, value, names}) => value && names[0] === name && /function|class|enum/.test(kind))) return;
  text.update(id.start, id.end, `${helper}_${name}`).appendLeft(end, `; Object.assign(${name}, ${helper}_${name});`);
}
