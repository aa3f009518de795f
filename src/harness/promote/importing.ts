import type {Part} from "../../notebook/part.js";
import {freeName} from "./candidates.js";

/** How `expect` is called, and where its import is to be added, if anywhere. */
export interface Importing {
  /** The local name of chai's `expect`. */
  expect: string;
  /** The cell and the line, where no cell before imports it. */
  add?: {part: Part; line: string};
}

/** Finds chai's `expect` for the cells from `first` on; where no such cell imports it, with the other imports, else in that cell. */
export function importingOf(parts: readonly Part[], {first, taken}: {first: Part; taken: Set<string>}): Importing {
  const runs = parts.filter(({live, options}) => live && options.raises === undefined);
  const above = runs.filter(({cell}) => cell.number <= first.cell.number);
  const found = (list: readonly Part[]) =>
    list
      .flatMap(({facts}) => facts.imports)
      .filter(({specifier, typeOnly}) => !typeOnly && /^(npm:)?chai(@|$)/.test(specifier))
      .flatMap(({named, specifier}) =>
        named.filter(({imported, typeOnly}) => imported === "expect" && !typeOnly).map(({local}) => ({local, specifier})),
      )[0];
  const here = found(above);
  if (here) return {expect: here.local};
  const later = found(runs);
  const expect = later?.local ?? freeName("expect", taken);
  const names = expect === "expect" ? expect : `expect as ${expect}`;
  const part = above.find(({facts}) => facts.imports.length > 0) ?? first;
  return {expect, add: {part, line: `import {${names}} from ${JSON.stringify(later?.specifier ?? "chai")};`}};
}
