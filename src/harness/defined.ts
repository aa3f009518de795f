import type {Notebook} from "../notebook/notebook.js";
import type {Plan} from "./changed.js";
import {locateFailure, type Tested} from "./failure.js";
import {readNotebook} from "./files.js";
import type {SuiteCode} from "./hooks.js";
import type {Origin} from "./trace.js";

/** A notebook whose tests are defined. */
export type Defined = Tested & Origin & {plan?: Plan | undefined};

/** What this process has of notebooks; one object, which who registers the hooks completes. */
export const defined: {
  /** The suites by the URL of their code. */
  suites: Map<string, Defined>;
  /** Hands a suite's code to the hooks. */
  send: (suite: SuiteCode) => void;
  /** Reads a notebook; from its file, unless who runs the tests has another text of it. */
  read: (file: string) => Promise<Notebook>;
} = {suites: new Map(), send: () => undefined, read: readNotebook};

/** Puts the place in the notebook before the frames of what a test failed for. */
export function placeFailure(error: unknown, test: Mocha.Runnable): void {
  if (error instanceof Error) locateFailure(error, {test, tested: [...defined.suites.values()]});
}
