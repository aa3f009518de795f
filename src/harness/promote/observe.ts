import {fork} from "node:child_process";
import {fileURLToPath} from "node:url";
import type {Sight} from "./sight.js";

/** What one run of a notebook's suite is to do. */
export interface Task {
  /** The notebook. */
  file: string;
  /** Its text, which need not be the file's. */
  text: string;
  /** Seed of `Math.random`, from which tensorflow.js draws too. */
  seed: number;
  /** Longest run of a cell in milliseconds, 0 for no limit. */
  timeout: number;
  /** Whether type errors fail a cell, as in `ddx test`. */
  types: boolean;
  /** Whether what is shown is taken down; else it is compared with what is stored, as in `ddx test`. */
  watched: boolean;
}

/** What one run saw of a cell. */
export interface Seen {
  /** The code cell's number. */
  number: number;
  /** What became of its test. */
  state: "passed" | "failed" | "pending";
  /** Why it failed, one line. */
  error?: string;
  /** Whether it failed only as what it shows is not what is stored below it. */
  stale?: boolean;
  /** What it showed. */
  sight?: Sight;
  /** How many numbers it drew of `Math.random`. */
  draws: number;
}

const program = fileURLToPath(new URL("./observer.js", import.meta.url));

/** Runs a notebook's suite once, in a process of its own, as the test runner would; nothing that it prints is shown. */
export function observe(task: Task, {signal}: {signal?: AbortSignal | undefined} = {}): Promise<readonly Seen[]> {
  return new Promise((resolve, reject) => {
    // Data come as they are: NaN, -0 and dates do not survive JSON.
    const child = fork(program, {stdio: ["ignore", "ignore", "pipe", "ipc"], serialization: "advanced", ...(signal && {signal})});
    let [said, seen] = ["", undefined as readonly Seen[] | undefined];
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-10_000)));
    child.once("error", reject);
    child.on("message", (message) => (seen = message as readonly Seen[]));
    child.once("close", (code) => {
      const [, reason = `the run of ${task.file} ended with code ${code}`] = /^ddx: (.*)$/m.exec(said) ?? [];
      if (seen) resolve(seen);
      else reject(new Error(reason));
    });
    child.send(task);
  });
}
