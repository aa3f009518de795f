import {quotesOf} from "../src/notebook/bare.js";

/** Jupyter counts a cell's text in code points, JavaScript in UTF-16 units. */
export const unitsOf = (text: string, points: number): number => Array.from(text).slice(0, points).join("").length;

/** The other way. */
export const pointsOf = (text: string, units: number): number => Array.from(text.slice(0, units)).length;

/** The identifier, or its beginning, that ends at an offset. */
export const wordBefore = (text: string, offset: number): string => partBefore(/(?<=([\p{ID_Continue}$]+))/uy, {text, end: offset});

/** The expression that ends at the end of `text`: names, members, indices, calls and literals that hang together; "" when there is none. */
export function expressionBefore(text: string): string {
  let [start, linked] = [text.length, text.length];
  for (;;) {
    const part = wordBefore(text, linked) || partBefore(quoted, {text, end: linked});
    const bracket = part === "" ? opener(text, linked) : -1;
    if (part === "" && bracket < 0) break;
    start = part === "" ? bracket : linked - part.length;
    linked = start - partBefore(dot, {text, end: start}).length;
    if (linked === start && (part !== "" || !/[\p{ID_Continue}$)\]"'`]$/u.test(text.slice(Math.max(0, start - 2), start)))) break;
  }
  return text.slice(start);
}

const quoted = /(?<=(\2(?:(?!\2)[^\\\n])*(["'`])))/y;
const dot = /(?<=(\s*\??\.\s*))/y;

/** What ends at an offset. A look behind reads from there to the left: one to the right would start from each place of a text, however long. */
function partBefore(pattern: RegExp, {text, end}: {text: string; end: number}): string {
  pattern.lastIndex = end;
  return pattern.exec(text)?.[1] ?? "";
}

/** Where the bracket was opened that is closed right before an offset; strings inside are not looked into. -1 when there is none. */
function opener(text: string, end: number): number {
  if (!")]".includes(text[end - 1] || " ")) return -1;
  let depth = 0;
  for (let at = end - 1; at >= 0; at--) {
    if (")]}".includes(text[at]!)) depth++;
    if ("([{".includes(text[at]!) && --depth === 0) return at;
  }
  return -1;
}

/** Whether an offset lies in a comment or in a text. */
export function isText(code: string, offset: number): boolean {
  const before = code.slice(0, offset);
  const last = quotesOf(before).at(-1);
  if (last?.end !== offset) return false;
  if (before.startsWith("//", last.start)) return true;
  return last.open && !(before[last.start] === "`" && before.lastIndexOf("${") > Math.max(last.start, before.lastIndexOf("}")));
}

/** Where the name of the function ends whose call an offset lies in; undefined when it lies in none. */
export function calleeBefore(code: string, offset: number): number | undefined {
  let depth = 0;
  for (let at = offset - 1; at >= 0; at--) {
    if (")]}".includes(code[at]!)) depth++;
    if (!"([{".includes(code[at]!) || --depth >= 0) continue;
    const end = code.slice(0, at).trimEnd().length;
    return code[at] === "(" && /[\p{ID_Continue}$]$/u.test(code.slice(Math.max(0, end - 2), end)) ? end - 1 : undefined;
  }
  return undefined;
}
