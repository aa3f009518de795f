import {guard} from "../../kernel/rewrite/guards.js";
import {extract, type Suite} from "../notebook/extract.js";
import {graphOf, type Graph} from "../notebook/graph.js";
import type {Notebook} from "../notebook/notebook.js";
import type {Broken} from "../notebook/part.js";
import {compileSuite, type Module, type Refusal} from "./compile.js";

/** How a suite is made. */
export interface MakeOptions {
  /** Longest run of a cell in milliseconds, 0 for no limit. */
  timeout: number;
  /** Whether it is counted what runs. */
  counted: boolean;
  /** What is known to be wrong with cells. */
  broken: Broken;
  /** Modules that cannot be imported. */
  failing: ReadonlySet<string>;
}

/** A suite with what it takes to run it. */
export interface Made {
  /** What was extracted. */
  suite: Suite;
  /** Which cells use what others define. */
  graph: Graph;
  /** Its code, or which cell cannot be compiled. */
  compiled: Module | Refusal;
}

/** Extracts and compiles a notebook. */
export async function makeSuite(notebook: Notebook, {timeout, counted, broken, failing}: MakeOptions): Promise<Made> {
  // Guards are code too, which would be counted.
  const suite = extract(notebook, {timeout, counted, broken, failing, ...(!counted && {guard})});
  return {suite, graph: graphOf(suite.parts), compiled: await compileSuite(suite, {path: notebook.path})};
}
