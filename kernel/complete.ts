import type {Realm} from "./realm.js";
import type {Member} from "./protocol.js";
import {expressionBefore, pointsOf, unitsOf, wordBefore} from "./text.js";

/** A cell's text and a position in it, counted in code points. */
export interface Position {
  /** The text. */
  code: string;
  /** The position. */
  cursor_pos: number;
}

/** Names that fit at the cursor: members of a live value, or what is in scope. */
export async function complete(realm: Realm, {code, cursor_pos}: Position): Promise<Record<string, unknown>> {
  const cursor = unitsOf(code, cursor_pos);
  const word = wordBefore(code, cursor);
  const before = code.slice(0, cursor - word.length);
  const dot = /\??\.\s*$/.exec(before);
  const expression = dot ? expressionBefore(before.slice(0, dot.index)) : "";
  const known = dot && expression === "" ? [] : ((await realm.look(expression, {want: "members"}))?.members ?? []);
  const found = choose(dot ? known : [...declaredIn(code), ...known], word);
  const [start, end] = [pointsOf(code, cursor - word.length), cursor_pos];
  const types = found.map(({name, type}) => ({start, end, text: name, type}));
  return {
    status: "ok",
    matches: found.map(({name}) => name),
    cursor_start: start,
    cursor_end: end,
    metadata: {_jupyter_types_experimental: types},
  };
}

/** What is under the cursor: the live value's kind, signature or text. */
export async function inspect(
  realm: Realm,
  {code, cursor_pos, detail_level}: Position & {detail_level?: number},
): Promise<Record<string, unknown>> {
  const cursor = unitsOf(code, cursor_pos);
  const rest = /^[\p{ID_Continue}$]*/u.exec(code.slice(cursor))![0];
  const text = code.slice(0, cursor + rest.length).replace(/\s*\($/, "");
  const expression = expressionBefore(text);
  const seen = expression === "" ? undefined : await realm.look(expression, {want: "description", detailed: detail_level === 1});
  const {data = {}, metadata = {}} = seen?.bundle ?? {};
  return {status: "ok", found: seen?.bundle !== undefined, data, metadata};
}

/** Names that the cell itself declares, which need not have been run yet. */
function declaredIn(code: string): readonly Member[] {
  const declared = code.matchAll(/\b(const|let|var|function\*?|class|enum)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu);
  return Array.from(declared, ([, kind, name]) => ({
    name: name!,
    type: kind === "class" || kind === "enum" ? "class" : kind!.startsWith("function") ? "function" : "instance",
  }));
}

function choose(members: readonly Member[], prefix: string): readonly Member[] {
  const fitting = members.filter(({name}) => name.startsWith(prefix) && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name));
  const unique = new Map(fitting.toReversed().map((member) => [member.name, member]));
  const rank = ({name}: Member): string => (name.startsWith("_") ? `~${name}` : name);
  return [...unique.values()].filter(({name}) => name !== prefix || unique.size > 1).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
