import {register as registerHooks} from "node:module";

/** Node's own, without its word to the person whose cell comes by here that there is something newer, which Node 20 lacks. */
export function register(specifier: string, options: {parentURL: string; data?: unknown}): void {
  const {noDeprecation = false} = process;
  process.noDeprecation = true;
  try {
    registerHooks(specifier, options);
  } finally {
    process.noDeprecation = noDeprecation;
  }
}
