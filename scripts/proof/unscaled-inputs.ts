import type {Scaling} from "../../src/case.js";
import {unscaledInputs} from "../../src/data/unscaled-inputs.js";
import {derive, permutation, random, type Random} from "../../src/math/random.js";
import {deviation, extent, mean} from "../../src/math/stats.js";
import {cutAt, makers, normal, splitOf, times, type World} from "./data/worlds.js";

/** Shares of tables that hold to their declared scaling and are blamed nonetheless, and of those that break it and are found; the first word is the number of tables of a kind. */
export async function run([count = "20"]: readonly string[]): Promise<void> {
  console.log("declared | scaled by | changed | tables | fails | warns");
  console.log("---|---|---|---|---|---");
  for (const scaling of ["z-score", "min-max"] as const)
    for (const by of ["the training rows", "all rows"] as const)
      for (const [change, alter] of Object.entries(changes)) {
        const seen: string[] = [];
        for (const kind of [...Object.keys(makers), ...Object.keys(tails)])
          for (const rows of [60, 200, 800])
            for (let seed = 1; seed <= Number(count); seed++) seen.push(await verdictOf(kind, {rows, seed, scaling, by, alter}));
        const share = (verdict: string) => (seen.filter((one) => one === verdict).length / seen.length).toFixed(4);
        console.log([scaling, by, change, seen.length, share("fail"), share("warn")].join(" | "));
      }
}

/** What is done to the first column after it was scaled. */
const changes: Readonly<Record<string, (value: number) => number>> = {
  nothing: (value) => value,
  "moved by 0.5": (value) => value + 0.5,
  "0.7 times as wide": (value) => 0.7 * value,
  "1.5 times as wide": (value) => 1.5 * value,
  "10 times as wide": (value) => 10 * value,
};

interface Setting {
  rows: number;
  seed: number;
  scaling: Scaling;
  by: "the training rows" | "all rows";
  alter: (value: number) => number;
}

async function verdictOf(kind: string, {rows, seed, scaling, by, alter}: Setting): Promise<string> {
  const draw = random(derive(seed, kind, rows));
  const made: World = {kind, ...(tails[kind] ?? makers[kind]!)(draw, rows)};
  // Rows of a series and of a table alike are held out by chance: scaling is what is looked at.
  const order = permutation(rows, draw);
  const whole = {...made, shape: undefined, x: order.map((i) => made.x[i]!), y: order.map((i) => made.y[i]!)};
  const cut = Math.round(0.75 * rows);
  const known = by === "all rows" ? whole.x : whole.x.slice(0, cut);
  const scalers = whole.x[0]!.map((_, j) =>
    scaler(
      known.map((row) => row[j]!),
      scaling,
    ),
  );
  const x = whole.x.map((row) => row.map((value, j) => (j ? scalers[j]!(value) : alter(scalers[j]!(value)))));
  const [train, held] = cutAt({...whole, x}, 0.75).map(splitOf);
  return (await unscaledInputs.examine({train: train!, validation: held, task: whole.task, seed, scaling})).verdict;
}

function scaler(values: readonly number[], scaling: Scaling): (value: number) => number {
  const [low, high] = extent(values);
  if (high === low) return () => 0;
  const [centre, width] = [mean(values), deviation(values)];
  return (value) => (scaling === "z-score" ? (value - centre) / width : (value - low) / (high - low));
}

/** Columns with tails and gaps beside the usual worlds. */
const tails: Readonly<Record<string, (draw: Random, rows: number) => Omit<World, "kind">>> = {
  heavy: (draw, rows) => table(times(rows, () => times(5, () => normal(draw) / Math.abs(normal(draw))))),
  gaps: (draw, rows) => table(times(rows, () => times(5, () => (draw() < 0.7 ? 0 : Math.exp(normal(draw)))))),
  counts: (draw, rows) => table(times(rows, () => times(5, () => Math.floor(-3 * Math.log(1 - draw()))))),
};

const table = (x: number[][]): Omit<World, "kind"> => ({task: "regression", x, y: x.map(([a]) => [a!])});
