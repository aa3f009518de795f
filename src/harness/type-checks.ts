import {cellMode, isMode, metadataMode} from "../../kernel/check-mode.js";
import {startLanguage, type Language, type TypeProblem} from "../../kernel/language.js";
import {compiler} from "../../kernel/language/compiler.js";
import type {NotebookCell} from "../notebook/notebook.js";
import type {Part} from "../notebook/part.js";
import {variables} from "./cells.js";
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

let current: {folder: string; language: Language} | undefined;

/** Begins to check the wanted ones of a notebook's cells, each as behind all cells above it; notebooks of one folder share the compiler, which has read the same packages. */
export function beginChecks({suite: {parts}}: Tested, {folder, wanted}: {folder: string; wanted: ReadonlySet<number>}): Checks {
  if (current?.folder === folder) current.language.forget();
  else {
    void endChecks();
    current = {folder, language: startLanguage({cwd: folder})};
  }
  const {language} = current!;
  const checks = new Map<number, Promise<readonly TypeProblem[]>>();
  for (const [index, {cell}] of parts.entries()) {
    const check = () => language.check(cell.source).then((problems) => withoutLater(problems, {cell, later: parts.slice(index + 1)}));
    if (wanted.has(cell.number)) checks.set(cell.number, check());
    void language.commit(cell);
  }
  return checks;
}

/** Without the names that a later cell declares: a function may use them, and what runs too early throws by itself. */
function withoutLater(problems: readonly TypeProblem[], {cell, later}: {cell: NotebookCell; later: readonly Part[]}): TypeProblem[] {
  const names = new Set(later.flatMap(({facts}) => facts.declarations.flatMap((declaration) => declaration.names)));
  return problems.filter(({code, start, end}) => !(unknownName.has(code) && names.has(cell.source.slice(start, end))));
}

/** TypeScript's numbers for a name that it cannot find, also where it knows one like it, or in `{name}`. */
const unknownName: ReadonlySet<number> = new Set([2304, 2552, 18004]);

/** Ends the compiler's process. */
export async function endChecks(): Promise<void> {
  const ended = current?.language.end();
  current = undefined;
  await ended;
}
