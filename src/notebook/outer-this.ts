import type MagicString from "magic-string";
import type {Syntax} from "./parse.js";
import type {Node} from "./walk.js";

/** Writes the cell's own `this`, which is the global object in the notebook and would be mocha's in a test. */
export function rewriteThis(text: MagicString, {program, source}: Syntax): void {
  if (/\bthis\b/.test(source)) visit(program, ({start, end}) => text.overwrite(start, end, "globalThis"));
}

/** Calls back for each `this` that is not of a function or of a class's members. */
function visit(tree: unknown, found: (node: Node) => void): void {
  if (typeof tree !== "object" || tree === null) return;
  if (Array.isArray(tree)) return tree.forEach((child) => visit(child, found));
  const node = tree as Node & Record<string, unknown>;
  if (node.type === "ThisExpression") found(node);
  if (/^(Function(Declaration|Expression)|ClassBody|TS\w*(Type|Annotation|Declaration))$/.test(node.type)) return;
  for (const key in node) if (key !== "range") visit(node[key], found);
}
