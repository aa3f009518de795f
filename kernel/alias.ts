import {helper} from "./rewrite/work.js";

/** What is put behind a shared name where a cell has its own. Nobody sees it, whatever V8 says of the name, and people's names of these letters do without it. */
export const mark = "\u200c";

/**
 * Names by which modules know something: the globals, and what they look for to know where they are. What one script of a process declares, all its
 * modules see.
 */
export const shared: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(globalThis),
  helper,
  ..."window self document navigator location define module exports importScripts Deno Bun Worker WebSocket XMLHttpRequest".split(" "),
  ..."HTMLElement HTMLCanvasElement HTMLImageElement HTMLVideoElement ImageData ImageBitmap OffscreenCanvas".split(" "),
]);

/** What a cell's own declaration of a shared name is called where cells run. */
export const aliasOf = (name: string): string => name + mark;

/** Whether a name is such a one. */
export const isAlias = (name: string): boolean => name.endsWith(mark);

/** Writes the names in a text as the person wrote them. */
export const plain = (text: string): string =>
  text.includes(mark) ? text.replace(/([\w$]+)\u200c/g, (whole, name: string) => (shared.has(name) ? name : whole)) : text;
