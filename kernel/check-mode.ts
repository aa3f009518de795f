import {readFileSync, statSync} from "node:fs";
import {resolve} from "node:path";
import type {Directive} from "../src/notebook/cell.js";

/** What type errors do: show beside the cell, keep it from running, or nothing. */
export type CheckMode = "warn" | "block" | "off";

/** Whether a value names a mode. */
export const isMode = (value: unknown): value is CheckMode => value === "warn" || value === "block" || value === "off";

/** How a cell wants to be checked by its own `//| check: block`; undefined when it does not say. */
export function cellMode(directives: readonly Directive[]): CheckMode | undefined {
  const value = directives.find(({name}) => name === "check")?.value;
  return isMode(value) ? value : undefined;
}

/** How a notebook wants its cells checked by its metadata `{"ddx": {"check": "block"}}`; undefined when it does not say. */
export function metadataMode(metadata: {ddx?: unknown} | undefined): CheckMode | undefined {
  const value = (metadata?.ddx as {check?: unknown} | null | undefined)?.check;
  return isMode(value) ? value : undefined;
}

/**
 * How the notebook that this kernel runs wants its cells checked: its metadata, else `otherwise`. The protocol does not name
 * the notebook; Jupyter's server does, in the environment.
 */
export function notebookMode({cwd, otherwise}: {cwd: string; otherwise: CheckMode}): () => CheckMode {
  const path = process.env.JPY_SESSION_NAME;
  if (!path?.endsWith(".ipynb")) return () => otherwise;
  let known = {time: 0, mode: otherwise};
  return () => {
    try {
      const file = [resolve(cwd, path.split("/").at(-1)!), resolve(path)].find((each) => statSync(each, {throwIfNoEntry: false}))!;
      const time = statSync(file).mtimeMs;
      if (time !== known.time)
        known = {time, mode: metadataMode((JSON.parse(readFileSync(file, "utf8")) as {metadata?: object}).metadata) ?? otherwise};
    } catch {
      // Not saved yet, or being written: as before.
    }
    return known.mode;
  };
}
