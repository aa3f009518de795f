import {walk} from "../../notebook/walk.js";

/** What is read of a node of ESTree. */
interface Node {
  type: string;
  name?: string;
  value?: unknown;
  body?: Node | Node[];
  expression?: Node;
  callee?: Node;
  object?: Node;
  property?: Node;
  arguments?: Node[];
  init?: Node | null;
  right?: Node;
  cases?: Node[];
}

/** The nodes of a suite's program that are no code of a cell: `describe`, `it` and `raises` around it, and how it looks up what it imports. */
export function scaffold(program: object): ReadonlySet<unknown> {
  const found = new Set<unknown>(bodyOf(program as Node).flatMap(around));
  walk(program, (node) => {
    const {type, init, expression, cases} = node as Node;
    const none = type === "VariableDeclarator" ? isLookup(init) : type === "ExpressionStatement" && isLookup(expression?.right);
    if (none || cases?.length === 0) found.add(node);
  });
  return found;
}

const bodyOf = ({body}: Node): Node[] => (Array.isArray(body) ? body : []);

function around(statement: Node): Node[] {
  const nodes = statement.expression ? callbacks(statement.expression) : [];
  return nodes.length > 0 ? [statement, ...nodes] : [];
}

/** The functions around a cell's code that a call of mocha's is given: behind it may stand `.timeout(…)` and `.slow(…)`. */
function callbacks({callee, arguments: given}: Node): Node[] {
  if (callee?.type === "MemberExpression" && callee.object?.type === "CallExpression") return callbacks(callee.object);
  const last = given?.at(-1);
  if (!/^(describe|context|it|specify|before)$/.test(callee?.name ?? "") || !/Function/.test(last?.type ?? "")) return [];
  const {body} = last as {body: Node};
  if (/^[dc]/.test(callee!.name!)) return [last!, ...bodyOf(body).flatMap(around)];
  return body.type === "CallExpression" ? [last!, body, body.arguments!.at(-1)!] : [last!];
}

const isLookup = (node: Node | null | undefined): boolean => node?.callee?.property?.arguments?.[0]?.value === "ddx.exports";
