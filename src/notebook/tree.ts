import {parseSync, type ArrayExpression, type Expression, type ObjectExpression} from "oxc-parser";

/** The cells of a notebook's text as a tree, in which each part says where it stands: one place behind where it is in the text. Undefined for what has none. */
export function cellsTree(text: string): ArrayExpression | undefined {
  // JSON is an expression of JavaScript, but for the mark of byte order.
  const [statement] = parseSync("notebook.js", `(${text.replace(/^\uFEFF/, " ")})`, {preserveParens: false}).program.body;
  const cells = statement?.type === "ExpressionStatement" ? valueOf(statement.expression, "cells") : undefined;
  return cells?.type === "ArrayExpression" ? cells : undefined;
}

/** What an object of such a tree has under a name; of several the last, as for JSON. */
export function valueOf(tree: ArrayExpression["elements"][number] | undefined, name: string): Expression | undefined {
  const properties = tree?.type === "ObjectExpression" ? (tree as ObjectExpression).properties : [];
  const found = properties.findLast((one) => one.type === "Property" && one.key.type === "Literal" && one.key.value === name);
  return found?.type === "Property" ? found.value : undefined;
}
