import type {Part} from "../check.js";
import {derive, permutation, random} from "../math/random.js";

/** One number that a part is differentiated by, with the slope as tfjs has it and as it is measured. */
export interface Slope {
  /** Name of the argument. */
  argument: string;
  /** Position within the argument. */
  at: number;
  /** What tfjs says; 0 where no gradient arrives. */
  told: number;
  /** What central differences say. */
  measured: number;
  /** `agrees`, `wrong`, or `flat` where the value does not move at all but tfjs gives a gradient. */
  verdict: "agrees" | "wrong" | "flat";
}

/** What is known of a part's gradient. */
export type Slopes =
  | {kind: "measured"; slopes: readonly Slope[]}
  /** The same arguments give different values. */
  | {kind: "random"}
  /** tfjs has no gradient: what it says. */
  | {kind: "thrown"; message: string}
  /** The layer has no weights and passes its input on unchanged: the gradient is changed on purpose, or left as it is. */
  | {kind: "identity"};

/** Numbers that a part is differentiated by at most, of all its arguments together (CS231n and TheDeepChecker sample them too). */
const sampled = 50;

/** Step of central differences in float32: the cube root of its precision (Press and others, Numerical Recipes, section 5.7). */
const step = Math.cbrt(6e-8);

/** Relative difference from which a slope is wrong: single precision and this step leave less than 1e-2 on smooth functions. */
const tolerance = 0.05;

/** Steps are tried at the full length, then shorter where a kink, a curve or the edge of the domain is near. */
const shorter = [1, 1 / 8, 1 / 64];

/** How often the rounding of float32 values a difference may be off by. */
const rounding = 20 * 6e-8;

/** Compares tfjs's gradient of a part with central differences, at a sample of its numbers. */
export async function measureSlopes(part: Part, {seed}: {seed: number}): Promise<Slopes> {
  const args = part.arguments.map(({values}) => Float32Array.from(values));
  const value = await part.value(args);
  const again = await part.value(args);
  if (value.some((one, i) => !Object.is(one, again[i]))) return {kind: "random"};
  const unchanged = args.map((values, i) => part.kind === "layer" && part.arguments[i]!.name.startsWith("input") && same(values, value));
  if (unchanged.includes(true) && args.length === 1) return {kind: "identity"};
  const mixture = part.kind === "loss" ? new Float32Array([1]) : mix(value.length, seed);
  let told: readonly (Float32Array | undefined)[];
  try {
    told = await part.gradient(args, mixture);
  } catch (error) {
    return {
      kind: "thrown",
      message: String((error as Error).message)
        .split("\n")[0]!
        .slice(0, 120),
    };
  }
  const scene = {part, args, mixture, value};
  const slopes: Slope[] = [];
  for (const place of places(args, seed).filter(({argument}) => !unchanged[argument])) {
    const slope = await measure(scene, {...place, told: told[place.argument]?.[place.at] ?? 0});
    if (slope) slopes.push(slope);
  }
  return {kind: "measured", slopes};
}

const same = (a: Float32Array, b: Float32Array): boolean => a.length === b.length && a.every((value, i) => value === b[i]);

/** Weights between 0.5 and 1.5 of either sign. */
function mix(count: number, seed: number): Float32Array {
  const draw = random(derive(seed, "mixture"));
  return Float32Array.from({length: count}, () => (draw() < 0.5 ? -1 : 1) * (0.5 + draw()));
}

/** Numbers to differentiate by: each argument gets an equal share of the sample, as far as it has as many. */
function places(args: readonly Float32Array[], seed: number): {argument: number; at: number}[] {
  const share = Math.ceil(sampled / args.length);
  return args.flatMap((values, argument) =>
    permutation(values.length, random(derive(seed, "places", argument)))
      .slice(0, share)
      .map((at) => ({argument, at})),
  );
}

interface Scene {
  part: Part;
  args: Float32Array[];
  mixture: Float32Array;
  value: Float32Array;
}

interface Sum {
  sum: number;
  /** Sum of the sizes of the terms, which the rounding goes with. */
  size: number;
}

const total = (values: Float32Array, mixture: Float32Array): Sum => {
  let [sum, size] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! * mixture[i]!;
    size += Math.abs(values[i]! * mixture[i]!);
  }
  return {sum, size};
};

/** A slope, unless a kink, the end of the domain or the rounding hides it. */
async function measure(
  {part, args, mixture, value}: Scene,
  {argument, at, told}: {argument: number; at: number; told: number},
): Promise<Slope | undefined> {
  const here = total(value, mixture);
  const place = {argument: part.arguments[argument]!.name, at, told};
  for (const factor of shorter) {
    const centre = args[argument]![at]!;
    const h = step * factor * Math.max(1, Math.abs(centre));
    const [up, down] = [await shifted(centre + h), await shifted(centre - h)];
    args[argument]![at] = centre;
    const [above, below] = [total(up.values, mixture).sum - here.sum, here.sum - total(down.values, mixture).sum];
    const [right, left] = [above / (up.at - centre), below / (centre - down.at)];
    if (!Number.isFinite(right) || !Number.isFinite(left)) continue;
    const noise = (rounding * here.size) / h;
    if (Math.abs(right - left) > 0.2 * Math.max(Math.abs(right), Math.abs(left)) + noise) continue;
    const measured = (above + below) / (up.at - down.at);
    const largest = Math.max(Math.abs(measured), Math.abs(told));
    if (same(up.values, value) && same(down.values, value)) return {...place, measured: 0, verdict: told === 0 ? "agrees" : "flat"};
    if (largest <= 2 * noise) return undefined;
    return {...place, measured, verdict: Math.abs(measured - told) > tolerance * largest + noise ? "wrong" : "agrees"};
  }
  return undefined;

  async function shifted(to: number): Promise<{values: Float32Array; at: number}> {
    args[argument]![at] = to;
    return {values: await part.value(args), at: args[argument]![at]!};
  }
}
