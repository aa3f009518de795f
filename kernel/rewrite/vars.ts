import type MagicString from "magic-string";
import type {VariableDeclaration} from "oxc-parser";
import {walk} from "../../src/notebook/walk.js";
import type {Work} from "./work.js";

/** A `var`, wherever it stands, becomes an assignment to a `let` at the cell's top: a real one could never be declared by `let` again. */
export function rewriteVars({text, syntax, cell}: Work): void {
  const names = new Set(cell.declarations.filter(({kind, value}) => kind === "var" && value).flatMap((it) => it.names));
  const own = new Set(cell.declarations.filter(({kind, value}) => kind === "var" && value).map(({end}) => end));
  const heads = new Set<unknown>();
  walk(syntax.program, (node) => {
    if (node.type === "ForInStatement" || node.type === "ForOfStatement") heads.add((node as unknown as {left: unknown}).left);
    if (node.type !== "VariableDeclaration" || (node as VariableDeclaration).kind !== "var" || !own.has(node.end)) return;
    assign({text, head: heads.has(node)}, node as VariableDeclaration);
  });
  if (names.size > 0) text.prepend(`let ${[...names].join(", ")}; `);
}

function assign({text, head}: {text: MagicString; head: boolean}, {start, declarations}: VariableDeclaration): void {
  text.update(start, declarations[0]!.start, head ? "" : "void ");
  for (const {id, init, start: from, end} of declarations) {
    const plain = id.type === "Identifier" ? id.start + id.name.length : (id.typeAnnotation?.start ?? id.end);
    if (plain < id.end) text.remove(plain, id.end);
    if (!head) text.prependRight(from, init ? "(" : "(void ").appendLeft(end, ")");
  }
}
