import {spawn, type ChildProcess} from "node:child_process";
import path from "node:path";
import {watch} from "chokidar";

/** What to look at. */
interface Watched {
  /** Files, or folders with all below them. */
  places: readonly string[];
  /** Which files count. */
  pattern: RegExp;
}

const rest = 100;

/** Runs this very command at once and again after each change, each time with `DDX_AGAIN` in its environment; what still runs then is stopped. Resolves never: Ctrl-C ends it. */
export async function runAgain({places, pattern}: Watched): Promise<never> {
  let running: ChildProcess | undefined;
  process.once("exit", () => running?.kill());
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(0));
  const start = () => {
    running?.kill();
    const child = spawn(process.execPath, process.argv.slice(1), {stdio: "inherit", env: {...process.env, DDX_AGAIN: "1"}});
    child.once("exit", (_, signal) => signal === null && console.error("waiting for a change; Ctrl-C ends"));
    running = child;
  };
  const folders = places.map((place) => (path.extname(place) === ".ipynb" ? path.dirname(place) : place));
  let timer: NodeJS.Timeout | undefined;
  const ignored = (file: string, stats?: {isFile: () => boolean}) =>
    /(^|[\\/])(node_modules|\.[^.\\/][^\\/]*)([\\/]|$)/.test(path.relative("", file)) || (stats?.isFile() === true && !pattern.test(file));
  watch(folders, {ignored, ignoreInitial: true}).on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(start, rest);
  });
  start();
  return new Promise(() => undefined);
}
