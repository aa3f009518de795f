import {appendFile, mkdir, readFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import jstat from "jstat";
import * as tf from "@tensorflow/tfjs";
import {diagnose, useBackend, version} from "../../src/index.js";
import {derive, random} from "../../src/math/random.js";
import {drawFrom} from "./healthy/draw.js";
import {learns} from "./healthy/learns.js";
import {drawNetwork} from "./healthy/network.js";
import {halved} from "./healthy/open.js";
import {drawProblem} from "./healthy/problem.js";

/** What a diagnosis of one healthy program said. */
interface Line {
  seed: number;
  title: string;
  verdicts: Record<string, string>;
  suspects: readonly string[];
  summaries: Record<string, string>;
  seconds: number;
}

/**
 * The alarm rate of each check on random networks that truly learn: `npm run proof healthy [programs] [budget] [first seed] [check …]`. Lines are kept in the folder for temporary files as
 * they come, so that a stopped proof goes on where it was; `DDX_PROOF` names another folder.
 */
export async function run([programs = "400", budget = "5", from = "1", ...checks]: readonly string[]): Promise<void> {
  await useBackend("wasm", {say: false});
  const folder = process.env.DDX_PROOF ?? path.join(tmpdir(), "ddx-proof");
  await mkdir(folder, {recursive: true});
  const file = path.join(folder, `healthy-${[version, budget, ...checks].join("-")}.jsonl`);
  const known = new Map((await lines(file)).map((line) => [line.seed, line]));
  const made: Line[] = [];
  for (let seed = Number(from); made.length < Number(programs); seed++) {
    const line = known.has(seed) ? known.get(seed)! : await judge(seed, {budget: Number(budget), ...(checks.length > 0 && {checks})});
    if (!known.has(seed)) await appendFile(file, `${JSON.stringify(line)}\n`);
    if (!line.title) continue;
    made.push(line);
    const alarms = Object.keys(line.verdicts).filter((name) => line.verdicts[name] === "fail");
    if (alarms.length || line.suspects.length)
      console.log(
        `${seed}: ${line.title}: ${line.suspects.join(", ")}${alarms.map((name) => `\n    ${name}: ${line.summaries[name]}`).join("")}`,
      );
    if (process.stderr.isTTY) process.stderr.write(`\r${made.length} of ${programs}`);
  }
  table(made);
}

async function judge(seed: number, options: {budget: number; checks?: readonly string[]}): Promise<Line> {
  const draw = drawFrom(random(derive(seed, "healthy")));
  const problem = drawProblem(draw);
  const programme = drawNetwork(problem, draw);
  const halves = halved(problem);
  try {
    const line: Line = {seed, title: "", verdicts: {}, suspects: [], summaries: {}, seconds: 0};
    if (!(await learns({problem, programme, halves}))) return line;
    const begun = performance.now();
    const {findings, suspects} = await diagnose(
      {model: () => programme.model(), train: halves.train, validation: halves.held, fit: programme.fit},
      options,
    );
    for (const {about, verdict, summary} of findings) {
      line.verdicts[about.name] = verdict;
      if (verdict === "fail" || verdict === "warn") line.summaries[about.name] = summary;
    }
    return {
      ...line,
      title: `${problem.title}; ${programme.title}`,
      suspects: suspects.map(({name}) => name),
      seconds: (performance.now() - begun) / 1000,
    };
  } finally {
    tf.dispose([halves.train.x, halves.train.y, halves.held.x, halves.held.y]);
  }
}

function table(made: readonly Line[]): void {
  const names = [...new Set(made.flatMap(({verdicts}) => Object.keys(verdicts)))];
  const count = (name: string, ...which: string[]) => made.filter(({verdicts}) => which.includes(verdicts[name]!)).length;
  console.log(`\ncheck | applies | fail | warn | unsure | alarm rate, 99 % interval\n---|---|---|---|---|---`);
  for (const name of names) {
    const applies = made.length - count(name, "skip");
    const [low, high] = interval(count(name, "fail"), applies);
    const flag = low > 0.01 ? "  ← above 1 %" : "";
    console.log(
      `${name} | ${applies} | ${count(name, "fail")} | ${count(name, "warn")} | ${count(name, "unsure")} | ${percent(low)} – ${percent(high)}${flag}`,
    );
  }
  const alarmed = made.filter(({verdicts, suspects}) => suspects.length || Object.values(verdicts).includes("fail")).length;
  const [low, high] = interval(alarmed, made.length);
  console.log(`\n${alarmed} of ${made.length} healthy programs with any alarm: ${percent(low)} – ${percent(high)}`);
}

/** Clopper and Pearson's exact interval of a share, 99 % two-sided. */
function interval(hits: number, trials: number): [number, number] {
  const inverse = (p: number, a: number, b: number) => (a === 0 ? 0 : b === 0 ? 1 : jstat.beta.inv(p, a, b));
  return trials === 0 ? [0, 1] : [inverse(0.005, hits, trials - hits + 1), inverse(0.995, hits + 1, trials - hits)];
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

const lines = (file: string): Promise<Line[]> =>
  readFile(file, "utf8").then(
    (text) =>
      text
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Line),
    () => [],
  );
