/** Jupyter counts a cell's text in code points, JavaScript in UTF-16 units. */
export const unitsOf = (text: string, points: number): number => Array.from(text).slice(0, points).join("").length;

/** The other way. */
export const pointsOf = (text: string, units: number): number => Array.from(text.slice(0, units)).length;

/** The identifier, or its beginning, that ends at an offset. */
export const wordBefore = (text: string, offset: number): string => /[\p{ID_Continue}$]*$/u.exec(text.slice(0, offset))![0];

/** The expression that ends at the end of `text`: names, members, indices, calls and literals that hang together; "" when there is none. */
export function expressionBefore(text: string): string {
  let start = text.length;
  for (;;) {
    const before = text.slice(0, start);
    const part = /[\p{ID_Continue}$]+$/u.exec(before) ?? /(["'`])(?:(?!\1)[^\\\n])*\1$/.exec(before);
    const bracket = /[)\]]$/.test(before) ? opener(before) : -1;
    if (part) start -= part[0].length;
    else if (bracket >= 0) start = bracket;
    else break;
    const link = /\s*\??\.\s*$/.exec(text.slice(0, start));
    if (link) start -= link[0].length;
    else if (part || !/[\p{ID_Continue}$)\]"'`]$/u.test(text.slice(0, start))) break;
  }
  return text.slice(start).replace(/^\s*\??\.\s*/, "");
}

/** Where the bracket that ends `text` was opened; strings inside are not looked into. */
function opener(text: string): number {
  let depth = 0;
  for (let at = text.length - 1; at >= 0; at--) {
    if (")]}".includes(text[at]!)) depth++;
    if ("([{".includes(text[at]!) && --depth === 0) return at;
  }
  return -1;
}

/** Whether an offset lies in a comment or in a text. */
export function isText(code: string, offset: number): boolean {
  // Whole comments, texts and regular expressions; what is left open at the end is where the offset lies in.
  const before = code.slice(0, offset);
  const rest = before.replace(/\/\/[^\n]*\n|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[^])*`/g, (whole) =>
    whole.endsWith("\n") ? "\n" : " ",
  );
  const open = /\/\/|\/\*|["'`]/.exec(rest);
  if (!open) return false;
  const inside = rest.slice(open.index);
  if (open[0] === "`") return !/\$\{[^}]*$/.test(inside);
  return open[0] === "//" || open[0] === "/*" || !inside.includes("\n");
}

/** Where the name of the function ends whose call an offset lies in; undefined when it lies in none. */
export function calleeBefore(code: string, offset: number): number | undefined {
  let depth = 0;
  for (let at = offset - 1; at >= 0; at--) {
    if (")]}".includes(code[at]!)) depth++;
    if (!"([{".includes(code[at]!) || --depth >= 0) continue;
    const name = /[\p{ID_Continue}$]\s*$/u.exec(code.slice(0, at));
    return code[at] === "(" && name ? name.index : undefined;
  }
  return undefined;
}
