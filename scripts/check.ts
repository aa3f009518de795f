import {spawn} from "node:child_process";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {findNotebooks} from "../src/harness/files.js";

/** What a runner counted. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** A runner of tests: fast ones first. */
interface Runner {
  title: string;
  /** Arguments of Node; of several commands that run side by side when there are several. */
  commands: readonly (readonly string[])[];
  /** Reads the counts off what it printed; one test, judged by its exit code, when left out. */
  counted?: boolean;
}

/** How a command ended. */
interface Ended {
  code: number | null;
  output: string;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const mocha = ["node_modules/mocha/bin/mocha.js", "--enable-source-maps", "--timeout", "60000"];
const ddx = "dist/scripts/ddx.js";

/** Folders of tests that start programs and hold them to times: they have the machine to themselves. */
const alone = ["harness/**", "kernel", "scripts/**", "watch/**"].map((folder) => `dist/test/${folder}/*.test.js`);
const leftOut = (files: string): string[] => ["--ignore", files];

const notebooks = (await findNotebooks([path.join(root, "notebooks")])).map((file) => path.relative(root, file));
const halves = <T>(all: readonly T[]): T[][] => [0, 1].map((half) => all.filter((_, index) => index % 2 === half));

const runners: readonly Runner[] = [
  {title: "format", commands: [["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."]]},
  {
    title: "unit tests",
    commands: [
      [
        ...mocha,
        ...["--timeout", "120000", "--parallel", "--jobs", "2", "dist/test/**/*.test.js"],
        ...[...alone, "dist/test/e2e/**"].flatMap(leftOut),
      ],
    ],
    counted: true,
  },
  {title: "programs", commands: [[...mocha, ...alone]], counted: true},
  {title: "notebooks", commands: halves(notebooks).map((some) => [ddx, "test", ...some]), counted: true},
  {title: "end to end", commands: [[...mocha, "--timeout", "600000", "dist/test/e2e/**/*.test.js"]], counted: true},
];

const total: Counts = {passed: 0, failed: 0, skipped: 0};
for (const {title, commands, counted = false} of runners) {
  console.log(`\n— ${title}`);
  const ended = await Promise.all(commands.map(watch));
  // One is shown as it goes; what the others print must not stand between.
  for (const {output} of ended.slice(1)) process.stdout.write(output);
  for (const one of ended) {
    const counts = count(one, {title, counted});
    for (const key of ["passed", "failed", "skipped"] as const) total[key] += counts[key];
  }
}
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ""}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

function count({code, output}: Ended, {title, counted}: {title: string; counted: boolean}): Counts {
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

/** Runs Node from the project's root, and shows what it prints when it is the first. */
function watch(words: readonly string[], index: number): Promise<Ended> {
  const child = spawn(process.execPath, words, {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: {...process.env, TZ: "UTC", NO_COLOR: "1"},
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (index === 0) process.stdout.write(text);
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({code, output})));
}
