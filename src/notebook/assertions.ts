import type {Part} from "./part.js";
import {walk, type Node} from "./walk.js";

interface Tree extends Node {
  name?: string;
  object?: Tree;
  property?: Tree;
  callee?: Tree;
  expression?: Tree;
}

/** The calls of a cell that assert something: chai's `expect`, `assert` and `should`, and functions that are named or imported like them. */
export function assertions({syntax, facts, live}: Part): Node[] {
  if (!live) return [];
  const imported = facts.imports.filter(({specifier}) => /\b(chai|assert|expect)\b/.test(specifier)).flatMap(({named}) => named);
  const own = new Set(imported.map(({local}) => local));
  const found: Node[] = [];
  walk(syntax.program, (node) => {
    if (node.type !== "CallExpression" && node.type !== "MemberExpression") return;
    if (chain(node).some((name) => /^(expect|assert)([A-Z]\w*)?$|^should$/.test(name) || own.has(name))) found.push(node);
  });
  return found;
}

/** The names along `a.b(…).c`, the last first. */
function chain(tree: Tree | undefined): string[] {
  if (!tree) return [];
  if (tree.type === "Identifier") return [tree.name ?? ""];
  return [...(tree.property?.name ? [tree.property.name] : []), ...chain(tree.callee ?? tree.object ?? tree.expression)];
}
