import {spawn} from "node:child_process";
import {fileURLToPath} from "node:url";

/** What a runner counted. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** A runner of tests: fast ones first. */
interface Runner {
  title: string;
  command: string;
  arguments: string[];
  /** Reads the counts off what it printed; one test, judged by its exit code, when left out. */
  counted?: boolean;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const mocha = ["node_modules/mocha/bin/mocha.js", "--enable-source-maps", "--timeout", "60000"];
const atOnce = [...mocha, "--timeout", "120000", "--parallel", "--jobs", "2"];
const ddx = "dist/scripts/ddx.js";

function inTests(file: string): string {
  return `dist/test/${file}.test.js`;
}

/** Tests that start programs: with another beside them they have time enough. */
const programs = ["harness/**/*", "scripts/**/*", "watch/**/*"].map(inTests);
/** Tests that hold what they start to milliseconds: they have the machine to themselves. */
const alone = ["kernel/*", "trial/cancel", "trial/plan"].map(inTests);
const leftOut = (files: string): string[] => ["--ignore", files];

const runners: readonly Runner[] = [
  {title: "format", command: "node", arguments: ["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."]},
  {
    title: "unit tests",
    command: "node",
    arguments: [...atOnce, "dist/test/**/*.test.js", ...[...programs, ...alone, "dist/test/e2e/**"].flatMap(leftOut)],
    counted: true,
  },
  {title: "programs", command: "node", arguments: [...atOnce, ...programs], counted: true},
  {title: "kernel", command: "node", arguments: [...mocha, ...alone], counted: true},
  {title: "notebooks", command: "node", arguments: [ddx, "test", "--parallel", "notebooks"], counted: true},
  {title: "end to end", command: "node", arguments: [...mocha, "--timeout", "600000", "dist/test/e2e/**/*.test.js"], counted: true},
];

const total: Counts = {passed: 0, failed: 0, skipped: 0};
for (const runner of runners) {
  console.log(`\n— ${runner.title}`);
  const counts = await count(runner);
  for (const key of ["passed", "failed", "skipped"] as const) total[key] += counts[key];
}
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ""}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function count({title, command, arguments: words, counted}: Runner): Promise<Counts> {
  const {code, output} = await watch(command, words);
  if (!counted) return {passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0};
  const read = (word: string) =>
    [...output.matchAll(new RegExp(`^\\s*(\\d+) ${word}`, "gm"))].reduce((sum, [, number]) => sum + Number(number), 0);
  const counts = {passed: read("passing"), failed: read("failing"), skipped: read("pending")};
  // A runner that dies, or runs nothing, has failed whatever it counted.
  if ((code !== 0 && counts.failed === 0) || counts.passed + counts.failed === 0) {
    console.error(`${title}: ended with code ${code} after ${counts.passed} passing tests`);
    counts.failed += 1;
  }
  return counts;
}

/** Runs a command from the project's root, showing what it prints. */
function watch(command: string, words: string[]): Promise<{code: number | null; output: string}> {
  const child = spawn(command === "node" ? process.execPath : command, words, {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: {...process.env, TZ: "UTC", NO_COLOR: "1"},
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({code, output})));
}
