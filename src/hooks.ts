import {register} from "node:module";
import type {MessagePort} from "node:worker_threads";

/** What Node takes beside the module of hooks. */
export interface Hooks {
  /** What a relative specifier is resolved from. */
  parentURL?: string;
  /** What the hooks are initialised with. */
  data?: unknown;
  /** Ports in it. */
  transferList?: MessagePort[];
}

/** Registers a module of hooks by Node's `register`, without its word to the person who passes by here that there is something newer, which Node 20 lacks. */
export function registerHooks(specifier: string | URL, options: Hooks = {}): void {
  const {noDeprecation = false} = process;
  process.noDeprecation = true;
  try {
    register(specifier, options);
  } finally {
    process.noDeprecation = noDeprecation;
  }
}
