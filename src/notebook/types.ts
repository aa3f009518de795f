import type {Part} from "./part.js";
import {declarationsOf, type Names} from "./scope.js";

interface Typed {
  type: string;
  start: number;
  end: number;
  value?: unknown;
  callee?: {type: string; name?: string};
}

interface Variable {
  id: {type: string; name?: string; typeAnnotation?: {start: number; end: number} | null};
  init?: Typed | null;
}

/** The type with which a shared name is declared: the one that is written, or that of a literal or of `new`; else `any`. */
export function typeOf(name: string, names: Names): string {
  const [part, ...others] = names.declaring.get(name) ?? [];
  const [declaration, ...more] = part ? declarationsOf(name, part) : [];
  if (!part || !declaration || others.length > 0 || more.length > 0) return "any";
  const variable = variables(part).find(({id}) => id.name === name);
  if (variable?.id.typeAnnotation) return annotation(variable.id.typeAnnotation, {part, names});
  return variable?.init ? literal(variable.init, names) : "any";
}

function variables({syntax}: Part): Variable[] {
  return syntax.program.body.flatMap((statement) => {
    const inner = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    return inner?.type === "VariableDeclaration" ? (inner.declarations as unknown as Variable[]) : [];
  });
}

/** An annotation as it is written, when what it names can be seen above the tests. */
function annotation({start, end}: {start: number; end: number}, {part, names}: {part: Part; names: Names}): string {
  const used = part.references.filter((use) => use.start >= start && use.end <= end);
  const hidden = used.some(({name}) => names.declaring.has(name) && !names.lifted.has(name) && !names.shared.has(name));
  const asType = used.some(({name, value}) => !value && names.shared.has(name));
  return hidden || asType ? "any" : part.cell.source.slice(start, end).replace(/^:\s*/, "");
}

function literal({type, value, callee}: Typed, {declaring, lifted}: Names): string {
  if (type === "TemplateLiteral") return "string";
  if (type === "Literal" && ["string", "number", "boolean", "bigint"].includes(typeof value)) return typeof value;
  if (type !== "NewExpression" || callee?.type !== "Identifier" || callee.name === undefined) return "any";
  const visible = !declaring.has(callee.name) || lifted.has(callee.name);
  return visible && !/^(Array|Map|Set|Promise|WeakMap|WeakSet|Proxy)$/.test(callee.name) ? callee.name : "any";
}
