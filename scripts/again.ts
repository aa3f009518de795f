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

/** Runs `ddx` with other words at once and again after each change; what still runs then is stopped. Resolves never: Ctrl-C ends it. */
export async function runAgain(words: readonly string[], {places, pattern}: Watched): Promise<never> {
  let running: ChildProcess | undefined;
  process.once("exit", () => running?.kill());
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(0));
  const start = () => {
    running?.kill();
    const child = spawn(process.execPath, [process.argv[1]!, ...words], {stdio: "inherit"});
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
