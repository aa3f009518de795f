import type MagicString from "magic-string";

const comments = /\/\/.*|\/\*[^]*?\*\//g;

/** Whether a line that begins with a bracket would continue the statement before it. */
export const openBefore = (source: string, start: number): boolean => /[^;\s]\s*$/.test(source.slice(0, start).replace(comments, ""));

/** Keeps the statement above one that is taken away from going on in the one below. */
export function keepApart(text: MagicString, {source, start, end}: {source: string; start: number; end: number}): void {
  const below = source.slice(end).replace(comments, "").trimStart();
  if (/^[[(`+\-/*]/.test(below) && openBefore(source, start)) text.appendLeft(start, ";");
}
