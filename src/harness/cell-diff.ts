import {createPatch, OMIT_HEADERS} from "diff";

/** The lines of a unified diff of a cell's source, without names of files; an empty source is no cell. */
export function cellDiff(before: string, after: string, {context}: {context: number}): string[] {
  const [old, now] = [before, after].map((text) => text && `${text}\n`) as [string, string];
  return createPatch("", old, now, undefined, undefined, {context, headerOptions: OMIT_HEADERS}).replace(/\n$/, "").split("\n");
}
