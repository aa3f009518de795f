import {parametersOf, type Values} from "./params.js";
import type {Notebook} from "./notebook.js";

/** Lists of values by the parameter's name. */
export type Lists = Readonly<Record<string, readonly string[]>>;

const most = 1000;

/**
 * The values with which a notebook is tested, one run for each: every combination of what is listed, by who asks or in comments such as
 * `let rate = 0.1; // each: 0.1, 0.01`; one empty set where nothing is. A name that has a value takes no list.
 */
export function setsOf(notebook: Notebook, {values = {}, each = {}}: {values?: Values; each?: Lists} = {}): Values[] {
  let sets: Values[] = [{}];
  const seen = new Set<string>();
  for (const {name, each: own} of parametersOf(notebook)) {
    const list = Object.hasOwn(each, name) ? each[name] : own;
    if (!list || seen.has(name) || Object.hasOwn(values, name)) continue;
    seen.add(name);
    sets = sets.flatMap((set) => list.map((value) => ({...set, [name]: value})));
    if (sets.length > most)
      throw new RangeError(`${notebook.path}: expected at most ${most} combinations of parameters, got ${sets.length}`);
  }
  return sets;
}

/** A set in words. */
export const setName = (set: Values): string =>
  Object.entries(set)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");
