import type {Random} from "../../math/random.js";
import {normal} from "../noise.js";
import {size, type Block, type Encoding} from "./options.js";

/**
 * Series `[steps, features]` and pictures `[…, height, width, channels]` of mean 0 and deviation of about 1. Each factor sets a level (a colour) and a smooth
 * pattern of half a wave to one (a trend), and how strong a wave or texture of its own is, so that a network which pools over all positions sees it too.
 */
export function encodeGrid(row: readonly number[], {factors: {values, count}, world, draw, noise}: Encoding): Block {
  const space = row.slice(0, -1);
  const channels = row.at(-1)!;
  const patterns = Array.from({length: count}, (_, f) =>
    smooth(space, {channels, level: count === 1 ? 1 : 2 * ((f + 0.5) / count) - 1, world}),
  );
  const textures = Array.from({length: count}, (_, f) => texture(space, {channels, share: f / count, index: f, world}));
  const length = size(row);
  const deviation = Math.hypot(rootMeanSquare(patterns), rootMeanSquare(textures) * typicalStrength, noise * spread);
  const random = normal(draw);
  const rows = values.length / count;
  const x = new Float32Array(rows * length);
  const one = new Float64Array(length);
  for (let i = 0; i < rows; i++) {
    for (let at = 0; at < length; at++) one[at] = noise * spread * random();
    for (let f = 0; f < count; f++) {
      add(patterns[f]!, {to: one, by: values[i * count + f]!});
      add(textures[f]!, {to: one, by: strength(values[i * count + f]!)});
    }
    for (let at = 0; at < length; at++) x[i * length + at] = one[at]! / deviation;
  }
  return {values: x, row};
}

/** Deviation of the noise, where the patterns' is about 1. */
const spread = 0.7;

/** How strong a texture is: never below 0, and hardly there for a factor below 0. */
const strength = (factor: number): number => Math.log1p(Math.exp(2 * factor)) / 2;

/** The root mean square of the strength for a factor of deviation 1. */
const typicalStrength = 0.75;

interface Space {
  channels: number;
  world: Random;
}

/** A level a channel and two slow waves. */
function smooth(space: readonly number[], {channels, level, world}: Space & {level: number}): Float64Array {
  const random = normal(world);
  const colours = Array.from({length: channels}, () => (channels === 1 ? 1.5 * level : random()));
  const waves = Array.from({length: channels}, () => {
    const turns = space.map(() => (world() < 0.5 ? -1 : 1) * (0.5 + 0.5 * world()));
    return {turns: turns.map((turn, axis) => (2 * Math.PI * turn) / space[axis]!), phase: 2 * Math.PI * world()};
  });
  return drawn(space, {channels, value: (place, channel) => colours[channel]! + Math.cos(angle(place, waves[channel]!))});
}

/** A wave of a few positions' length: in pictures each factor has its own direction, in series its own length. */
function texture(space: readonly number[], {channels, share, index, world}: Space & {share: number; index: number}): Float64Array {
  const steps = space.at(-1)!;
  const turn = Math.PI * share;
  const length = space.length === 1 ? 3 * (Math.max(6, steps / 2) / 3) ** share : index % 2 === 0 ? 3 : 5;
  const fine = (2 * Math.PI) / length;
  const last = space.length === 1 ? [fine] : [fine * Math.cos(turn), fine * Math.sin(turn)];
  const turns = [...space.slice(0, -last.length).map(() => 0), ...last];
  const weights = Array.from({length: channels}, () => (world() < 0.5 ? -1.4 : 1.4));
  const phase = 2 * Math.PI * world();
  return drawn(space, {channels, value: (place, channel) => weights[channel]! * Math.cos(angle(place, {turns, phase}))});
}

const angle = (place: readonly number[], {turns, phase}: {turns: readonly number[]; phase: number}): number =>
  turns.reduce((sum, turn, axis) => sum + turn * place[axis]!, phase);

type Value = (place: readonly number[], channel: number) => number;

/** A value at each place and channel, row-major. */
function drawn(space: readonly number[], {channels, value}: {channels: number; value: Value}): Float64Array {
  const values = new Float64Array(size(space) * channels);
  for (let at = 0; at < values.length; at++) values[at] = value(placeOf(Math.floor(at / channels), space), at % channels);
  return values;
}

function placeOf(index: number, space: readonly number[]): number[] {
  const place: number[] = [];
  for (let axis = space.length - 1, rest = index; axis >= 0; axis--) {
    place[axis] = rest % space[axis]!;
    rest = Math.floor(rest / space[axis]!);
  }
  return place;
}

function add(pattern: Float64Array, {to, by}: {to: Float64Array; by: number}): void {
  for (let at = 0; at < to.length; at++) to[at]! += by * pattern[at]!;
}

/** Of the sum of all patterns, at independent strengths of deviation 1. */
function rootMeanSquare(patterns: readonly Float64Array[]): number {
  const sum = patterns.reduce((all, pattern) => all + pattern.reduce((part, value) => part + value * value, 0), 0);
  return Math.sqrt(sum / patterns[0]!.length);
}
