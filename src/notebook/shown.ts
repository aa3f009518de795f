import {isSilent} from "./body.js";
import {deferred} from "./deferred.js";
import type {Part} from "./part.js";
import {walk, type Node} from "./walk.js";

interface Tree extends Node {
  name?: string;
  object?: Tree;
  callee?: Tree;
}

/** The expressions of a cell whose values a person sees, by its text: the last one, unless nobody looks at that, and calls of `display`. */
export function shownIn(part: Part): {start: number; end: number}[] {
  const {syntax, facts} = part;
  const displays: Node[] = [];
  walk(syntax.program, (node) => {
    const {callee}: Tree = node;
    if (node.type === "CallExpression" && (callee?.object ?? callee)?.name === "display") displays.push(node);
  });
  const functions = deferred(syntax.program);
  const now = displays.filter(({start}) => !functions.some((one) => one.start < start && start < one.end));
  const {last} = facts;
  return last && !isSilent(last, {part, parts: [part]}) ? [...now, last] : now;
}
