import {AssertionError} from "chai";

/** Asserts that `run` throws an error of that name; of any, when the name is empty. Gives the error back. */
export async function raises(name: string, run: () => unknown): Promise<unknown> {
  let value: unknown;
  try {
    value = await run();
  } catch (error) {
    if (name === "" || nameOf(error) === name) return error;
    throw error;
  }
  throw new AssertionError(`expected ${name === "" ? "an error" : `a ${name}`}, but nothing was thrown`, {actual: value});
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

const refuse = (make: (name: string) => Error): Record<string, any> =>
  new Proxy(
    {},
    {
      get: (_, name) => throwing(make(String(name))),
      set: (_, name) => throwing(make(String(name))),
    },
  );

function throwing(error: Error): never {
  Error.captureStackTrace(error, throwing);
  throw error;
}

/** Stands for constants where a cell assigns to one: throws as the notebook does. */
export const constant: Record<string, any> = refuse(() => new TypeError("Assignment to constant variable."));

/** Stands for names where a cell uses one that only a later cell declares: throws as the notebook does. */
export const undeclared: Record<string, any> = refuse((name) => new ReferenceError(`${name} is not defined`));
