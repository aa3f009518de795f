import {diagnose} from "../../src/index.js";
import {permutation, random, type Random} from "../../src/math/random.js";
import {normal, times} from "./data/worlds.js";

/** Share of healthy tables, split by chance, that each check of splits fails or warns of, and of sick ones that it finds; the first word is the number of tables of a kind. */
export async function run([count = "100"]: readonly string[]): Promise<void> {
  console.log("rows | table | check | fails | warns");
  console.log("---|---|---|---|---");
  for (const rows of [60, 200, 800])
    for (const [kind, make] of Object.entries(kinds)) {
      const tally = new Map<string, {fail: number; warn: number}>();
      for (let seed = 1; seed <= Number(count); seed++)
        for (const {about, verdict} of (await diagnose(halves(make(rows, random(1000 * rows + seed)), random(seed)), {checks})).findings)
          if (verdict === "fail" || verdict === "warn") {
            const one = tally.get(about.name) ?? {fail: 0, warn: 0};
            tally.set(about.name, {...one, [verdict]: one[verdict] + 1});
          }
      for (const [name, {fail, warn}] of tally.size ? tally : [["none", {fail: 0, warn: 0}] as const])
        console.log([rows, kind, name, fail / Number(count), warn / Number(count)].join(" | "));
    }
}

const checks = [
  "unrepresentative-split",
  "inconsistent-classes",
  "preprocessing-mismatch",
  "drifted-split",
  "grouped-split",
  "leaked-split",
  "future-leak",
];

interface Rows {
  x: number[][];
  y: number[][];
  /** Rows are cut as they stand. */
  cut?: boolean;
}

/** A quarter held out by chance. */
function halves({x, y, cut}: Rows, draw: Random) {
  const order = cut ? x.map((_, i) => i) : permutation(x.length, draw);
  const at = Math.round(0.75 * x.length);
  const part = (rows: readonly number[]) => ({x: rows.map((row) => x[row]!), y: rows.map((row) => y[row]!)});
  return {train: part(order.slice(0, at)), validation: part(order.slice(at))};
}

type Make = (rows: number, draw: Random) => Rows;

const oneHot = (label: number, classes: number) => times(classes, (j) => Number(j === label));

/** Normal clouds around `centres` places in `width` inputs; each is a class, or the classes share them. */
const clouds =
  ({centres, width, spread, classes = centres}: {centres: number; width: number; spread: number; classes?: number}): Make =>
  (rows, draw) => {
    const places = times(centres, () => times(width, () => 2 * normal(draw)));
    const picked = times(rows, () => Math.floor(centres * draw()));
    return {
      x: picked.map((i) => places[i]!.map((value) => value + spread * normal(draw))),
      y: picked.map((i) => oneHot(i % classes, classes)),
    };
  };

/** Numbers of several shapes, and a target that depends on some. */
const mixed =
  (width: number): Make =>
  (rows, draw) => {
    const shapes = [
      () => normal(draw),
      () => Math.exp(normal(draw)),
      () => draw(),
      () => Math.floor(6 * draw()),
      () => Number(draw() < 0.1),
      () => (draw() < 0.6 ? 0 : draw()),
    ];
    const x = times(rows, () => times(width, (j) => shapes[j % shapes.length]!()));
    return {x, y: x.map((row) => [row[0]! + (row[1] ?? 0) + 0.3 * normal(draw)])};
  };

/** Rare classes by a power law. */
const longTail: Make = (rows, draw) => {
  const y = times(rows, () => Math.min(29, Math.floor(1 / (draw() + 0.02)) - 1)).map((label) => Math.max(0, label));
  return {x: y.map((label) => [label + normal(draw), normal(draw), normal(draw)]), y: y.map((label) => oneHot(label, 30))};
};

/** Windows of a wave that are cut by time. */
const series: Make = (rows, draw) => {
  const wave = times(rows + 12, (t) => Math.sin(t / 4) + 0.1 * normal(draw));
  return {x: times(rows, (i) => wave.slice(i, i + 11)), y: times(rows, (i) => [wave[i + 11]!]), cut: true};
};

/** Rows of subjects, split by chance. */
const subjects =
  (each: number, spread: number): Make =>
  (rows, draw) => {
    const places = times(Math.ceil(rows / each), () => times(6, () => normal(draw)));
    const answers = places.map(() => Number(draw() < 0.5));
    const of = times(rows, (i) => Math.floor(i / each));
    return {x: of.map((i) => places[i]!.map((value) => value + spread * normal(draw))), y: of.map((i) => [answers[i]!])};
  };

/** Rows sorted by class, and cut. */
const sorted: Make = (rows, draw) => {
  const {x, y} = clouds({centres: 4, width: 4, spread: 1})(rows, draw);
  const order = times(rows, (i) => i).sort((a, b) => y[a]!.indexOf(1) - y[b]!.indexOf(1));
  return {x: order.map((i) => x[i]!), y: order.map((i) => y[i]!), cut: true};
};

const kinds: Readonly<Record<string, Make>> = {
  "healthy: 3 wide clouds": clouds({centres: 3, width: 4, spread: 1}),
  "healthy: 10 tight clouds": clouds({centres: 10, width: 8, spread: 0.1}),
  "healthy: 2 classes of 12 tight clouds": clouds({centres: 12, width: 5, spread: 0.1, classes: 2}),
  "healthy: 4 inputs of several shapes": mixed(4),
  "healthy: 12 inputs of several shapes": mixed(12),
  "healthy: 30 classes by a power law": longTail,
  "healthy: windows cut by time": series,
  "sick: subjects of 5 rows, near": subjects(5, 0.1),
  "sick: subjects of 10 rows, near": subjects(10, 0.1),
  "sick: subjects of 10 rows, less near": subjects(10, 0.3),
  "sick: sorted and cut": sorted,
};
