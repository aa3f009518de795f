import type {Dataset} from "../case.js";
import {derive, random, type Random} from "../math/random.js";
import {digits, type Point} from "./glyphs/strokes.js";
import {labelsOf, written} from "./labels.js";
import {normal} from "./noise.js";
import {refuseCounts, type ClassOptions} from "./options.js";

/** What glyphs take. */
export interface GlyphOptions extends ClassOptions {
  /** Side of a picture, in pixels. */
  size?: number;
}

/**
 * Digits drawn by strokes, each shifted, turned, slanted, stretched, thick or thin, with noise: pictures between 0 and 1 `[rows, size, size, 1]`, labels
 * `[rows, 10]`; in the manner of the 8 × 8 digits of Alpaydin & Kaynak (1998), without a file.
 */
export function glyphs({rows = 500, seed = 1, noise = 0.08, size = 8, oneHot}: GlyphOptions = {}): Dataset {
  refuseCounts({rows, size});
  const draw = random(derive(seed, "glyphs"));
  const spread = normal(draw);
  const labels = labelsOf(rows, {classes: digits.length, draw});
  const values = new Float32Array(rows * size * size);
  labels.forEach((label, row) => {
    const picture = drawn(digits[label]!, {size, draw});
    picture.forEach((ink, at) => (values[row * size * size + at] = Math.min(1, Math.max(0, ink + noise * spread()))));
  });
  return {
    x: {values, shape: [rows, size, size, 1]},
    y: written(labels, {classes: digits.length, oneHot}),
    names: {classes: digits.map((_, digit) => String(digit))},
  };
}

/** The ink in each pixel, 0 to 1. */
function drawn(strokes: readonly (readonly Point[])[], {size, draw}: {size: number; draw: Random}): Float64Array {
  const hand = handOf(draw);
  const segments = strokes.flatMap((stroke) => stroke.slice(1).map((to, i) => [hand(stroke[i]!), hand(to)] as const));
  const thickness = (0.09 + 0.07 * draw()) * size;
  return Float64Array.from({length: size * size}, (_, at) => {
    const pixel: Point = [((at % size) + 0.5) / size, (Math.floor(at / size) + 0.5) / size];
    const away = Math.min(...segments.map(([from, to]) => distance(pixel, {from, to}))) * size;
    // The edge of a stroke is a pixel wide.
    return Math.min(1, Math.max(0, thickness / 2 + 0.5 - away));
  });
}

/** How one drawing moves the points of a stroke: about the middle, then by up to a tenth of the square. */
function handOf(draw: Random): (point: Point) => Point {
  const between = (reach: number) => reach * (2 * draw() - 1);
  const [turn, slant, width, height, right, down] = [
    between(0.15),
    between(0.2),
    between(0.12),
    between(0.1),
    between(0.09),
    between(0.07),
  ];
  return ([x, y]) => {
    const [a, b] = [(x - 0.5) * (1 + width) - slant * (y - 0.5), (y - 0.5) * (1 + height)];
    return [0.5 + right + a * Math.cos(turn) - b * Math.sin(turn), 0.5 + down + a * Math.sin(turn) + b * Math.cos(turn)];
  };
}

function distance([x, y]: Point, {from: [ax, ay], to: [bx, by]}: {from: Point; to: Point}): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
