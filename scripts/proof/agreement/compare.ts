import {skipped, type Outcome} from "./outcomes.js";

/** What a cell does here and there, where that differs. */
export interface Difference {
  /** The cell's number. */
  cell: number;
  /** Its text. */
  source: string;
  /** What it does here. */
  here: Outcome;
  /** What it does there. */
  there: Outcome;
}

/** The cells that do not do the same here and there; one that is skipped there does nothing. */
export const differing = (cells: readonly string[], [here, there]: readonly [readonly Outcome[], readonly Outcome[]]): Difference[] =>
  cells
    .map((source, index) => ({cell: index + 1, source, here: comparable(here[index]!), there: comparable(there[index]!)}))
    .filter((one) => one.there.error !== skipped && JSON.stringify(one.here) !== JSON.stringify(one.there));

/** What has to agree: V8 quotes the code. In its REPL mode, which lets a name be declared again, no name waits for its initialisation; what is no error has no place, and each folder has a name of its own. */
const comparable = ({error, ...outcome}: Outcome): Outcome => ({
  ...outcome,
  error: initialised(error.replace(/\blate\.(?:let\.)?/g, ""))
    .replace(/^(Thrown: [^]*) \(\d+:\d+\)$/, "$1")
    .replace(/\S*ddx-test-\w+/g, "folder"),
});

const initialised = (error: string): string => error.replace(/Cannot access '(.*)' before initialization/, "$1 is not defined");

/** What the cells print up to the first that throws, and what that is: all that one module of them does. */
export function asModule(outcomes: readonly Outcome[]): Pick<Outcome, "printed" | "error"> {
  const end = outcomes.findIndex(({error}) => error !== "" && error !== skipped);
  const run = end < 0 ? outcomes : outcomes.slice(0, end + 1);
  const [first = ""] = initialised(run.at(-1)?.error ?? "").split(/ \(\d+:\d+\)/);
  return {printed: run.map(({printed}) => printed).join(""), error: first};
}
