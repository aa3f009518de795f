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

/** Names that a function may use before a cell declares them: `late.let.x = 1` does, and until then `late.x` throws as the notebook does. */
export function lateNames(): Record<string, any> {
  const values: Record<string, unknown> = Object.create(null);
  const missing = (name: PropertyKey) => (name in values ? undefined : throwing(new ReferenceError(`${String(name)} is not defined`)));
  return new Proxy(values, {
    get: (_, name) => (name === "let" ? values : (missing(name), values[name as string])),
    set: (_, name, value) => (missing(name), (values[name as string] = value), true),
  });
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

const unchangeable = () => new TypeError("Assignment to constant variable.");

/** Stands for constants where a cell assigns to one: throws as the notebook does. `constant({x}).x += 1` reads it first. */
export const constant: Record<string, any> & ((values: Record<string, unknown>) => Record<string, any>) = new Proxy(
  (values: Record<string, unknown>) => new Proxy(values, {set: () => throwing(unchangeable())}),
  {get: () => throwing(unchangeable()), set: () => throwing(unchangeable())},
);

/** Stands for names where a cell uses one that only a later cell declares: throws as the notebook does. */
export const undeclared: Record<string, any> = refuse((name) => new ReferenceError(`${name} is not defined`));
