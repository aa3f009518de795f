import MagicString from "magic-string";
import type {Resolve} from "../../notebook/imports.js";
import {verbatimOf} from "../../notebook/layout.js";
import {walk} from "../../notebook/walk.js";
import type {Node, Range} from "./calls.js";
import type {SuiteFile} from "./suite-file.js";

/** Cuts a stretch out of a suite's text as a cell would say it; `like` is where its first line's indentation is. */
export type Cut = (stretch: Range, like: Range) => string;

/** Undoes in what is cut out of a suite what the extraction does: the indent, the paths of modules, `await shown(…)`. */
export function cutter({syntax}: SuiteFile, restore: Resolve): Cut {
  const {source, program} = syntax;
  const verbatim = verbatimOf(syntax);
  const kept = (at: number) => verbatim.some(([start, end]) => start <= at && at < end);
  const text = new MagicString(source);
  const shows: {statement: Range; value: Range}[] = [];
  walk(program, (node) => {
    const {source: module} = node as Node;
    if (/^Import(Expression|Declaration)$/.test(node.type) && typeof module?.value === "string" && restore(module.value) !== module.value)
      text.overwrite(module.start, module.end, JSON.stringify(restore(module.value)));
    const value = shownIn(node as Node);
    if (value) shows.push({statement: node, value});
  });
  return ({start, end}, like) => {
    const copy = text.clone();
    const depth = source.slice(0, like.start).length - source.lastIndexOf("\n", like.start - 1) - 1;
    for (let at = source.indexOf("\n", start); at >= 0 && at < end; at = source.indexOf("\n", at + 1)) {
      const [indent = ""] = /^[ \t]*/.exec(source.slice(at + 1, Math.min(at + 1 + depth, end))) ?? [];
      if (indent && !kept(at)) copy.remove(at + 1, at + 1 + indent.length);
    }
    for (const {statement, value} of shows.filter(({statement}) => start <= statement.start && statement.end <= end))
      copy.remove(statement.start, value.start).remove(value.end, statement.end);
    return start === end ? "" : copy.snip(start, end).toString();
  };
}

/** What a statement shows by a call of the runtime's `shown`. */
function shownIn({type, expression}: Node): Node | undefined {
  const call = type === "ExpressionStatement" && expression?.type === "AwaitExpression" ? expression.argument : undefined;
  if (call?.type !== "CallExpression" || !/^shown_*$/.test(call.callee?.name ?? "") || call.arguments?.length !== 1) return undefined;
  return call.arguments[0];
}
