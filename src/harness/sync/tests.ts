import type {Test} from "./suite-file.js";
import {hunks, partners} from "./tokens.js";

/** How the tests of an edited file stand to those that were extracted. */
export interface Pairing {
  /** For each test of the file the position of the one that it was; undefined for a new one. */
  was: readonly (number | undefined)[];
  /** Positions of those that are gone. */
  gone: readonly number[];
}

/** Pairs the tests of a suite with those that somebody made of them: by their titles, else by their places, else by what they do. */
export function pairTests(base: readonly Test[], now: readonly Test[]): Pairing {
  const path = ({titles}: Test) => JSON.stringify(titles);
  const body = (tests: readonly Test[]) => tests.map(({body}) => body.map(({key}) => key).join("\n"));
  const was = partners(now.map(path), base.map(path));
  for (const {old, new: come} of hunks(base.map(path), now.map(path))) {
    const alike = old[1] - old[0] === come[1] - come[0];
    const pairs = partners(body(now.slice(...come)), body(base.slice(...old)));
    for (let i = come[0]; i < come[1]; i++) {
      const pair = alike ? i - come[0] : pairs[i - come[0]];
      was[i] = pair === undefined ? undefined : old[0] + pair;
    }
  }
  return {was, gone: base.map((_, i) => i).filter((i) => !was.includes(i))};
}
