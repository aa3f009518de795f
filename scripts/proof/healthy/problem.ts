import type {Draw} from "./draw.js";

/** Rows in memory and what a network must give for them. */
export interface Problem {
  /** What is learned, for the record. */
  title: string;
  /** What the first layers must take: a table, a sequence, an image, or words by number. */
  body: "table" | "sequence" | "image" | "words";
  /** Inputs, row by row, and the shape of one. */
  x: number[][];
  shape: number[];
  /** Targets, row by row. */
  y: number[][];
  /** The output layer and loss that suit it. */
  output: {units: number; activation: "linear" | "softmax" | "sigmoid"; loss: string};
  /** How many words there are. */
  words?: number;
}

/** One of the kinds of problems, with its sizes and noise drawn. */
export const drawProblem = (draw: Draw): Problem => draw.one(kinds)(draw);

const blobs = (draw: Draw): Problem => {
  const [classes, features] = [draw.whole(2, 6), draw.whole(2, 20)];
  const centres = rows(classes * draw.whole(1, 2), () => rows(features, () => 2.2 * draw.normal()));
  const labels = labelled(draw, {count: draw.rows(200, 500), classes: centres.length});
  const x = labels.map((k) => centres[k]!.map((at) => at + draw.normal()));
  return classify(
    {title: `blobs ${features} → ${classes}`, body: "table", x: standardised(x), shape: [features]},
    labels.map((k) => k % classes),
    classes,
    draw,
  );
};

const moons = (draw: Draw): Problem => {
  const labels = labelled(draw, {count: draw.rows(200, 400), classes: 2});
  const x = labels.map((k) => {
    const angle = Math.PI * draw.between(0, 1);
    const at = k ? [1 - Math.cos(angle), 0.5 - Math.sin(angle)] : [Math.cos(angle), Math.sin(angle)];
    return at.map((value) => value + 0.12 * draw.normal());
  });
  return classify({title: "moons", body: "table", x: standardised(x), shape: [2]}, labels, 2, draw);
};

const surface = (draw: Draw): Problem => {
  const features = draw.whole(2, 10);
  const weights = rows(features, () => draw.normal());
  const bent = draw.chance(0.5);
  const x = rows(draw.rows(200, 500), () => rows(features, () => draw.normal()));
  const y = x.map((row) => {
    const line = row.reduce((sum, value, j) => sum + value * weights[j]!, 0) / Math.sqrt(features);
    return [line + (bent ? Math.sin(2 * row[0]!) + 0.5 * row[1]! ** 2 : 0) + 0.1 * draw.normal()];
  });
  return {title: `surface ${features}${bent ? ", bent" : ""}`, body: "table", x, shape: [features], y: standardised(y), output: regression};
};

const tags = (draw: Draw): Problem => {
  const [features, units] = [draw.whole(4, 12), draw.whole(3, 6)];
  const weights = rows(units, () => rows(features, () => draw.normal()));
  const x = rows(draw.rows(250, 500), () => rows(features, () => draw.normal()));
  const y = x.map((row) => weights.map((w) => Number(w.reduce((sum, value, j) => sum + value * row[j]!, 0.3 * draw.normal()) > 0)));
  return {
    title: `tags ${features} → ${units}`,
    body: "table",
    x,
    shape: [features],
    y,
    output: {units, activation: "sigmoid", loss: "binaryCrossentropy"},
  };
};

const mirror = (draw: Draw): Problem => {
  const [features, causes] = [draw.whole(6, 16), draw.whole(2, 3)];
  const weights = rows(features, () => rows(causes, () => draw.normal()));
  const x = standardised(
    rows(draw.rows(250, 500), () => {
      const hidden = rows(causes, () => draw.normal());
      return weights.map((w) => w.reduce((sum, value, j) => sum + value * hidden[j]!, 0.1 * draw.normal()));
    }),
  );
  return {title: `mirror ${features}`, body: "table", x, shape: [features], y: x, output: {...regression, units: features}};
};

const waves = (draw: Draw): Problem => {
  const [classes, steps] = [draw.whole(2, 3), draw.whole(12, 24)];
  const labels = labelled(draw, {count: draw.rows(200, 500), classes});
  const x = labels.map((k) => {
    const start = draw.between(0, 2 * Math.PI);
    return rows(steps, (t) => Math.sin(start + t * (0.25 + 0.5 * k)) + 0.1 * draw.normal());
  });
  return classify({title: `waves ${steps} → ${classes}`, body: "sequence", x, shape: [steps, 1]}, labels, classes, draw);
};

const forecast = (draw: Draw): Problem => {
  const steps = draw.whole(8, 16);
  const pace = draw.between(0.2, 0.6);
  const series = rows(draw.rows(250, 500) + steps, (t) => Math.sin(pace * t) + 0.3 * Math.sin(2.3 * pace * t) + 0.05 * draw.normal());
  const x = series.slice(0, -steps).map((_, i) => series.slice(i, i + steps));
  return {title: `forecast ${steps}`, body: "sequence", x, shape: [steps, 1], y: x.map((_, i) => [series[i + steps]!]), output: regression};
};

const shapes = (draw: Draw): Problem => {
  const size = draw.one([8, 10, 12]);
  const labels = labelled(draw, {count: draw.rows(200, 500), classes: 3});
  const x = labels.map((k) => {
    const [top, left] = [draw.whole(1, size - 5), draw.whole(1, size - 5)];
    return rows(size * size, (i) => {
      const [r, c] = [Math.floor(i / size) - top, (i % size) - left];
      const within = r >= 0 && c >= 0 && r < 4 && c < 4;
      const ink = within && (k === 0 ? r === 1 || r === 2 : k === 1 ? c === 1 || c === 2 : r === c);
      return Math.min(1, Math.max(0, (ink ? 0.85 : 0.1) + 0.08 * draw.normal()));
    });
  });
  return classify({title: `shapes ${size}`, body: "image", x, shape: [size, size, 1]}, labels, 3, draw);
};

const topics = (draw: Draw): Problem => {
  const [words, steps, classes] = [draw.whole(40, 200), draw.whole(8, 20), draw.whole(2, 3)];
  const labels = labelled(draw, {count: draw.rows(250, 500), classes});
  const x = labels.map((k) => rows(steps, () => (draw.chance(0.4) ? k + classes * draw.whole(0, 4) : draw.whole(5 * classes, words - 1))));
  return {...classify({title: `topics ${words} words`, body: "words", x, shape: [steps]}, labels, classes, draw), words};
};

const kinds = [blobs, blobs, moons, surface, surface, tags, mirror, waves, forecast, shapes, topics];

const regression = {units: 1, activation: "linear", loss: "meanSquaredError"} as const;

function classify(base: Pick<Problem, "title" | "body" | "x" | "shape">, labels: number[], classes: number, draw: Draw): Problem {
  if (classes === 2 && draw.chance(0.6))
    return {...base, y: labels.map((k) => [k]), output: {units: 1, activation: "sigmoid", loss: "binaryCrossentropy"}};
  if (draw.chance(0.3))
    return {...base, y: labels.map((k) => [k]), output: {units: classes, activation: "softmax", loss: "sparseCategoricalCrossentropy"}};
  const y = labels.map((k) => rows(classes, (j) => Number(j === k)));
  return {...base, y, output: {units: classes, activation: "softmax", loss: "categoricalCrossentropy"}};
}

const rows = <T>(count: number, make: (i: number) => T): T[] => Array.from({length: count}, (_, i) => make(i));

const labelled = (draw: Draw, {count, classes}: {count: number; classes: number}) => rows(count, () => draw.whole(0, classes - 1));

function standardised(x: number[][]): number[][] {
  const columns = x[0]!.map((_, j) => {
    const mean = x.reduce((sum, row) => sum + row[j]!, 0) / x.length;
    return {mean, sd: Math.sqrt(x.reduce((sum, row) => sum + (row[j]! - mean) ** 2, 0) / x.length)};
  });
  return x.map((row) => row.map((value, j) => (value - columns[j]!.mean) / columns[j]!.sd));
}
