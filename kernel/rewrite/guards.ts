import type MagicString from "magic-string";
import {walk, type Node} from "../../src/notebook/walk.js";
import {helper} from "./work.js";

interface Inner extends Node {
  body?: Node;
  expression?: boolean;
  callee?: {name?: string; property?: {name?: string}};
  await?: boolean;
  kind?: string;
}

const test = `if (${helper}.flags[0]) ${helper}.stop();`;

/**
 * Lets loops, and functions that may call each other by way of promises for ever, be stopped: neither can be from outside once they run behind an
 * `await` or in a timer. They look at a flag each time round; but not those that are sure to run while the cell is being evaluated, where V8 can be told
 * to end them.
 */
export function guard(text: MagicString, program: unknown, {evaluated = false}: {evaluated?: boolean} = {}): void {
  let needy: Node[] | undefined;
  walk(program, (node: Inner) => {
    if (/^(While|DoWhile|For|ForIn|ForOf)Statement$/.test(node.type)) {
      needy ??= evaluated ? later(program) : [program as Node];
      if (needy.some((outer) => within(node, outer))) guardLoop(text, node.body!);
    } else if (/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type) && node.body && schedules(node.body))
      guardFunction(text, node.body);
  });
}

const within = ({start, end}: Node, outer: Node): boolean => start >= outer.start && end <= outer.end;

/** The parts of a cell that may run behind its evaluation, or have something to do when they are stopped: all of it where it waits for something. */
function later(program: unknown): Node[] {
  const [functions, tries]: [Node[], Node[]] = [[], []];
  let waits = false;
  walk(program, (node: Inner) => {
    // What is in a function comes right behind it.
    const outer = functions.at(-1);
    if (outer && within(node, outer)) return;
    if (/Function/.test(node.type)) functions.push(node);
    if (node.type === "TryStatement") tries.push(node);
    waits ||= /^(AwaitExpression|ImportDeclaration)$/.test(node.type) || node.await === true || node.kind === "await using";
  });
  return waits ? [program as Node] : [...functions, ...tries];
}

function guardLoop(text: MagicString, {type, start, end}: Node): void {
  if (type === "BlockStatement") text.appendRight(start + 1, test);
  else text.prependRight(start, `{${test} `).appendLeft(end, "}");
}

function guardFunction(text: MagicString, {type, start, end}: Node): void {
  if (type === "BlockStatement") text.appendRight(start + 1, test);
  else text.prependRight(start, `(${helper}.flags[0] && ${helper}.stop(), `).appendLeft(end, ")");
}

/** Whether a function waits for something or has something done later, itself and not in a function within. */
function schedules(body: Node): boolean {
  let found = false;
  const inner: Node[] = [];
  walk(body, (node: Inner) => {
    if (inner.some(({start, end}) => node.start >= start && node.end <= end)) return;
    if (/Function/.test(node.type)) inner.push(node);
    const {name, property} = (node.type === "CallExpression" && node.callee) || {};
    if (node.type === "AwaitExpression" || /^(queueMicrotask|then|catch|finally|nextTick)$/.test(name ?? property?.name ?? ""))
      found = true;
  });
  return found;
}
