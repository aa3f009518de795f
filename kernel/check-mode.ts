import {readFileSync, statSync} from "node:fs";
import {resolve} from "node:path";

/** What type errors do: show beside the cell, keep it from running, or nothing. */
export type CheckMode = "warn" | "block" | "off";

/** Whether a value names a mode. */
export const isMode = (value: unknown): value is CheckMode => value === "warn" || value === "block" || value === "off";

/**
 * How the notebook that this kernel runs wants its cells checked: its metadata `{"ddx": {"check": "block"}}`, else `otherwise`. The protocol does not name
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
      if (time !== known.time) known = {time, mode: modeIn(readFileSync(file, "utf8")) ?? otherwise};
    } catch {
      // Not saved yet, or being written: as before.
    }
    return known.mode;
  };
}

function modeIn(text: string): CheckMode | undefined {
  const {metadata} = JSON.parse(text) as {metadata?: {ddx?: {check?: unknown}}};
  return isMode(metadata?.ddx?.check) ? metadata.ddx.check : undefined;
}
