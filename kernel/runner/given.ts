import {currentRun} from "./run.js";

/** What an assignment to a constant is rewritten to. */
export function constant(value: unknown): {value: unknown} {
  return {
    get value() {
      return value;
    },
    set value(_: unknown) {
      throw new TypeError("Assignment to constant variable.");
    },
  };
}

/** What `using` at the top level is rewritten to: disposed of when the cell ends. */
export function use(sync: boolean, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected");
  const methods = value as Record<symbol, (() => unknown) | undefined>;
  const disposal = (sync ? undefined : methods[Symbol.asyncDispose]) ?? methods[Symbol.dispose];
  if (typeof disposal !== "function") throw new TypeError("Object not disposable");
  currentRun()?.disposals.push(() => disposal.call(value));
  return value;
}
