import {spawn} from "node:child_process";

/** How a program is run. */
export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  /** Called with each line that it prints. */
  onLine?: (line: string) => void;
}

/** What a program printed, and its exit code; `-1` when there is no such program. */
export interface Ran {
  code: number;
  output: string;
}

/** Runs a program to its end; rejects only when it is told to stop. */
export function run(command: string, words: readonly string[], {cwd, env, signal, onLine}: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {cwd, env: {...process.env, ...env}, stdio: ["ignore", "pipe", "pipe"], signal});
    let output = "";
    const listen = (text: string) => {
      output += text;
      text.split(/[\r\n]/).forEach((line) => line && onLine?.(line));
    };
    child.stdout.setEncoding("utf8").on("data", listen);
    child.stderr.setEncoding("utf8").on("data", listen);
    child.on("error", (error) => (signal?.aborted ? reject(signal.reason as Error) : resolve({code: -1, output: error.message})));
    child.on("close", (code) => (signal?.aborted ? reject(signal.reason as Error) : resolve({code: code ?? 1, output})));
  });
}

/** The last line of an output that says what went wrong. */
export const reason = ({output}: Ran): string =>
  output
    .trim()
    .split("\n")
    .filter((line) => /error|not found|no such|cannot|denied/i.test(line))
    .at(-1)
    ?.trim() ??
  output.trim().split("\n").at(-1) ??
  "";
