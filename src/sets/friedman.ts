import type {Dataset} from "../case.js";
import {derive, random} from "../math/random.js";
import {block} from "./labels.js";
import {normal} from "./noise.js";
import {refuseCounts, type SetOptions} from "./options.js";

/**
 * Friedman's first regression (Multivariate Adaptive Regression Splines, 1991, section 4.3): ten features between 0 and 1, of which five count,
 * y = 10 sin(π x₁ x₂) + 20 (x₃ − ½)² + 10 x₄ + 5 x₅ + noise of deviation 1; inputs `[rows, 10]`, targets `[rows, 1]` of mean 14.4 and deviation 5.
 */
export function friedman({rows = 500, seed = 1, noise = 1}: SetOptions = {}): Dataset {
  refuseCounts({rows});
  const draw = random(derive(seed, "friedman"));
  const spread = normal(draw);
  const x = Array.from({length: rows}, () => Array.from({length: 10}, draw));
  return {x: block(x), y: block(x.map((row) => [law(row) + noise * spread()])), names: {features: x[0]!.map((_, i) => `x${i + 1}`)}};
}

const law = ([a, b, c, d, e]: readonly number[]): number => 10 * Math.sin(Math.PI * a! * b!) + 20 * (c! - 0.5) ** 2 + 10 * d! + 5 * e!;
