import path from "node:path";
import {pathToFileURL} from "node:url";
import {codeCells, type Notebook} from "../../notebook/notebook.js";
import type {Module} from "../compile.js";

/** How coverage calls a cell: a file in a folder that is named after the notebook. */
export const cellFile = (notebook: string, cell: number): string => path.join(notebook, `cell ${cell}`);

/** A suite's code with its source map inside, down to the cells as files: V8's counts are read by it, here and by c8. */
export function withMap({code, map}: Module, {notebook, file}: {notebook: Notebook; file: string}): string {
  const {sources, ...rest} = JSON.parse(map) as {sources: string[]};
  const cells = codeCells(notebook);
  const numbers = sources.map((source) => Number(/#cell(\d+)$/.exec(source)?.[1]));
  const named = {
    ...rest,
    sources: numbers.map((number) => pathToFileURL(cellFile(file, number)).href),
    sourcesContent: numbers.map((number) => cells[number - 1]?.source ?? ""),
  };
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(named)).toString("base64")}`;
}
