import {separation} from "../../src/data/separation.js";
import {driftedSplit} from "../../src/data/drifted-split.js";
import {derive, permutation, random, type Random} from "../../src/math/random.js";
import {quantile} from "../../src/math/stats.js";
import {cutAt, makers, normal, splitOf, times, type World} from "./data/worlds.js";

/** How often healthy splits are told apart, and sick ones found; the arguments are the number of splits of a kind, and `healthy` or `sick` alone. */
export async function run([count = "100", only, word = ""]: readonly string[]): Promise<void> {
  console.log("split | rows | fails | warns | score: median, 99 % | of pieces: median | ms");
  console.log("---|---|---|---|---|---|---");
  const kinds = {...(only !== "sick" && healthy), ...(only !== "healthy" && sick)};
  for (const [kind, make] of Object.entries(kinds).filter(([kind]) => kind.includes(word)))
    for (const rows of [120, 300, 1000]) await tell(kind, {make, rows, count: Number(count)});
}

async function tell(kind: string, {make, rows, count}: {make: Make; rows: number; count: number}): Promise<void> {
  const [aucs, within, seen]: [number[], number[], string[]] = [[], [], []];
  let ms = 0;
  for (let seed = 1; seed <= count; seed++) {
    const {train, held, groups} = make(random(derive(seed, kind, rows)), rows);
    const [a, b] = [
      {...splitOf(train), groups: groups?.[0]},
      {...splitOf(held), groups: groups?.[1]},
    ];
    const apart = separation(a, {held: b, task: train.task, least: 0});
    if (apart) (aucs.push(apart.auc), within.push(apart.within));
    const started = performance.now();
    seen.push((await driftedSplit.examine({train: a, validation: b, task: train.task, seed})).verdict);
    ms += performance.now() - started;
  }
  const share = (verdict: string) => seen.filter((one) => one === verdict).length / count;
  const of = (values: number[], q: number) => (values.length ? quantile(values, q).toFixed(2) : "-");
  console.log(
    [kind, rows, share("fail"), share("warn"), `${of(aucs, 0.5)}, ${of(aucs, 0.99)}`, of(within, 0.5), (ms / count).toFixed(0)].join(" | "),
  );
}

interface Parts {
  train: World;
  held: World;
  groups?: readonly [number[], number[]];
}

type Make = (draw: Random, rows: number) => Parts;

/** A quarter is held out by chance, in a new order or in that of the table. */
const byChance =
  (make: (draw: Random, rows: number) => World, {sorted = false} = {}): Make =>
  (draw, rows) => {
    const whole = make(draw, rows);
    const order = permutation(whole.x.length, draw);
    const at = Math.round(0.75 * order.length);
    const [a, b] = [order.slice(0, at), order.slice(at)].map((part) => (sorted ? part.sort((i, j) => i - j) : part)) as [
      number[],
      number[],
    ];
    return {train: picked(whole, a), held: picked(whole, b)};
  };

/** The last quarter is held out. */
const cut =
  (make: (draw: Random, rows: number) => World): Make =>
  (draw, rows) => {
    const [train, held] = cutAt(make(draw, rows), 0.75);
    return {train, held};
  };

const picked = (whole: World, rows: readonly number[]): World => ({
  ...whole,
  x: rows.map((i) => whole.x[i]!),
  y: rows.map((i) => whole.y[i]!),
});

/** Rows drawn one by one, with a number that depends on the first column. */
const table =
  (width: number, row: (draw: Random) => number[]) =>
  (draw: Random, rows: number): World => {
    const x = times(rows, () => row(draw).slice(0, width));
    return {kind: "", task: "regression", x, y: x.map(([a]) => [a! + normal(draw)])};
  };

const normals = (width: number) => table(width, (draw) => times(width, () => normal(draw)));

const counts = table(8, (draw) => times(8, (j) => Math.floor(-Math.log(1 - draw()) * (j + 1))));
const zeros = table(10, (draw) => times(10, (j) => (draw() < 0.5 + 0.04 * j ? 0 : Math.exp(normal(draw)))));
const heavy = table(6, (draw) => times(6, () => normal(draw) / Math.abs(normal(draw))));
const rare = table(20, (draw) => times(20, (j) => Number(draw() < 0.02 * (j + 1))));
const tokens = table(12, (draw) => times(12, () => Math.floor(50 * draw() ** 3)));
const collinear = table(12, (draw) => {
  const [a, b] = [normal(draw), normal(draw)];
  return times(12, (j) => (j % 2 ? a : b) * (1 + j) + 0.1 * normal(draw));
});

/** Series that wander about 0, each row close to the row before. */
const wandering =
  (width: number, memory: number) =>
  (draw: Random, rows: number): World => {
    let state = times(width, () => normal(draw));
    const x = times(rows, () => (state = state.map((value) => memory * value + Math.sqrt(1 - memory ** 2) * normal(draw))));
    return {kind: "", task: "regression", x, y: x.map(([a]) => [a! + normal(draw)])};
  };

/** Subjects with a place of their own, held out whole; in order, or in chance order with their names given. */
const bySubject =
  (each: number, {own, mixed = false}: {own: number; mixed?: boolean}): Make =>
  (draw, rows) => {
    const places = times(Math.ceil(rows / each), () => times(8, () => own * normal(draw)));
    const of = times(rows, (i) => Math.floor(i / each));
    const x = of.map((subject) => places[subject]!.map((value) => value + Math.sqrt(1 - own ** 2) * normal(draw)));
    const whole: World = {kind: "", task: "regression", x, y: x.map(([a]) => [a! + normal(draw)])};
    const at = of.findIndex((subject) => subject >= 0.75 * places.length);
    const sides = [times(at, (i) => i), times(rows - at, (i) => at + i)];
    const [a, b] = sides.map((part) => (mixed ? permutation(part.length, draw).map((i) => part[i]!) : part)) as [number[], number[]];
    return {train: picked(whole, a), held: picked(whole, b), ...(mixed && {groups: [a.map((i) => of[i]!), b.map((i) => of[i]!)] as const})};
  };

/** The rarer class is drawn several times in training. */
const oversampled: Make = (draw, rows) => {
  const {train, held} = byChance((stream, count) => ({kind: "", ...makers.rare!(stream, count)}))(draw, rows);
  const few = times(train.x.length, (i) => i).filter((i) => train.y[i]![0] === 1);
  const drawn = few.length ? times(train.x.length / 2, () => few[Math.floor(draw() * few.length)]!) : [];
  return {train: picked(train, [...times(train.x.length, (i) => i), ...drawn]), held};
};

const named =
  (kind: string) =>
  (draw: Random, rows: number): World => ({kind, ...makers[kind]!(draw, rows)});

const inOrderOfTarget = (make: (draw: Random, rows: number) => World) => (draw: Random, rows: number) => {
  const whole = make(draw, rows);
  return picked(
    whole,
    times(rows, (i) => i).sort((a, b) => whole.y[a]![0]! - whole.y[b]![0]!),
  );
};

const healthy: Readonly<Record<string, Make>> = {
  ...Object.fromEntries(
    Object.keys(makers)
      .filter((kind) => !["wave", "walk"].includes(kind))
      .map((kind) => [`healthy: ${kind}`, byChance(named(kind))]),
  ),
  "healthy: 20 normal columns": byChance(normals(20)),
  "healthy: counts": byChance(counts),
  "healthy: zero-inflated": byChance(zeros),
  "healthy: heavy tails": byChance(heavy),
  "healthy: rare indicators": byChance(rare),
  "healthy: ids read as numbers": byChance(tokens),
  "healthy: collinear": byChance(collinear),
  "healthy: sorted by class, order kept": byChance(inOrderOfTarget(named("blobs")), {sorted: true}),
  "healthy: sorted by target, order lost in one part": (draw, rows) => {
    const {train, held} = byChance(inOrderOfTarget(normals(6)), {sorted: true})(draw, rows);
    return {train, held: picked(held, permutation(held.x.length, draw))};
  },
  "healthy: oversampled in training": oversampled,
  "healthy: wave cut by time": cut(named("wave")),
  "healthy: 1 series, memory 0.9, cut": cut(wandering(1, 0.9)),
  "healthy: 8 series, memory 0.9, cut": cut(wandering(8, 0.9)),
  "healthy: 8 series, memory 0.98, cut": cut(wandering(8, 0.98)),
  "healthy: subjects of 10 rows in order": bySubject(10, {own: 0.5}),
  "healthy: subjects of 25 rows in order": bySubject(25, {own: 0.7}),
  "healthy: subjects of 25 rows, named": bySubject(25, {own: 0.7, mixed: true}),
  "unnamed: subjects of 25 rows, mixed": (draw, rows) => ({...bySubject(25, {own: 0.7, mixed: true})(draw, rows), groups: undefined}),
  "unnamed: walk cut by time": cut(named("walk")),
};

/** The held-out rows are changed one by one. */
const harmed =
  (width: number, change: (row: number[], draw: Random) => number[], make = normals(width)): Make =>
  (draw, rows) => {
    const {train, held} = byChance(make)(draw, rows);
    return {train, held: {...held, x: held.x.map((row) => change(row, draw))}};
  };

const related = (r: number) =>
  table(20, (draw) => {
    const row = times(20, () => normal(draw));
    return [row[0]!, r * row[0]! + Math.sqrt(1 - r * r) * row[1]!, ...row.slice(2)];
  });

/** A fifth column of clouds that the training rows lack. */
const lacking = (share: number): Make =>
  harmed(8, (row, draw) => (draw() < share ? row.map((value, j) => (j < 4 ? value + 3 : value)) : row));

const sick: Readonly<Record<string, Make>> = Object.fromEntries([
  ...[0.3, 0.5, 0.7, 0.9].map(
    (by) => [`sick: 1 of 20 moved by ${by}`, harmed(20, (row) => row.map((value, j) => (j ? value : value + by)))] as const,
  ),
  ...[0.1, 0.2, 0.3, 0.5].map((by) => [`sick: 20 of 20 moved by ${by}`, harmed(20, (row) => row.map((value) => value + by))] as const),
  ...[1.3, 1.6, 1.9].map(
    (by) => [`sick: 1 of 20 as wide as ${by}`, harmed(20, (row) => row.map((value, j) => (j ? value : value * by)))] as const,
  ),
  ...[1.2, 1.4, 1.7].map((by) => [`sick: 20 of 20 as wide as ${by}`, harmed(20, (row) => row.map((value) => value * by))] as const),
  ...[0.4, 0.6, 0.8, 0.95].map(
    (r) => [`sick: correlation ${r} of 2 of 20 turned round`, harmed(20, (row) => [-row[0]!, ...row.slice(1)], related(r))] as const,
  ),
  ...[0.6, 0.8, 0.95].map(
    (r) =>
      [`sick: correlation ${r} of 2 of 20 lost`, harmed(20, (row, draw) => [row[0]!, normal(draw), ...row.slice(2)], related(r))] as const,
  ),
  ["sick: moved by 0.5 against a correlation of 0.95", harmed(20, (row) => [row[0]! + 0.5, ...row.slice(1)], related(0.95))] as const,
  [
    "sick: two columns swapped of six related",
    harmed(
      4,
      ([a, b, c, d]) => [a!, c!, b!, d!],
      table(4, (draw) => {
        const [a, b] = [normal(draw), normal(draw)];
        return [a, 0.9 * a + 0.4 * normal(draw), b, 0.9 * b + 0.4 * normal(draw)];
      }),
    ),
  ] as const,
  ...[0.1, 0.2, 0.3, 0.5].map((share) => [`sick: ${share} of the held-out rows of a kind not in training`, lacking(share)] as const),
]);
