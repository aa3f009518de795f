import type {Task} from "../../../src/case.js";
import type {Split} from "../../../src/check.js";
import {derive, permutation, random, type Random} from "../../../src/math/random.js";

/** Data of one kind that are healthy by construction. */
export interface World {
  kind: string;
  task: Task;
  /** Each row's numbers. */
  x: number[][];
  /** Each row's target: a class, or numbers. */
  y: number[][];
  /** Shape of one row of inputs; flat when left out. */
  shape?: readonly number[];
}

/** A standard normal number (Box & Muller 1958). */
export const normal = (draw: Random): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());

/** What a function makes of 0, 1, … below a number. */
export const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({length: count}, (_, i) => make(i));
const between = (draw: Random, low: number, high: number): number => low + Math.floor(draw() * (high - low + 1));

/** What a seeded stream and a number of rows make. */
export type Maker = (draw: Random, rows: number) => Omit<World, "kind">;

/** Kinds of healthy data, by name. */
export const makers: Record<string, Maker> = {
  blobs(draw, rows) {
    const [features, classes] = [between(draw, 1, 10), between(draw, 2, 5)];
    const centres = times(classes, () => times(features, () => draw() * 20 - 10));
    return classed(rows, {draw, classes, row: (label) => centres[label]!.map((centre) => centre + normal(draw))});
  },
  tight(draw, rows) {
    const [features, classes] = [between(draw, 2, 20), between(draw, 2, 4)];
    const centres = times(2 * classes, () => times(features, () => (draw() < 0.5 ? -1 : 1)));
    return classed(rows, {draw, classes, row: (label) => centres[label + classes * between(draw, 0, 1)]!.map((at) => at + normal(draw))});
  },
  moons(draw, rows) {
    return classed(rows, {
      draw,
      classes: 2,
      row: (label) => {
        const angle = Math.PI * draw();
        const [a, b] = [Math.cos(angle), Math.sin(angle)];
        return [(label ? 1 - a : a) + 0.15 * normal(draw), (label ? 0.5 - b : b) + 0.15 * normal(draw)];
      },
    });
  },
  xor(draw, rows) {
    const extra = between(draw, 0, 3);
    const x = times(rows, () => times(2 + extra, () => draw() * 2 - 1));
    return {task: "binary", x, y: x.map(([a, b]) => [Number(a! * b! > 0)])};
  },
  parity(draw, rows) {
    const bits = between(draw, 3, 5);
    const x = times(rows, () => times(bits, () => between(draw, 0, 1)));
    return {task: "binary", x, y: x.map(([a, b, c]) => [(a! + b! + c!) % 2])};
  },
  overlap(draw, rows) {
    // Two normal clusters whose best possible error is 5 to 25 %.
    const [features, gap] = [between(draw, 1, 8), 1.35 + 1.95 * draw()];
    return classed(rows, {draw, classes: 2, row: (label) => times(features, (j) => (j === 0 ? label * gap : 0) + normal(draw))});
  },
  logistic(draw, rows) {
    const [features, slope] = [between(draw, 1, 10), 0.5 + 2.5 * draw()];
    const x = times(rows, () => times(features, () => normal(draw)));
    return {task: "binary", x, y: x.map((row) => [Number(draw() < 1 / (1 + Math.exp((-slope * sum(row)) / Math.sqrt(features))))])};
  },
  rare(draw, rows) {
    return classed(rows, {
      draw,
      classes: 2,
      share: 0.04 + 0.1 * draw(),
      row: (label) => times(5, (j) => (j < 2 ? label * 2 : 0) + normal(draw)),
    });
  },
  nominal(draw, rows) {
    const levels = between(draw, 2, 5);
    const effects = times(3, () => times(levels, () => 3 * normal(draw)));
    const picks = times(rows, () => times(3, () => between(draw, 0, levels - 1)));
    return {
      task: "binary",
      x: picks.map((row) => row.flatMap((pick) => times(levels, (level) => Number(level === pick)))),
      y: picks.map((row) => [Number(draw() < 1 / (1 + Math.exp(-sum(row.map((pick, j) => effects[j]![pick]!)))))]),
    };
  },
  wide(draw, rows) {
    // A few columns matter among many that do not.
    const [features, matter] = [between(draw, 20, 60), between(draw, 2, 6)];
    const x = times(rows, () => times(features, () => normal(draw)));
    const truth = (row: number[]) => sum(row.slice(0, matter)) + 0.7 * row[0]! * row[1]!;
    return {task: "binary", x, y: x.map((row) => [Number(truth(row) + 0.3 * normal(draw) > 0)])};
  },
  linear(draw, rows) {
    const features = between(draw, 1, 15);
    const [weights, noise] = [times(features, () => 100 * draw()), 50 * draw()];
    const x = times(rows, () => times(features, () => normal(draw)));
    return {task: "regression", x, y: x.map((row) => [sum(row.map((value, j) => value * weights[j]!)) + noise * normal(draw)])};
  },
  friedman(draw, rows) {
    const x = times(rows, () => times(between(draw, 5, 5), () => draw()));
    const truth = ([a, b, c, d, e]: number[]) => 10 * Math.sin(Math.PI * a! * b!) + 20 * (c! - 0.5) ** 2 + 10 * d! + 5 * e!;
    return {task: "regression", x, y: x.map((row) => [truth(row) + normal(draw)])};
  },
  curve(draw, rows) {
    const frequency = 1 + 5 * draw();
    const x = times(rows, () => [draw() * 2 - 1]);
    return {task: "regression", x, y: x.map(([a]) => [Math.sin(frequency * a!) + 0.1 * normal(draw)])};
  },
  sizes(draw, rows) {
    // Columns that go together, one of which leads.
    const x = times(rows, () => {
      const size = normal(draw);
      return [size, 0.7 * size + 0.7 * normal(draw), normal(draw), 0.4 * size + 0.9 * normal(draw)];
    });
    return {task: "regression", x, y: x.map(([a, b, c]) => [Math.exp(a! + 0.4 * b! + 0.3 * c! + 0.2 * normal(draw))])};
  },
  wave(draw, rows) {
    const [width, noise, speed] = [between(draw, 5, 20), 0.2 * draw(), 0.1 + 0.5 * draw()];
    const series = times(rows + width, (t) => Math.sin(speed * t) + noise * normal(draw));
    return {
      task: "forecast",
      shape: [width, 1],
      x: times(rows, (i) => series.slice(i, i + width)),
      y: times(rows, (i) => [series[i + width]!]),
    };
  },
  walk(draw, rows) {
    const width = between(draw, 3, 12);
    let at = 0;
    const series = times(rows + width, () => (at += normal(draw)));
    return {task: "forecast", x: times(rows, (i) => series.slice(i, i + width)), y: times(rows, (i) => [series[i + width]!])};
  },
  pictures(draw, rows) {
    const classes = between(draw, 2, 5);
    const stamps = times(classes, () => times(25, () => Number(draw() < 0.5)));
    return {
      ...classed(rows, {
        draw,
        classes,
        row: (label) => {
          const [down, right] = [between(draw, 0, 2), between(draw, 0, 2)];
          return times(64, (i) => {
            const [r, c] = [Math.floor(i / 8) - down, (i % 8) - right];
            return (r >= 0 && r < 5 && c >= 0 && c < 5 ? stamps[label]![r * 5 + c]! : 0) + 0.2 * normal(draw);
          });
        },
      }),
      shape: [8, 8, 1],
    };
  },
  several(draw, rows) {
    const x = times(rows, () => times(8, () => normal(draw)));
    return {task: "multilabel", x, y: x.map((row) => [0, 1, 2].map((j) => Number(row[j]! + row[j + 3]! > 0)))};
  },
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function classed(
  rows: number,
  {draw, classes, row, share}: {draw: Random; classes: number; row: (label: number) => number[]; share?: number},
): Omit<World, "kind"> {
  const labels = times(rows, () => (share === undefined ? between(draw, 0, classes - 1) : Number(draw() < share)));
  return {task: classes === 2 ? "binary" : "multiclass", x: labels.map(row), y: labels.map((label) => [label])};
}

/** The `i`-th healthy world, of the kinds named or of all in turn, with between `least` and `most` rows. */
export function world(
  i: number,
  {kinds = Object.keys(makers), least = 60, most = 1500}: {kinds?: readonly string[]; least?: number; most?: number} = {},
): World {
  const draw = random(derive(7, "world", i));
  const kind = kinds[i % kinds.length]!;
  const rows = Math.round(least * (most / least) ** draw());
  return {kind, ...makers[kind]!(draw, rows)};
}

/** A world as the checks read it. */
export function splitOf({x, y, shape = [x[0]!.length]}: World): Split {
  const block = (name: string, {rows, of}: {rows: number[][]; of: readonly number[]}) => ({
    name,
    shape: of,
    size: rows[0]!.length,
    values: Float32Array.from(rows.flat()),
    names: rows[0]!.map((_, j) => `x${j + 1}`),
  });
  return {rows: x.length, given: x.length, x: [block("x", {rows: x, of: shape})], y: [block("y", {rows: y, of: [y[0]!.length]})]};
}

/** The first and the last rows of a world. */
export function cutAt(whole: World, share: number): [World, World] {
  const at = Math.round(whole.x.length * share);
  return [
    {...whole, x: whole.x.slice(0, at), y: whole.y.slice(0, at)},
    {...whole, x: whole.x.slice(at), y: whole.y.slice(at)},
  ];
}

/** A world whose targets are dealt anew. */
export function dealt(whole: World, seed: number): World {
  return {...whole, y: permutation(whole.y.length, random(seed)).map((row) => whole.y[row]!)};
}
