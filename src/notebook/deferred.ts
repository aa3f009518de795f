import type {Program} from "oxc-parser";
import {walk, type Node} from "./walk.js";

interface Tree extends Node {
  static?: boolean;
  callee?: Tree;
  arguments?: Tree[];
  expression?: Tree;
}

/** The outermost functions of a cell that somebody calls later: those that are declared, not those that are called on the spot or handed to a call. */
export function deferred(program: Program): readonly Node[] {
  const handed = new Set<number>();
  const functions: Tree[] = [];
  walk(program, (node) => {
    const tree: Tree = node;
    if (isFunction(tree)) functions.push(tree);
    if (tree.callee) for (const given of [tree.callee, ...(tree.arguments ?? [])]) handed.add(bare(given).start);
  });
  let end = 0;
  return functions.filter((one) => {
    if (one.start < end) return false;
    end = one.end;
    return !handed.has(one.start);
  });
}

const isFunction = ({type, static: shared}: Tree): boolean =>
  /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type) || (type === "PropertyDefinition" && !shared);

const bare = (tree: Tree): Tree => (tree.type === "ParenthesizedExpression" && tree.expression ? bare(tree.expression) : tree);
