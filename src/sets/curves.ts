import type {Dataset} from "../case.js";
import {derive, random} from "../math/random.js";
import {block, labelsOf, written} from "./labels.js";
import {normal} from "./noise.js";
import {refuseCounts, type SetOptions} from "./options.js";

/** Two half circles of radius 1 that interleave, as scikit-learn's make_moons draws them: no line parts them; inputs `[rows, 2]`, targets 0 or 1 `[rows, 1]`. */
export const moons = ({noise = 0.1, ...options}: SetOptions = {}): Dataset =>
  curves({...options, noise}, {name: "moons", classes: ["upper", "lower"], point: moon});

function moon(label: number, turn: number): [number, number] {
  const [x, y] = [Math.cos(Math.PI * turn), Math.sin(Math.PI * turn)];
  return label === 0 ? [x, y] : [1 - x, 0.5 - y];
}

/** What circles take. */
export interface CircleOptions extends SetOptions {
  /** Radius of the inner circle, where the outer one's is 1. */
  factor?: number;
}

/** A circle in a circle, as scikit-learn's make_circles draws them: no line parts them; inputs `[rows, 2]`, targets 0 (outer) or 1 (inner) `[rows, 1]`. */
export const circles = ({noise = 0.08, factor = 0.5, ...options}: CircleOptions = {}): Dataset =>
  curves(
    {...options, noise},
    {
      name: "circles",
      classes: ["outer", "inner"],
      point: (label, turn) => {
        const radius = label === 0 ? 1 : factor;
        return [radius * Math.cos(2 * Math.PI * turn), radius * Math.sin(2 * Math.PI * turn)];
      },
    },
  );

interface Curves {
  name: string;
  classes: readonly string[];
  /** A point of a class's curve, at a share of its way. */
  point: (label: number, turn: number) => [number, number];
}

function curves({rows = 500, seed = 1, noise = 0}: SetOptions, {name, classes, point}: Curves): Dataset {
  refuseCounts({rows});
  const draw = random(derive(seed, name));
  const spread = normal(draw);
  const labels = labelsOf(rows, {classes: 2, draw});
  return {
    x: block(labels.map((label) => point(label, draw()).map((value) => value + noise * spread()))),
    y: written(labels, {classes: 2, oneHot: false}),
    names: {features: ["x", "y"], classes},
  };
}
