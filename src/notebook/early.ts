import type {Part} from "./part.js";
import {shorthandsOf, type Reference} from "./references.js";
import {declarationsOf, locals} from "./scope.js";
import {laterOf, usesOf, type Use} from "./uses.js";

/** A range of a cell. */
interface Range {
  start: number;
  end: number;
}

interface Declarator extends Range {
  id: Range & {type: string};
  init?: Range | null;
}

/** Names that are used before the first cell or statement that declares them has run. */
export interface Early {
  /** A cell does so itself. */
  direct: ReadonlySet<string>;
  /** A function does, or may, that is called before. */
  called: ReadonlySet<string>;
}

/** The names that are used too early; what is only handed on counts as called. */
export function earlyNames(parts: readonly Part[]): Early {
  const live = parts.filter((part) => part.live);
  const first = new Map<string, Part>();
  for (const part of live) for (const name of namesOf(part)) if (!first.has(name)) first.set(name, part);
  const place = new Map(live.map((part, index) => [part, index]));
  const isEarly = (name: string, {part, use}: {part: Part; use: Use}) => {
    const declaring = first.get(name);
    if (!declaring || place.get(declaring)! < place.get(part)!) return false;
    return declaring !== part || (use.name === name ? isBefore(use, {name, part}) : !holds(name, {part, at: use.start}));
  };
  const mayBe = ({name, value, start}: Reference, part: Part) =>
    value && (place.get(first.get(name)!)! > place.get(part)! || (first.get(name) === part && isAbove(start, {name, part})));
  if (!live.some((part) => part.references.some((use) => mayBe(use, part)))) return {direct: new Set(), called: new Set()};
  const used = live.map((part) => ({part, uses: usesOf(part)}));
  const functions = new Map<string, Set<string>>();
  for (const {part, uses} of used)
    for (const [name, later] of laterOf(part, uses))
      functions.set(name, new Set([...(functions.get(name) ?? []), ...later.map((one) => one.name)]));
  const early = {direct: new Set<string>(), called: new Set<string>()};
  for (const {part, uses} of used)
    for (const use of uses.filter(({lazy}) => !lazy))
      for (const name of reached(use.name, functions))
        if (isEarly(name, {part, use})) early[name === use.name && use.immediate ? "direct" : "called"].add(name);
  return early;
}

const namesOf = ({facts}: Part): string[] => [
  ...facts.declarations.filter(({value}) => value).flatMap(({names}) => names),
  ...facts.imports.filter(({typeOnly}) => !typeOnly).flatMap((item) => locals(item).map(({name}) => name)),
];

/** A name, and what the functions behind it read, and those behind that. */
function reached(name: string, functions: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const found = new Set([name]);
  for (const one of found) for (const next of functions.get(one) ?? []) found.add(next);
  return found;
}

/** Whether a place lies above the end of what declares a name in the same cell; a function may be named in itself. */
const isAbove = (at: number, {name, part}: {name: string; part: Part}): boolean =>
  declarationsOf(name, part).some(({kind, start, end}) => at < (kind === "function" ? start : end));

/** Whether a cell uses its own name in front of the declaration, or in what the declaration is made from. */
export function isBefore({start, immediate}: Pick<Use, "start" | "immediate">, {name, part}: {name: string; part: Part}): boolean {
  const declarator = declaratorOf(name, part);
  if (!declarator) return false;
  const {id, init} = declarator;
  // A function in there is rarely called before it is made: `const timer = setInterval(() => clearInterval(timer), 9)`.
  return start < id.start || (immediate && init != null && start >= init.start && start < init.end);
}

/** Whether a cell's own declaration of a name has run when a place is reached. */
function holds(name: string, {part, at}: {part: Part; at: number}): boolean {
  const declarator = declaratorOf(name, part);
  return !declarator || declarator.end <= at;
}

/** What declares a name in a cell; nothing for what is there from the cell's beginning: functions, imports and `var`. */
function declaratorOf(name: string, part: Part): Declarator | undefined {
  const own = declarationsOf(name, part).filter(({value}) => value);
  if (own.length === 0 || own.some(({kind}) => kind === "function" || kind === "var")) return undefined;
  const {start, end, kind} = own[0]!;
  if (kind !== "const" && kind !== "let" && kind !== "using") return {start, end, id: {start, end, type: kind}};
  const declarators = variablesAt(start, part);
  return declarators.find(({id}) => part.syntax.scopes && bindsIn(name, {part, id})) ?? declarators[0];
}

function variablesAt(at: number, {syntax}: Part): Declarator[] {
  const statement = syntax.program.body.find(({start}) => start === at);
  const inner = statement?.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  return inner?.type === "VariableDeclaration" ? (inner.declarations as unknown as Declarator[]) : [];
}

/** Whether a pattern binds a name. */
function bindsIn(name: string, {part, id}: {part: Part; id: Range}): boolean {
  return bindingsOf(name, part).some(({start}) => start >= id.start && start < id.end);
}

/** Where a cell's declarations write a name. */
export function bindingsOf(name: string, {syntax: {scopes, program}}: Part): (Range & {shorthand: boolean})[] {
  const variable = scopes?.globalScope?.childScopes[0]?.set.get(name);
  const shorthands = variable ? shorthandsOf(program) : new Set();
  return (variable?.identifiers ?? []).map(({range: [start]}) => ({start, end: start + name.length, shorthand: shorthands.has(start)}));
}
