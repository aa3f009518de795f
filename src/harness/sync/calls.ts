/** A range of a text. */
export interface Range {
  /** Offset. */
  start: number;
  /** Offset behind it. */
  end: number;
}

/** A node of a suite's tree, as far as it is looked at here. */
export interface Node extends Range {
  /** What it is, in TS-ESTree's terms. */
  type: string;
  /** `let`, `const` or `var`. */
  kind?: string;
  /** Of a literal. */
  value?: unknown;
  /** Of an identifier. */
  name?: string;
  /** The module of an import. */
  source?: Node;
  /** What an import binds. */
  specifiers?: readonly {imported?: Node}[];
  /** What a `let` declares. */
  declarations?: readonly {init?: unknown}[];
  /** What is in a statement. */
  expression?: Node;
  /** What is called. */
  callee?: Node;
  /** What stands before the dot. */
  object?: Node;
  /** What stands behind it. */
  property?: Node;
  /** What a function is called with. */
  arguments?: readonly Node[];
  /** What is awaited. */
  argument?: Node;
  /** Whether a function says `async`. */
  async?: boolean;
  /** What is in a block, or what a function does. */
  body?: Node | readonly Node[];
}

/** A call of `describe`, `it` or `before`. */
export interface Call {
  /** Which of them; a hook is written as a test is. */
  kind: "describe" | "it";
  /** The title. */
  title: string;
  /** Where it stands. */
  at: Range;
  /** The braces and what is in them; absent where no function is given. */
  block?: Node;
  /** Where the function says `async`. */
  wait?: Range;
  /** The error that is expected. */
  raises?: string;
}

const kinds: Readonly<Record<string, Call["kind"]>> = {describe: "describe", context: "describe", it: "it", specify: "it", before: "it"};

/** What a statement calls, where that is mocha's `describe`, `it` or `before`, by either name. */
export function callOf({expression}: Node): Call | undefined {
  const call = innermost(expression);
  const name = call?.callee?.type === "MemberExpression" ? call.callee.object : call?.callee;
  const kind = name?.name === undefined || !Object.hasOwn(kinds, name.name) ? undefined : kinds[name.name];
  const [title, given] = call?.arguments ?? [];
  if (!kind || typeof title?.value !== "string") return undefined;
  const thrown = given && isNode(given.body) && given.body.type === "CallExpression" ? given.body.arguments : undefined;
  const run = thrown ? thrown[1] : given;
  const block = run && isNode(run.body) && run.body.type === "BlockStatement" ? run.body : undefined;
  return {
    kind,
    title: title.value,
    at: {start: title.start, end: title.end},
    ...(block && {block}),
    ...(run?.async && {wait: {start: run.start, end: run.start + "async".length}}),
    ...(thrown && {raises: String(thrown[0]?.value ?? "")}),
  };
}

/** What is in a block. */
export const statementsOf = ({body}: Node): readonly Node[] => (isNode(body) || !body ? [] : body);

/** The call in `it(…).timeout(…).slow(…)` that the others follow. */
function innermost(call?: Node): Node | undefined {
  const before = call?.callee?.type === "MemberExpression" ? call.callee.object : undefined;
  return before?.type === "CallExpression" ? innermost(before) : call;
}

const isNode = (body: Node["body"]): body is Node => body !== undefined && body !== null && !Array.isArray(body);
