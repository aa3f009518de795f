import {declared, type Declaration} from "./cell.js";
import type {Part} from "./part.js";
import {declarationsOf, within, type Names} from "./scope.js";

/** What {@link liftable} needs to know. */
export interface Surroundings {
  /** All cells. */
  parts: readonly Part[];
  /** What was decided so far. */
  names: Names;
  /** Names that imports at the top of the file bind. */
  imports: ReadonlySet<string>;
}

/** Whether a name's declaration can stand above the tests without changing what any cell does: one that runs nothing and is not used before its cell. */
export function liftable(name: string, {parts, names, imports}: Surroundings): boolean {
  const [part, ...others] = names.declaring.get(name) ?? [];
  if (!part || others.length > 0) return false;
  const earlier = parts.slice(0, parts.indexOf(part));
  if (earlier.some(({references}) => references.some((use) => use.name === name && use.value))) return false;
  const statements = declarationsOf(name, part);
  if (statements.length === 0 || statements.some(({names: all}) => all.length > 1)) return false;
  const safe = (use: string, seen: ReadonlySet<string> = new Set([name])): boolean => {
    if (seen.has(use) || imports.has(use) || !names.declaring.has(use)) return true;
    return liftable(use, {parts, names: {...names, declaring: without(names.declaring, name)}, imports});
  };
  return (
    statements.every((statement) => inert(statement, {part, safe})) &&
    (statements.every(({kind}) => kind === "function") || !written(name, parts))
  );
}

const without = (declaring: Names["declaring"], name: string) => new Map([...declaring].filter(([other]) => other !== name));

const written = (name: string, parts: readonly Part[]) =>
  parts.some(({references}) => references.some((use) => use.name === name && use.writes));

type Place = {part: Part; safe: (name: string) => boolean};

/** Whether evaluating a declaration earlier makes no difference. */
function inert(statement: Declaration, {part, safe}: Place): boolean {
  const uses = within(statement, part).filter(({value}) => value);
  const node = part.syntax.program.body.find(({start}) => start === statement.start);
  const inner = node && (declared(node) as unknown as Node);
  if (!inner || statement.nested) return false;
  if (!statement.value || statement.kind === "function")
    return !/^export\s+default\s+(async\s+)?function\s*\*?\s*\(/.test(part.cell.source.slice(statement.start));
  if (statement.kind === "class") return quiet(inner) && uses.every(({immediate, name}) => !immediate || safe(name));
  if (statement.kind === "enum" || statement.kind === "namespace") return uses.every(({name}) => safe(name));
  const [only] = inner.declarations ?? [];
  return statement.kind === "const" && only?.id.type === "Identifier" && /^(Arrow)?FunctionExpression$/.test(only.init?.type ?? "");
}

interface Node {
  type: string;
  declarations?: {id: {type: string}; init?: {type: string}}[];
  decorators?: unknown[];
  body?: {body?: {type: string; static?: boolean; value?: unknown; decorators?: unknown[]}[]};
}

/** Whether a class runs nothing when it is defined: no static blocks, fields or decorators. */
function quiet({decorators = [], body}: Node): boolean {
  const noisy = body?.body?.some(
    (member) =>
      member.type === "StaticBlock" ||
      (member.type === "PropertyDefinition" && member.static && member.value) ||
      (member.decorators?.length ?? 0) > 0,
  );
  return decorators.length === 0 && !noisy;
}
