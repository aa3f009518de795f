import {diffArrays} from "diff";
import type {Syntax} from "../../notebook/parse.js";
import {walk} from "../../notebook/walk.js";

/** A word, a sign, a literal or a comment of a text. */
export interface Token {
  /** As it is written. */
  text: string;
  /** Offset. */
  start: number;
  /** Offset behind it. */
  end: number;
}

/** A stretch in which two lists differ: [start, end) in each. */
export interface Hunk {
  /** In the first list. */
  old: readonly [number, number];
  /** In the second. */
  new: readonly [number, number];
}

/** The tokens of a text that was parsed. */
export function tokensOf({source, program}: Pick<Syntax, "source" | "program">): Token[] {
  const atoms: [number, number][] = [];
  walk(program, ({type, start, end}) => {
    if (/^(Literal|TemplateElement|JSXText)$/.test(type) && end > start) atoms.push([start, end]);
  });
  const found: Token[] = [];
  let at = 0;
  for (const [start, end] of [...atoms.sort(([a], [b]) => a - b), [source.length, source.length] as const]) {
    if (start < at) continue;
    for (const {0: text, index} of source.slice(at, start).matchAll(sign))
      found.push({text, start: at + index, end: at + index + text.length});
    if (end > start) found.push({text: source.slice(start, end), start, end});
    at = end;
  }
  return found;
}

const sign = /\/\/.*|\/\*[^]*?\*\/|[\p{ID_Continue}$]+|\S/gu;

/** Where two lists of texts differ. */
export function hunks(old: readonly string[], now: readonly string[]): Hunk[] {
  const found: Hunk[] = [];
  let [a, b, open] = [0, 0, undefined as Hunk | undefined];
  for (const {added, removed, count} of diffArrays([...old], [...now])) {
    const [fromA, fromB] = [a, b];
    if (!added) a += count;
    if (!removed) b += count;
    if (!added && !removed) open = undefined;
    else if (open) Object.assign(open, {old: [open.old[0], a], new: [open.new[0], b]});
    else found.push((open = {old: [fromA, a], new: [fromB, b]}));
  }
  return found;
}

/** For each entry of the first list the entry of the second that it equals, where both are alike around it. */
export function partners(old: readonly string[], now: readonly string[]): (number | undefined)[] {
  const found: (number | undefined)[] = old.map(() => undefined);
  let [a, b] = [0, 0];
  for (const hunk of [...hunks(old, now), {old: [old.length, old.length], new: [now.length, now.length]}] as Hunk[]) {
    while (a < hunk.old[0]) found[a++] = b++;
    [a, b] = [hunk.old[1], hunk.new[1]];
  }
  return found;
}
