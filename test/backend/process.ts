import {execFile} from "node:child_process";
import {promisify} from "node:util";

/** Runs a module's source in a process of its own, next to `src/`, and gives back what it printed; `ddx` and `tf` are in scope as `useBackend` and `tf`. */
export async function inProcess(
  source: string,
  {env = {}}: {env?: Readonly<Record<string, string>>} = {},
): Promise<{stdout: string; stderr: string}> {
  const {DDX_BACKEND: _, DDX_QUIET: __, ...clean} = process.env;
  const backend = new URL("../../src/backend/backend.js", import.meta.url).href;
  const head = `import * as tf from "${import.meta.resolve("@tensorflow/tfjs")}"; import {useBackend} from "${backend}";`;
  return promisify(execFile)(process.execPath, ["--input-type=module", "-e", head + source], {env: {...clean, ...env}, timeout: 60_000});
}
