import {escapeHtml} from "../display/escape.js";

const keywords =
  "abstract|any|as|async|await|boolean|break|case|catch|class|const|continue|declare|default|delete|do|else|enum|export|extends|false|finally|for|from|function|if|implements|import|in|infer|instanceof|interface|keyof|let|new|null|number|of|private|protected|public|readonly|return|satisfies|static|string|super|switch|this|throw|true|try|type|typeof|undefined|unknown|using|var|void|while|yield";

const token = new RegExp(
  [
    `(?<c>//[^\\n]*|/\\*[\\s\\S]*?\\*/)`,
    `(?<s>"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'|\`(?:[^\`\\\\]|\\\\[\\s\\S])*\`)`,
    `(?<k>(?<![\\w$.])(?:${keywords})(?![\\w$]))`,
    `(?<d>(?<![\\w$])\\d[\\w.]*)`,
  ].join("|"),
  "g",
);

/** TypeScript as HTML with comments, strings, keywords and numbers in spans; colours only, so that a slip does no harm. */
export function highlight(source: string): string {
  let [written, at] = ["", 0];
  for (const match of source.matchAll(token)) {
    const kind = Object.keys(match.groups!).find((name) => match.groups![name] !== undefined)!;
    written += `${escapeHtml(source.slice(at, match.index))}<span class="${kind}">${escapeHtml(match[0])}</span>`;
    at = match.index + match[0].length;
  }
  return written + escapeHtml(source.slice(at));
}
