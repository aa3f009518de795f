import type {Language} from "./language.js";
import type {Member} from "./protocol.js";
import type {Realm} from "./realm.js";
import {calleeBefore, expressionBefore, isText, pointsOf, unitsOf, wordBefore} from "./text.js";

/** A cell's text and a position in it, counted in code points. */
export interface Position {
  /** The text. */
  code: string;
  /** The position. */
  cursor_pos: number;
}

/** Who is asked: the process about live values, the compiler about types. */
export interface Asked {
  /** The process. */
  realm: Realm;
  /** The compiler, where there is one. */
  language?: Language;
}

interface Found {
  name: string;
  type: string;
  start: number;
  end: number;
  text?: string;
  signature?: string;
  rank: string;
}

/** Names that fit at the cursor: by the types, and members of the live value, which may have more. */
export async function complete(asked: Asked, {code, cursor_pos}: Position): Promise<Record<string, unknown>> {
  const cursor = unitsOf(code, cursor_pos);
  const quiet = isText(code, cursor);
  const [typed = [], live] = await Promise.all([asked.language?.complete(code, cursor), quiet ? [] : liveMembers(asked, {code, cursor})]);
  const word = wordBefore(code, cursor);
  const byType = typed
    .filter(({name, start}) => name.startsWith(code.slice(start, cursor)) && !name.startsWith("__"))
    .map(({name, text, kind, start, end, sortText, signature = ""}): Found => ({
      name,
      text,
      type: kind,
      start,
      end,
      signature,
      rank: `0${sortText}`,
    }));
  const known = new Set(byType.map(({name}) => name));
  const byValue = choose(live, word)
    .filter(({name}) => !known.has(name))
    .map(({name, type}): Found => ({name, type, start: cursor - word.length, end: cursor, rank: name.startsWith("_") ? "2" : "1"}));
  return replyOf([...byType, ...byValue], {code, cursor, word});
}

function replyOf(found: readonly Found[], {code, cursor, word}: {code: string; cursor: number; word: string}): Record<string, unknown> {
  // One range for all: the protocol knows no other.
  const start = Math.min(...found.map((it) => it.start), cursor - word.length);
  const fitting = found.filter((it) => it.start === start && (it.name !== word || found.length > 1));
  const sorted = fitting.sort((a, b) => (a.rank === b.rank ? (a.name < b.name ? -1 : 1) : a.rank < b.rank ? -1 : 1));
  const [from, to] = [pointsOf(code, start), pointsOf(code, Math.max(cursor, ...sorted.map(({end}) => end)))];
  const types = sorted.map(({name, text = name, type, signature = ""}) => ({start: from, end: to, text, type, signature}));
  return {
    status: "ok",
    matches: sorted.map(({name, text = name}) => text),
    cursor_start: from,
    cursor_end: to,
    metadata: {_jupyter_types_experimental: types},
  };
}

/** Members of the value before the cursor, or the names in scope; none while the process is busy, when the compiler has its own answer. */
async function liveMembers({realm, language}: Asked, {code, cursor}: {code: string; cursor: number}): Promise<readonly Member[]> {
  const before = code.slice(0, cursor - wordBefore(code, cursor).length);
  const dot = /\??\.\s*$/.exec(before);
  const expression = dot ? expressionBefore(before.slice(0, dot.index)) : "";
  if (dot && expression === "") return [];
  const seen = await realm.look(expression, {want: "members", ...(language && {patience: liveTime})});
  return [...(dot || language ? [] : declaredIn(code)), ...(seen?.members ?? [])];
}

/** Names that the cell itself declares, which need not have been run yet. */
function declaredIn(code: string): readonly Member[] {
  const declared = code.matchAll(/\b(const|let|var|function\*?|class|enum)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu);
  return Array.from(declared, ([, kind, name]) => ({
    name: name!,
    type: kind === "class" ? "class" : kind!.startsWith("function") ? "function" : "instance",
  }));
}

const liveTime = 100;

/** What is under the cursor: what the types say, what its author says, and the live value. */
export async function inspect(
  asked: Asked,
  {code, cursor_pos, detail_level}: Position & {detail_level?: number},
): Promise<Record<string, unknown>> {
  const cursor = unitsOf(code, cursor_pos);
  const detailed = detail_level === 1;
  const here = await explain(asked, {code, cursor, detailed});
  const callee = here ? undefined : calleeBefore(code, cursor);
  const parts = here ?? (callee === undefined ? undefined : await explain(asked, {code, cursor: callee, detailed}));
  if (!parts) return {status: "ok", found: false, data: {}, metadata: {}};
  const written = parts.filter(({text}) => text !== "");
  const markdown = written.map(({text, kind}) => (kind === "prose" ? text : `\`\`\`${kind}\n${text}\n\`\`\``)).join("\n\n");
  return {
    status: "ok",
    found: true,
    data: {"text/plain": written.map(({text}) => text).join("\n\n"), "text/markdown": markdown},
    metadata: {},
  };
}

interface Part {
  text: string;
  kind: "ts" | "text" | "prose";
}

/** What is known of the name at a position; undefined when that is nothing. */
async function explain(
  {language, realm}: Asked,
  {code, cursor, detailed}: {code: string; cursor: number; detailed: boolean},
): Promise<Part[] | undefined> {
  if (isText(code, cursor)) return undefined;
  const rest = /^[\p{ID_Continue}$]*/u.exec(code.slice(cursor))![0];
  const before = code.slice(0, cursor + rest.length);
  const expression = expressionBefore(before.endsWith("(") ? before.slice(0, -1).trimEnd() : before);
  const [typed, live] = await Promise.all([
    language?.hover(code, cursor),
    expression === "" ? undefined : realm.look(expression, {want: "description", detailed, ...(language && {patience: liveTime})}),
  ]);
  const value = live?.bundle?.data["text/plain"];
  // What the compiler does not know at all is `any` to it.
  const known = typed && typed.signature !== "any" ? typed : undefined;
  if (!known && value === undefined) return undefined;
  const source = detailed ? (realm.variables.textOf(expression) ?? "") : "";
  return [
    {text: known?.signature ?? "", kind: "ts"},
    {text: known?.documentation ?? "", kind: "prose"},
    {text: source === "" || value === undefined || !/^function|^class|=>/.test(String(value)) ? String(value ?? "") : "", kind: "text"},
    {text: source, kind: "ts"},
  ];
}

function choose(members: readonly Member[], prefix: string): readonly Member[] {
  const fitting = members.filter(({name}) => name.startsWith(prefix) && /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name));
  return [...new Map(fitting.toReversed().map((member) => [member.name, member])).values()];
}
