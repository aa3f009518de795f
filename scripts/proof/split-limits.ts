import type {Check} from "../../src/check.js";
import {futureLeak} from "../../src/data/future-leak.js";
import {unrepresentativeSplit} from "../../src/data/unrepresentative-split.js";
import {derive, permutation, random, type Random} from "../../src/math/random.js";
import {normal, splitOf, times, type World} from "./data/worlds.js";

/** How often `unrepresentative-split` and `future-leak` fail and warn of splits by how far they are from healthy ones; the first word is the number of splits of a kind. */
export async function run([count = "100", word = ""]: readonly string[]): Promise<void> {
  console.log("check | split | rows | fails | warns");
  console.log("---|---|---|---|---");
  for (const [check, kinds] of [
    [unrepresentativeSplit, shares],
    [futureLeak, series],
  ] as const)
    for (const [kind, make] of Object.entries(kinds).filter(([kind]) => kind.includes(word)))
      for (const rows of [60, 200, 1000]) await tell(check, {kind, make, rows, count: Number(count)});
}

interface Parts {
  train: World;
  held: World;
}

type Make = (draw: Random, rows: number) => Parts;

async function tell(check: Check, {kind, make, rows, count}: {kind: string; make: Make; rows: number; count: number}): Promise<void> {
  const seen: string[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const {train, held} = make(random(derive(seed, kind, rows)), rows);
    const material = {train: splitOf(train), validation: splitOf(held), task: train.task, seed};
    seen.push((await check.examine(material)).verdict);
  }
  const share = (verdict: string) => seen.filter((one) => one === verdict).length / count;
  console.log([check.about.name, kind, rows, share("fail"), share("warn")].join(" | "));
}

/** A fifth held out; `y` says how its targets and those of training are drawn. */
const drawn =
  (task: "multiclass" | "regression", y: (draw: Random, held: boolean) => number): Make =>
  (draw, rows) => {
    const part = (size: number, held: boolean): World => {
      const targets = times(size, () => [y(draw, held)]);
      return {kind: "", task, x: targets.map(() => [normal(draw), normal(draw)]), y: targets};
    };
    return {train: part(Math.round(0.8 * rows), false), held: part(Math.round(0.2 * rows), true)};
  };

const few = (classes: number): Make => drawn("multiclass", (draw) => Math.floor(classes * draw()));

/** Five classes of unequal shares, the rarest of which is commoner in the held-out rows. */
const tilted = (tilt: number): Make => drawn("multiclass", (draw, held) => (held && draw() < tilt ? 0 : Math.floor(5 * Math.sqrt(draw()))));

const numbers = (make: (draw: Random) => number, moved = 0): Make => drawn("regression", (draw, held) => make(draw) + (held ? moved : 0));

const shares: Readonly<Record<string, Make>> = {
  "healthy: 2 classes": few(2),
  "healthy: 5 classes": few(5),
  "healthy: 30 classes": few(30),
  "healthy: a class of 5 %": drawn("multiclass", (draw) => Number(draw() < 0.05)),
  "healthy: normal numbers": numbers(normal),
  "healthy: numbers of heavy tails": numbers((draw) => normal(draw) / Math.abs(normal(draw))),
  "healthy: 6 in 10 are 0": numbers((draw) => (draw() < 0.6 ? 0 : -Math.log(1 - draw()))),
  "healthy: counts": numbers((draw) => Math.floor(-2 * Math.log(1 - draw()))),
  ...Object.fromEntries([0.2, 0.4, 0.6, 0.8].map((tilt) => [`5 classes, ${tilt} of the held-out rows are made the rarest`, tilted(tilt)])),
  ...Object.fromEntries([0.3, 0.6, 1, 2, 4].map((moved) => [`normal numbers moved by ${moved}`, numbers(normal, moved)])),
};

/** Windows of eight steps of a series; `held` says which are held out. */
const windows =
  (
    value: (draw: Random, before: number, t: number) => number,
    held: (rows: number, draw: Random) => (row: number) => boolean,
    kept = 1,
  ): Make =>
  (draw, rows) => {
    let before = 0;
    const all = times(rows + 8, (t) => (before = value(draw, before, t)));
    const isHeld = held(rows, draw);
    const part = (which: boolean): World => {
      const chosen = times(rows, (i) => i).filter((row) => isHeld(row) === which && (which || draw() < kept));
      return {kind: "", task: "forecast", x: chosen.map((i) => all.slice(i, i + 8)), y: chosen.map((i) => [all[i + 8]!])};
    };
    return {train: part(false), held: part(true)};
  };

const walk = (draw: Random, before: number) => before + normal(draw);
const wave = (draw: Random, _: number, t: number) => Math.sin(t / 5) + 0.2 * normal(draw);
const pure = (_: Random, __: number, t: number) => Math.sin((2 * Math.PI * t) / 24);
const small = (draw: Random) => Math.floor(3 * draw());
const last = (rows: number) => (row: number) => row >= 0.8 * rows;
const blocks = (count: number) => (rows: number) => (row: number) => (row * count) % rows >= 0.8 * rows;
const chance =
  (share: number) =>
  (rows: number, draw: Random): ((row: number) => boolean) => {
    const held = new Set(permutation(rows, draw).slice(0, Math.max(10, share * rows)));
    return (row) => held.has(row);
  };

const series: Readonly<Record<string, Make>> = {
  "healthy: walk cut by time": windows(walk, last),
  "healthy: wave cut by time": windows(wave, last),
  "healthy: a wave without noise": windows(pure, last),
  "healthy: three values": windows(small, last),
  "healthy: two values": windows((draw) => Math.floor(2 * draw()), last),
  "healthy: a switch of two states": windows((draw, before) => (draw() < 0.2 ? 1 - before : before), last),
  "healthy: ten values": windows((draw) => Math.floor(10 * draw()), last),
  "cut in 3 places without a gap": windows(walk, blocks(3)),
  "cut in 10 places without a gap": windows(walk, blocks(10)),
  "healthy: rows of a table": (draw, rows) => {
    const part = (size: number): World => {
      const x = times(size, () => times(8, () => normal(draw)));
      return {kind: "", task: "regression", x, y: x.map(([a]) => [a!])};
    };
    return {train: part(0.8 * rows), held: part(0.2 * rows)};
  },
  "a fifth held out by chance": windows(walk, chance(0.2)),
  "half held out by chance": windows(walk, chance(0.5)),
  "a fifth by chance, half of the training rows left": windows(walk, chance(0.2), 0.5),
  "a fifth by chance, a fifth of the training rows left": windows(walk, chance(0.2), 0.2),
  "a fifth by chance, a tenth of the training rows left": windows(walk, chance(0.2), 0.1),
};
