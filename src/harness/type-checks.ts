import {cellMode, isMode, metadataMode} from "../../kernel/check-mode.js";
import type {TypeProblem, WholeLanguage} from "../../kernel/language.js";
import {compiler} from "../../kernel/language/compiler.js";
import type {Part} from "../notebook/part.js";
import {variables} from "./variables.js";
import type {Tested} from "./failure.js";

/** The type errors that a notebook's cells are found to have, by the cell's number. */
export type Checks = ReadonlyMap<number, Promise<readonly TypeProblem[]>>;

/**
 * Numbers of the cells whose types are checked: none without a compiler or in JavaScript, and no cell that is skipped, that cannot be read, that is not
 * checked in the kernel either, or that must throw, as it often does by a type error, unless it asks for a check itself.
 */
export function checkedCells({notebook: {metadata, language}, suite: {parts}}: Tested): number[] {
  if (process.env[variables.noTypes] || language === "javascript" || compiler() === undefined) return [];
  const {DDX_CHECK} = process.env;
  const usual = metadataMode(metadata) ?? (isMode(DDX_CHECK) ? DDX_CHECK : "warn");
  const modeOf = ({facts, options}: Part) => cellMode(facts.directives) ?? (options.raises === undefined ? usual : "off");
  return parts.filter((part) => part.live && modeOf(part) !== "off").map(({cell}) => cell.number);
}

let current: {folder: string; language: WholeLanguage} | undefined;

/** Begins to check the wanted ones of a notebook's cells, each behind all cells above it; notebooks of one folder share the compiler, which has read the same packages. */
export async function beginChecks(
  {suite: {parts}}: Tested,
  {folder, wanted}: {folder: string; wanted: ReadonlySet<number>},
): Promise<Checks> {
  if (current?.folder !== folder) void endChecks();
  // What speaks with the compiler is loaded where there is something to check.
  const {startLanguage} = await import("../../kernel/language.js");
  current ??= {folder, language: startLanguage({cwd: folder})};
  const cells = parts.map(({cell}) => cell);
  const found = current.language.checkAll(cells).map((problems, index) => [cells[index]!.number, problems] as const);
  return new Map(found.filter(([number]) => wanted.has(number)));
}

/** Ends the compiler's process. */
export async function endChecks(): Promise<void> {
  const ended = current?.language.end();
  current = undefined;
  await ended;
}
