import type {Split} from "../check.js";
import {rowKeys} from "../data/rows.js";

/** Hashes of 64 bits as 16 hexadecimal digits. */
export interface Hashes {
  /** Of the rows' inputs, whatever their order. */
  inputs: string;
  /** Of the rows' targets, whatever their order. */
  targets: string;
  /** Of the pairs of inputs and targets, whatever their order. */
  pairs: string;
  /** Of the pairs in their order. */
  ordered: string;
}

/** A key for each row's inputs, targets and both: rows of equal values have equal keys. */
export function keysOf(split: Split): {x: readonly string[]; y: readonly string[]; pair: readonly string[]} {
  const x = rowKeys(split);
  const y = rowKeys({...split, x: split.y});
  return {x, y, pair: x.map((key, row) => `${key}|${y[row]}`)};
}

/** Hashes a split's rows, both as a multiset and in order. */
export function hashesOf(split: Split): Hashes {
  const {x, y, pair} = keysOf(split);
  return {inputs: unordered(x), targets: unordered(y), pairs: unordered(pair), ordered: ordered(pair)};
}

/** Sums of well mixed hashes: no order, and a row that comes twice counts twice. */
function unordered(keys: readonly string[]): string {
  let [high, low] = [0, 0];
  for (const key of keys) {
    high = (high + hash(key, 0x811c9dc5)) | 0;
    low = (low + hash(key, 0x9747b28c)) | 0;
  }
  return hex(high) + hex(low);
}

function ordered(keys: readonly string[]): string {
  let [high, low] = [0x811c9dc5, 0x9747b28c];
  for (const key of keys) {
    high = mix(Math.imul(high, 0x01000193) ^ hash(key, 0x811c9dc5));
    low = mix(Math.imul(low, 0x5bd1e995) ^ hash(key, 0x9747b28c));
  }
  return hex(high) + hex(low);
}

/** FNV-1a over the letters, mixed. */
function hash(key: string, seed: number): number {
  let state = seed;
  for (let i = 0; i < key.length; i++) state = Math.imul(state ^ key.charCodeAt(i), 0x01000193);
  return mix(state);
}

/** The finaliser of MurmurHash3 (Appleby 2011): every bit of the input moves half of the output's. */
function mix(value: number): number {
  let state = value;
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return state ^ (state >>> 16);
}

const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, "0");
