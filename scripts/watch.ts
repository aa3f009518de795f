import {spawn} from "node:child_process";
import {existsSync, statSync} from "node:fs";
import {InvalidArgumentError, type Command} from "commander";
import {giveOptions} from "../src/watch/options.js";

interface Flags {
  out: string;
  quick?: boolean;
  experiments: boolean;
  budget?: number;
}

/** Adds `ddx watch`: somebody's own training script is run, unchanged, and examined while it trains. */
export function addWatch(program: Command): void {
  program
    .command("watch")
    .description("run your own training script, unchanged, and find out why its network does not learn")
    .argument("<script>", "train.js, .mjs, .cjs or .ts, on whichever tensorflow.js it uses")
    .argument("[arguments...]", "what the script itself gets, behind --")
    .option("-o, --out <file>", "where the diagnosis is written as JSON, for ddx report", "ddx-watch.json")
    .option("--quick", "experiments of 5 s at the end instead of 30 s")
    .option("--no-experiments", "only what is seen without training anything")
    .option("--budget <seconds>", "seconds of a reference machine that experiments may take", seconds)
    .addHelpText("after", help)
    .action(run);
}

const help = `
What is certain is said as the first batch arrives, what is not finite as it happens, and the differential as the script ends, also by an
error or Ctrl-C. All of it goes to standard error; the script's output, results and exit code stay as they are.

Examples:
  ddx watch train.js
  ddx watch --quick train.ts -- --epochs 5 --data penguins.csv
  ddx watch --no-experiments -o out/watch.json train.cjs && ddx report out/watch.json
  node --import ddx/watch train.js            the same without the command
`;

async function run(script: string, words: string[], {out, quick, experiments, budget}: Flags): Promise<void> {
  if (!existsSync(script)) throw new RangeError(`there is no script ${script}`);
  if (statSync(script).isDirectory()) throw new RangeError(`expected a script, got the folder ${script}`);
  const seconds = experiments ? (budget ?? (quick ? 5 : 30)) : 0;
  const hook = new URL("../src/watch/index.js", import.meta.url).href;
  const environment = {...process.env, ...giveOptions({out, budget: seconds})};
  const child = spawn(process.execPath, [...process.execArgv, "--import", hook, script, ...words], {stdio: "inherit", env: environment});
  pass(child);
  await new Promise<void>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve();
      // As the script ended: by its code, or by its signal.
      if (signal) endBy(signal);
      else process.exitCode = code ?? 1;
    });
  });
}

/** Hands signals on: a terminal sends Ctrl-C to the script too, and after a second one nothing is waited for. */
function pass(child: ReturnType<typeof spawn>): void {
  let interrupts = 0;
  process.on("SIGINT", () => {
    interrupts += 1;
    if (!process.stdin.isTTY && interrupts === 1) child.kill("SIGINT");
    if (interrupts > 2) child.kill("SIGKILL");
  });
  process.on("SIGTERM", () => child.kill("SIGTERM"));
}

function endBy(signal: NodeJS.Signals): void {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

function seconds(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number) || number < 0) throw new InvalidArgumentError("expected seconds from 0 on.");
  return number;
}
