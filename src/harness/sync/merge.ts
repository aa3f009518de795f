import {hunks, type Hunk} from "./tokens.js";

/** A text that two changed. */
export interface Sides {
  /** Before. */
  base: string;
  /** As one side has it. */
  ours: string;
  /** As the other has it. */
  theirs: string;
}

/** What became of it: the text with both changes, or the lines of `ours` in which the two collide. */
export type Merged = {text: string} | {lines: readonly [number, number]};

/** Merges two changes of a text line by line; changes that touch collide, unless they are the same. */
export function merge({base, ours, theirs}: Sides): Merged {
  if (ours === base) return {text: theirs};
  const [old, a, b] = [base, ours, theirs].map((text) => text.split("\n")) as [string[], string[], string[]];
  const [fromA, fromB] = [hunks(old, a), hunks(old, b)];
  const merged: string[] = [];
  let at = 0;
  for (const [start, end] of stretches([...fromA, ...fromB])) {
    merged.push(...old.slice(at, start));
    const stretch = [start, end] as const;
    const [inA, inB] = [sliceOf(a, {hunks: fromA, stretch}), sliceOf(b, {hunks: fromB, stretch})];
    const [one, other, before] = [inA.lines, inB.lines, old.slice(start, end)].map((lines) => lines.map((line) => `${line}\n`).join(""));
    if (one !== before && other !== before && one !== other)
      return {lines: [inA.from + 1, Math.max(inA.from + 1, inA.from + inA.lines.length)]};
    merged.push(...(one === before ? inB : inA).lines);
    at = end;
  }
  return {text: [...merged, ...old.slice(at)].join("\n")};
}

/** The stretches of the old text that one side or the other changed; those that touch are one. */
function stretches(all: readonly Hunk[]): [number, number][] {
  const found: [number, number][] = [];
  for (const {old} of [...all].sort((x, y) => x.old[0] - y.old[0])) {
    const last = found.at(-1);
    if (last && old[0] <= last[1]) last[1] = Math.max(last[1], old[1]);
    else found.push([...old]);
  }
  return found;
}

/** What one side has in the place of a stretch of the old text. */
function sliceOf(
  lines: readonly string[],
  {hunks, stretch: [start, end]}: {hunks: readonly Hunk[]; stretch: readonly [number, number]},
): {from: number; lines: readonly string[]} {
  const grown = (own: readonly Hunk[]) => own.reduce((sum, {old, new: now}) => sum + now[1] - now[0] - (old[1] - old[0]), 0);
  const from = start + grown(hunks.filter(({old}) => old[1] <= start && old[0] < start));
  const within = hunks.filter(({old}) => old[0] >= start && old[1] <= end);
  return {from, lines: lines.slice(from, from + end - start + grown(within))};
}
