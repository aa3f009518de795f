import type {Program} from "oxc-parser";
import {walk, type Node} from "./walk.js";

/** Where a cell calls what a name stands for, or visibly changes it; offsets of identifiers. */
export interface Changes {
  /** Changed whatever it is: `x.a = 1`, `x++`, `delete x.a`, `x.push(1)`, `Object.assign(x, …)`. */
  sure: ReadonlySet<number>;
  /** Changed if it is a value of one's own: `x.compile();`, a method that is called for nothing but its effect. */
  likely: ReadonlySet<number>;
  /** Called at once, `x(…)`: the function stays where it is. */
  called: ReadonlySet<number>;
}

interface Tree extends Node {
  name?: string;
  operator?: string;
  object?: Tree;
  property?: Tree;
  callee?: Tree;
  expression?: Tree;
  argument?: Tree;
  arguments?: Tree[];
  left?: Tree;
  value?: Tree;
  elements?: (Tree | null)[];
  properties?: Tree[];
}

/** Finds them; passing a value on is no change, though its taker may change it. */
export function changesIn(program: Program): Changes {
  const [sure, likely, called] = [new Set<number>(), new Set<number>(), new Set<number>()];
  const add = (to: Set<number>, tree: Tree | undefined) => {
    const name = root(tree);
    if (name) to.add(name.start);
  };
  const shown = program.body.filter(({type}) => type !== "EmptyStatement").at(-1);
  walk(program, (node) => {
    const tree: Tree = node;
    for (const target of targets(tree)) add(sure, target);
    if (tree.type === "ExpressionStatement" && (node as unknown) !== shown) add(likely, effect(tree.expression));
    if (tree.type !== "CallExpression") return;
    if (tree.callee?.type === "Identifier") called.add(tree.callee.start);
    if (changing.has(method(tree) ?? "")) add(sure, tree.callee);
    if (/^(assign|definePropert(y|ies)|setPrototypeOf)$/.test(method(tree) ?? "") && root(tree.callee)?.name === "Object")
      add(sure, tree.arguments?.[0]);
    // Also as the last expression: what it gives is rarely why it is called.
    if (method(tree) === "add" && (shown as Tree | undefined)?.expression === tree) add(likely, tree.callee);
  });
  return {sure, likely, called};
}

const changing = new Set(
  "push pop shift unshift splice sort reverse fill copyWithin set delete clear compile fit fitDataset trainOnBatch setWeights loadWeights".split(
    " ",
  ),
);

const harmless = /^(forEach|map|print|summary|log|then|catch|finally|toString|dataSync|data|array|arraySync)$/;

/** The name of the method that is called. */
const method = ({callee}: Tree): string | undefined => (callee?.type === "MemberExpression" ? callee.property?.name : undefined);

/** What a statement calls a method of, for its effect alone. */
function effect(tree: Tree | undefined): Tree | undefined {
  if (tree?.type === "AwaitExpression" || (tree?.type === "UnaryExpression" && tree.operator === "void")) return effect(tree.argument);
  if (tree && wrappers.has(tree.type)) return effect(tree.expression);
  const name = tree?.type === "CallExpression" ? method(tree) : undefined;
  return name === undefined || harmless.test(name) ? undefined : tree?.callee;
}

/** What a node assigns to or deletes, declarations left out. */
function targets({type, left, argument, operator}: Tree): Tree[] {
  if (type === "AssignmentExpression" || ((type === "ForOfStatement" || type === "ForInStatement") && left?.type !== "VariableDeclaration"))
    return leaves(left);
  return type === "UpdateExpression" || (type === "UnaryExpression" && operator === "delete") ? leaves(argument) : [];
}

/** The targets in a pattern. */
function leaves(tree: Tree | null | undefined): Tree[] {
  if (!tree) return [];
  if (tree.type === "ArrayPattern") return (tree.elements ?? []).flatMap(leaves);
  if (tree.type === "ObjectPattern") return (tree.properties ?? []).flatMap(leaves);
  if (tree.type === "Property") return leaves(tree.value);
  if (tree.type === "AssignmentPattern") return leaves(tree.left);
  return tree.type === "RestElement" ? leaves(tree.argument) : [tree];
}

const wrappers = new Set([
  "ChainExpression",
  "ParenthesizedExpression",
  "TSNonNullExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
]);

/** The name at the root of `x.a[0].b`, `x!.a`, `(x as T).a` or `x.get(key).a`; what other calls give is somebody else's. */
function root(tree: Tree | undefined): Tree | undefined {
  if (!tree || tree.type === "Identifier") return tree;
  if (tree.type === "MemberExpression") return root(tree.object);
  if (wrappers.has(tree.type)) return root(tree.expression);
  return tree.type === "CallExpression" && /^(get|at)$/.test(method(tree) ?? "") ? root(tree.callee) : undefined;
}
