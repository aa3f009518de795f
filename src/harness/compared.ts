import {AssertionError} from "chai";
import {readPattern, type CellOptions} from "../notebook/directives.js";
import {codeCells, type NotebookCell} from "../notebook/notebook.js";
import type {Tested} from "./failure.js";
import type {CompareOptions, Difference} from "./outputs/compare.js";
import {variables} from "./variables.js";

/** How much of the stored outputs is compared. */
export type OutputMode = NonNullable<CompareOptions["mode"]>;

/** Runs the tests of a notebook's cells so that they are held, behind their run, to what is stored. */
export function comparing({notebook, suite}: Tested): (run: () => unknown, cell: number) => Promise<void> {
  const cells = codeCells(notebook);
  const options = new Map(suite.parts.map((part) => [part.cell.number, part.options]));
  return (run, number) => compared(run, {cell: cells[number - 1], options: options.get(number), notebook});
}

interface Held extends Pick<Tested, "notebook"> {
  cell: NotebookCell | undefined;
  options: CellOptions | undefined;
}

async function compared(run: () => unknown, {cell, options, notebook}: Held): Promise<void> {
  const mode = modeOf(options);
  if (mode === "lax" || !cell?.outputs.length || !options || options.ignoreOutput || options.raises !== undefined)
    return void (await run());
  const [{recording}, {compareOutputs}] = await Promise.all([import("./recording.js"), import("./outputs/compare.js")]);
  const fresh = await recording(run, {streams: mode === "strict"});
  const {tolerance, masks} = options;
  const differences = compareOutputs(
    {stored: cell.outputs, fresh},
    {mode, ...(tolerance !== undefined && {tolerance}), masks: [...(masks ?? []), ...masksOf(notebook)]},
  );
  if (differences.length > 0) throw disagreement(differences);
}

function modeOf({checkOutput}: CellOptions = {expect: []}): OutputMode {
  const {[variables.outputs]: asked} = process.env;
  if (asked === "strict") return asked;
  return asked === "lax" && !checkOutput ? asked : "normal";
}

/** What is masked in all cells of a notebook: by its metadata, and by who runs the tests. */
function masksOf({metadata, path}: Tested["notebook"]): RegExp[] {
  const {mask = []} = (metadata["ddx"] ?? {}) as {mask?: unknown};
  const given = JSON.parse(process.env[variables.masks] ?? "[]") as string[];
  try {
    return [...given, ...[mask].flat()].map((one) => readPattern(String(one)));
  } catch (error) {
    throw new SyntaxError(`${path}: metadata "ddx", "mask": ${(error as Error).message}`);
  }
}

/** The differences as a failed assertion, which mocha shows side by side. */
function disagreement(differences: readonly Difference[]): Error {
  const places = differences.map(({where}) => where).join("; ");
  const side = (key: "stored" | "fresh") => differences.map((one) => `${one.where}: ${one[key]}`).join("\n");
  const message = `expected what is stored below the cell, got something else: ${places} (ddx run -o writes it anew; //| tol, //| mask, //| ignore-output and --lax allow for it)`;
  const error = new AssertionError(message, {actual: side("fresh"), expected: side("stored"), showDiff: true});
  disagreements.add(error);
  return error;
}

const disagreements = new WeakSet<Error>();

/** Whether a test failed only because its cell shows something else than what is stored below it. */
export const isStale = (error: Error): boolean => disagreements.has(error);
