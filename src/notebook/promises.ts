import type {AsyncLocalStorage} from "node:async_hooks";
import {inspect, type InspectOptionsStylized} from "node:util";

const context = /^(async_id_symbol|trigger_async_id_symbol|kResourceStore)$/;

/** Has promises printed without what Node keeps in them, up to version 23, of the context that they were made in: whoever prints one looks for its state. */
export function printPlainPromises(contexts: AsyncLocalStorage<any>): void {
  const marks = contexts.run({}, () => Object.getOwnPropertySymbols(Promise.resolve()));
  if (marks.length > 0) Object.defineProperty(Promise.prototype, inspect.custom, {value: print, configurable: true, writable: true});
}

const printing = new Set<unknown>();

function print(this: Promise<unknown>, depth: number, options: InspectOptionsStylized, show: typeof inspect): string {
  if (depth < 0 || printing.has(this) || !(this instanceof Promise) || !Object.isExtensible(this))
    return options.stylize(printing.has(this) ? "[Circular]" : "[Promise]", "special");
  for (const key of Object.getOwnPropertySymbols(this))
    if (context.test(key.description ?? "")) Object.defineProperty(this, key, {enumerable: false});
  Object.defineProperty(this, inspect.custom, {value: undefined, configurable: true});
  printing.add(this);
  try {
    return show(this, {...options, depth});
  } finally {
    printing.delete(this);
    Reflect.deleteProperty(this, inspect.custom);
  }
}
