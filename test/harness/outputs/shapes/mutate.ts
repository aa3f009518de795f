import type {Random} from "../../../../src/math/random.js";
import {float, pick, whole, word} from "./shape.js";

/** A change of a text. */
export type Mutation = (text: string, draw: Random) => string;

/** Replaces one match of a pattern. */
function replaceOne(text: string, {pattern, draw, by}: {pattern: RegExp; draw: Random; by: (found: string) => string}): string {
  const matches = [...text.matchAll(pattern)];
  if (!matches.length) throw new RangeError(`nothing in ${text} matches ${pattern}`);
  const {0: found, index} = pick(matches, draw);
  return text.slice(0, index) + by(found) + text.slice(index + found.length);
}

const numbers = /(?<![\w.-])-?\d+(?:\.\d+)?(?![\w.])/g;

/** Another digit at one of the first four places that count. */
const otherDigit = (numeral: string, draw: Random): string => {
  const first = /[1-9]/.exec(numeral)?.index ?? numeral.length - 1;
  const places = [...numeral.slice(first, first + 5)].flatMap((sign, index) => (/\d/.test(sign) ? [first + index] : []));
  const place = pick(places.slice(0, 4), draw);
  const digit = (Number(numeral[place]) + whole(draw, [1, 9])) % 10;
  return numeral.slice(0, place) + digit + numeral.slice(place + 1);
};

const lines = (text: string, change: (lines: string[]) => void): string => {
  const list = text.split("\n");
  change(list);
  return list.join("\n");
};

/** Changes of a text that mean something; it must have a number other than 0, a word and two lines that differ. */
export const textChanges: Readonly<Record<string, Mutation>> = {
  "a digit changed": (text, draw) => replaceOne(text, {pattern: numbers, draw, by: (found) => otherDigit(found, draw)}),
  "a sign flipped": (text, draw) =>
    replaceOne(text, {pattern: numbers, draw, by: (found) => (found.startsWith("-") ? found.slice(1) : `-${found}`)}),
  "a number lost": (text, draw) => replaceOne(text, {pattern: numbers, draw, by: () => "NaN"}),
  "a word changed": (text, draw) => replaceOne(text, {pattern: /\b[a-z]{4,}\b/g, draw, by: () => word(draw)}),
  "a letter's case changed": (text, draw) => replaceOne(text, {pattern: /\b[a-z]{4,}\b/g, draw, by: (found) => found.toUpperCase()}),
  "a line missing": (text, draw) => lines(text, (list) => list.splice(whole(draw, [0, list.length - 1]), 1)),
  "a line twice": (text, draw) => lines(text, (list) => list.push(pick(list, draw))),
  "lines swapped": (text) => lines(text, (list) => list.unshift(list.pop()!)),
};

/** A float as another machine may compute it: the last bits of a double or of a float32 differ. */
export const nudge = (value: number, draw: Random): number =>
  value * (1 + whole(draw, [1, 4]) * pick([-1, 1], draw) * 2 ** pick([-52, -24], draw));

/** Changes of a text that mean nothing. */
export const textHarmless: Readonly<Record<string, Mutation>> = {
  "other colours": (text, draw) =>
    text.replace(/\S+/g, (found, at: number) => (at === 0 || draw() < 0.3 ? `\u001b[${whole(draw, [31, 37])}m${found}\u001b[0m` : found)),
  "other line ends": (text) => `${text}\n`.replaceAll("\n", "\r\n"),
  "trailing space": (text, draw) => text.replace(/$/gm, () => " ".repeat(whole(draw, [0, 3]))).concat("\n"),
  "last digits": (text, draw) => text.replace(/(?<![\w.])-?\d+\.\d{12,}(?![\w.])/g, (found) => String(nudge(Number(found), draw))),
};

/** Changes one leaf of JSON. */
export function changeLeaf<T>(
  value: T,
  {accept, by, draw}: {accept: (leaf: unknown) => boolean; by: (leaf: never) => unknown; draw: Random},
): T {
  const copy = structuredClone({value});
  const places: {holder: Record<string, unknown>; key: string}[] = [];
  const visit = (holder: Record<string, unknown>) => {
    for (const [key, inner] of Object.entries(holder)) {
      if (typeof inner === "object" && inner !== null) visit(inner as Record<string, unknown>);
      else if (accept(inner)) places.push({holder, key});
    }
  };
  visit(copy);
  const {holder, key} = pick(places, draw);
  holder[key] = by(holder[key] as never);
  return copy.value;
}

const isNumber = (leaf: unknown): boolean => typeof leaf === "number" && leaf !== 0;

/** Changes of a JSON value's leaves that mean something. */
export const leafChanges: Readonly<Record<string, <T>(value: T, draw: Random) => T>> = {
  "a digit changed": (value, draw) =>
    changeLeaf(value, {accept: isNumber, by: (leaf: number) => leaf * (1 + 0.01 * whole(draw, [1, 40])), draw}),
  "a sign flipped": (value, draw) => changeLeaf(value, {accept: isNumber, by: (leaf: number) => -leaf, draw}),
  "a number changed": (value, draw) => changeLeaf(value, {accept: isNumber, by: () => float(draw), draw}),
  "a word changed": (value, draw) =>
    changeLeaf(value, {accept: (leaf) => typeof leaf === "string" && /^[a-z]{4,9}$/.test(leaf), by: () => word(draw), draw}),
};

/** The same JSON with its keys the other way round. */
export function reverseKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => reverseKeys(item)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, unknown] => [key, reverseKeys(inner as unknown)]);
  return Object.fromEntries(entries.reverse()) as T;
}

/** The same JSON with the last bits of its floats changed. */
export function nudgeAll<T>(value: T, draw: Random): T {
  if (typeof value === "number") return (Number.isInteger(value) ? value : nudge(value, draw)) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => nudgeAll(item, draw)) as T;
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, nudgeAll(inner as unknown, draw)])) as T;
}
