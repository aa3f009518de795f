import {spawn} from "node:child_process";
import {fileURLToPath} from "node:url";

/** What a command left behind. */
export interface Outcome {
  code: number | null;
  out: string;
  err: string;
}

const main = fileURLToPath(new URL("../../scripts/ddx.js", import.meta.url));

/** Runs `ddx` in a process of its own; `head` closes its output after the first bytes, as head does. */
export function ddx(words: readonly string[], {cwd, head = false}: {cwd?: string; head?: boolean} = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [main, ...words], {cwd, env: {...process.env, DDX_DEBUG: "", NO_COLOR: "1"}, timeout: 50_000});
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (head) child.stdout.destroy();
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => void (err += text));
  return new Promise((resolve) => child.on("close", (code) => resolve({code, out, err})));
}
