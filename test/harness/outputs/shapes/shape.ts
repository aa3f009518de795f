import type {Random} from "../../../../src/math/random.js";
import type {Output} from "../../../../src/notebook/output.js";

/** Outputs that a change leaves behind. */
export type Change = (draw: Random) => readonly Output[] | Promise<readonly Output[]>;

/** Outputs of a cell, with what can happen to them. */
export interface Sample {
  /** As they are stored. */
  outputs: readonly Output[];
  /** Changes that a comparison must see, by name. */
  changes: Readonly<Record<string, Change>>;
  /** Changes that it must not see. */
  harmless: Readonly<Record<string, Change>>;
  /** Whether they are compared only when strict. */
  strict?: boolean;
}

/** Makes one sample of its kind. */
export type Shape = (draw: Random) => Sample | Promise<Sample>;

/** One item of a list. */
export const pick = <T>(list: readonly T[], draw: Random): T => list[Math.floor(draw() * list.length)]!;

/** A whole number from `least` to `most`. */
export const whole = (draw: Random, [least, most]: readonly [number, number]): number => least + Math.floor(draw() * (most - least + 1));

/** A number with all of its digits, of any usual size and sign, never 0. */
export const float = (draw: Random): number => (draw() < 0.4 ? -1 : 1) * (0.1 + draw()) * 10 ** whole(draw, [-3, 4]);

const letters = "abcdefghijklmnopqrstuvwxyz";

/** A word. */
export const word = (draw: Random): string => Array.from({length: whole(draw, [4, 9])}, () => pick([...letters], draw)).join("");

/** As many things as asked for. */
export const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({length: count}, (_, index) => make(index));
