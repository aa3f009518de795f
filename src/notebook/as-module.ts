import type MagicString from "magic-string";
import type {Syntax} from "./parse.js";
import {walk, type Node} from "./walk.js";

interface Comparison extends Node {
  operator?: string;
  right?: Node;
}

/** Writes what only a module may hold, and what means something else in a script, so that whoever compiles or runs the cell reads it as the parser did. */
export function writeAsModule(text: MagicString, {program, source}: Syntax): void {
  if (/^#!/.test(source)) text.update(0, 2, "//");
  if (!source.includes("<!--")) return;
  walk(program, ({type, operator, right}: Comparison) => {
    // In a script, and for the compiler, `<!--` begins a comment.
    if (type === "BinaryExpression" && operator === "<" && right && source.startsWith("<!--", right.start - 1))
      text.appendRight(right.start, " ");
  });
}
