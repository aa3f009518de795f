import {parse, type Syntax} from "../../notebook/parse.js";
import {runtimeNames} from "../../notebook/runtime.js";
import {callOf, statementsOf, type Node, type Range} from "./calls.js";
import {tokensOf, type Token} from "./tokens.js";

/** A statement of a suite, or a comment between statements. */
export interface Unit extends Range {
  /** Its tokens. */
  tokens: readonly Token[];
  /** What it says, however it is laid out. */
  key: string;
  /** Its node; absent for a comment. */
  node?: Node;
}

/** One `it` of a suite. */
export interface Test extends Range {
  /** The titles that lead to it, those of suites before its own. */
  titles: readonly string[];
  /** Where its own title stands. */
  title: Range;
  /** Where it says `async`. */
  wait?: Range;
  /** What stands in the body. */
  body: readonly Unit[];
  /** What it must throw, where it must. */
  raises?: string;
}

/** A suite as it is written, taken apart. */
export interface SuiteFile {
  /** Its text and tree. */
  syntax: Syntax;
  /** All its tokens. */
  tokens: readonly Token[];
  /** Imports that come from cells. */
  imports: readonly Unit[];
  /** Declarations above the tests that come from cells, with their comments. */
  above: readonly Unit[];
  /** The tests in order. */
  tests: readonly Test[];
  /** What follows from the rest: the import of the runtime, the `let`s. */
  derived: readonly (Range & {kind: "runtime" | "lets"})[];
}

/** Takes a suite apart; undefined for a text that cannot be read or is none. */
export function readSuite(source: string): SuiteFile | undefined {
  const syntax = parse(source);
  const top = syntax.program.body as unknown as Node[];
  const outer = top.find((node) => callOf(node)?.kind === "describe");
  const block = outer && callOf(outer)?.block;
  if (syntax.errors.length > 0 || !outer || !block) return undefined;
  const tokens = tokensOf(syntax);
  const inner = statementsOf(block);
  const imports = top.filter(({type}) => type === "ImportDeclaration");
  const runtime = imports.findLast(isRuntime);
  const space = spaceAbove({top, outer, block, inner, imports});
  const lets = space.nodes.filter(isLet);
  return {
    syntax,
    tokens,
    imports: unitsIn({start: 0, end: outer.start}, {nodes: imports, tokens}).filter(({node}) => node && node !== runtime),
    above: unitsIn(space, {nodes: space.nodes, tokens}).filter(({node}) => !node || !lets.includes(node)),
    tests: testsIn(inner, {titles: [callOf(outer)!.title], tokens}),
    derived: [
      ...(runtime ? [{kind: "runtime" as const, ...range(runtime)}] : []),
      ...lets.map((one) => ({kind: "lets" as const, ...range(one)})),
    ],
  };
}

interface Top {
  top: readonly Node[];
  outer: Node;
  block: Node;
  inner: readonly Node[];
  imports: readonly Node[];
}

/** Where what the tests share is declared: in the suite, or before it where a namespace is among that. */
function spaceAbove({top, outer, block, inner, imports}: Top): Range & {nodes: readonly Node[]} {
  const outside = top.filter(({type, end}) => type !== "ImportDeclaration" && end <= outer.start);
  if (outside.length > 0) return {start: imports.at(-1)?.end ?? 0, end: outer.start, nodes: outside};
  const opening = inner.find(({expression}) => expression?.callee?.object?.type === "ThisExpression");
  const end = inner.find((node) => callOf(node))?.start ?? block.end - 1;
  const start = opening?.end ?? block.start + 1;
  return {start, end, nodes: inner.filter((node) => node.start >= start && node.end <= end)};
}

const range = ({start, end}: Range): Range => ({start, end});

const isRuntime = ({source, specifiers = []}: Node): boolean =>
  source?.value === "ddx/suite" && specifiers.every(({imported}) => (runtimeNames as readonly string[]).includes(imported?.name ?? ""));

const isLet = ({type, kind, declarations = []}: Node): boolean =>
  type === "VariableDeclaration" && kind === "let" && declarations.every(({init}) => !init);

/** The statements of a stretch, and the comments between them. */
function unitsIn({start, end}: Range, {nodes, tokens}: {nodes: readonly Node[]; tokens: readonly Token[]}): Unit[] {
  const units: {node?: Node; tokens: Token[]}[] = [];
  const rest = nodes.filter(({type}) => type !== "EmptyStatement");
  for (const token of tokens) {
    if (token.start < start || token.end > end) continue;
    while (rest[0] && rest[0].end <= token.start) rest.shift();
    const [node] = rest;
    if (!node || token.end <= node.start) {
      if (/^\/[/*]/.test(token.text)) units.push({tokens: [token]});
    } else if (units.at(-1)?.node === node) units.at(-1)?.tokens.push(token);
    else units.push({node, tokens: [token]});
  }
  return units.map(({node, tokens}) => ({
    ...range(node ?? tokens[0]!),
    tokens,
    key: tokens.map(({text}) => text).join(" "),
    ...(node && {node}),
  }));
}

function testsIn(nodes: readonly Node[], {titles, tokens}: {titles: readonly string[]; tokens: readonly Token[]}): Test[] {
  return nodes.flatMap((node): Test[] => {
    const call = callOf(node);
    if (!call) return [];
    const path = [...titles, call.title];
    if (call.kind === "describe") return call.block ? testsIn(statementsOf(call.block), {titles: path, tokens}) : [];
    const {block, wait, raises, at} = call;
    const inside = block && {start: block.start + 1, end: block.end - 1};
    const body = inside ? unitsIn(inside, {nodes: statementsOf(block), tokens}) : [];
    return [{...range(node), titles: path, title: at, body, ...(wait && {wait}), ...(raises !== undefined && {raises})}];
  });
}
