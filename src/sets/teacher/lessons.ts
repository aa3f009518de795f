import {permutation, random, type Random} from "../../math/random.js";
import {normal} from "../noise.js";
import {directions} from "./factors.js";
import {rowShape, size, type Block, type Coding, type Factors, type TeacherTarget} from "./options.js";
import {usualCoding, written} from "./targets.js";

/** What one output is taught: draws the hidden factors of rows and the answers to them. */
export interface Lesson {
  /** The shape of one row of targets. */
  row: readonly number[];
  /** Set when the answer is an input itself: the coding that both have. */
  echo?: Coding;
  teach(rows: number, draw: Random): {factors: Factors; answers: Block};
}

interface Setting {
  units: number;
  /** The target's shape before its last axis. */
  positions: readonly number[];
  coding: Coding;
  /** Draws what is to be learned. */
  world: Random;
  /** How many factors the inputs can show. */
  room: number;
  rows: number;
}

/** Prepares what an output is taught. */
export function openLesson({output, task, coding}: TeacherTarget, {seed, rows, room}: {seed: number; rows: number; room: number}): Lesson {
  const shape = rowShape(output);
  const units = shape.at(-1)!;
  const setting: Setting = {
    units,
    positions: shape.slice(0, -1),
    coding: coding ?? usualCoding(task, units),
    world: random(seed),
    room,
    rows,
  };
  if (task === "reconstruction") return {...numbers({...setting, room: Math.min(2, room)}), row: shape, echo: setting.coding};
  if (task === "multilabel") return bits(setting);
  if (task === "regression" || task === "forecast") return numbers(setting, {smooth: task === "forecast"});
  return units === 1 && setting.coding !== "classes" ? bits(setting) : classes(setting);
}

/** Rows that a class needs to be learned. */
const rowsPerClass = 25;

/** Classes up to which each has a factor of its own. */
const ownFactor = 16;

/** As many classes as have rows enough, balanced. */
function classes({units, positions, coding, world, rows}: Setting): Lesson {
  const total = Math.max(2, units);
  const used = permutation(total, world).slice(0, Math.min(total, Math.max(2, Math.floor(rows / rowsPerClass))));
  const codes = codesOf(used.length, world);
  const width = coding === "classes" ? 1 : units;
  const answer = (label: number): number[] =>
    coding === "classes" ? [label] : Array.from({length: units}, (_, unit) => written(unit === label, coding));
  return {
    row: [...positions, width],
    teach: (rows, draw) => {
      const drawn = permutation(rows, draw).map((place) => place % used.length);
      const factors = {values: Float64Array.from(drawn.flatMap((one) => codes[one]!)), count: codes[0]!.length};
      return {
        factors,
        answers: spread(
          drawn.map((one) => answer(used[one]!)),
          positions,
        ),
      };
    },
  };
}

/** For each class the values of the factors: one for two classes, one a class for a few, signs for many. */
function codesOf(count: number, world: Random): number[][] {
  if (count === 2) return [[-1], [1]];
  const index = Array.from({length: count}, (_, i) => i);
  if (count > ownFactor) return index.map(() => Array.from({length: ownFactor}, () => (world() < 0.5 ? -1 : 1)));
  const deviation = Math.sqrt((1 / count) * (1 - 1 / count));
  return index.map((own) => index.map((i) => (Number(i === own) - 1 / count) / deviation));
}

/** Yes or no for each unit, each the sign of a factor; units share factors when there are more of them. */
function bits({units, positions, coding, room}: Setting): Lesson {
  const count = Math.max(1, Math.min(units, room, 6));
  const row = [...positions, units];
  return {
    row,
    teach: (rows, draw) => {
      const columns = Array.from({length: count}, () => permutation(rows, draw).map((place) => (place % 2 === 0 ? 1 : -1)));
      const values = Float64Array.from({length: rows * count}, (_, at) => columns[at % count]![Math.floor(at / count)]!);
      const yes = (i: number, unit: number) => values[i * count + (unit % count)]! > 0 === (Math.floor(unit / count) % 2 === 0);
      const answers = Array.from({length: rows}, (_, i) => Array.from({length: units}, (_, unit) => written(yes(i, unit), coding)));
      return {factors: {values, count}, answers: spread(answers, positions)};
    },
  };
}

/** The deviation of the tanh of a standard normal number. */
const tanhDeviation = 0.6279;

/** The tanh of a direction in up to three factors; along the units of a forecast the direction turns slowly. */
function numbers({units, positions, coding, world, room}: Setting, {smooth = false}: {smooth?: boolean} = {}): Lesson {
  const count = Math.max(1, Math.min(3, room));
  const ways = smooth ? turning(units, {count, world}) : directions(units, {length: count, draw: world});
  const scale =
    coding === "0/1" ? (value: number) => (value + 1) / 2 : coding === "-1/1" ? Number : (value: number) => value / tanhDeviation;
  return {
    row: [...positions, units],
    teach: (rows, draw) => {
      const values = Float64Array.from({length: rows * count}, normal(draw));
      const along = (i: number, way: Float64Array) => way.reduce((sum, weight, j) => sum + weight * values[i * count + j]!, 0);
      const answers = Array.from({length: rows}, (_, i) => ways.map((way) => scale(Math.tanh(along(i, way)))));
      return {factors: {values, count}, answers: spread(answers, positions)};
    },
  };
}

function turning(units: number, {count, world}: {count: number; world: Random}): Float64Array[] {
  const [from, to] = directions(2, {length: count, draw: world}) as [Float64Array, Float64Array];
  const angle = (unit: number) => (count === 1 ? 0 : (Math.PI / 2) * (unit / units));
  return Array.from({length: units}, (_, unit) => from.map((value, i) => Math.cos(angle(unit)) * value + Math.sin(angle(unit)) * to[i]!));
}

/** Answers a row, the same at each position. */
function spread(answers: readonly (readonly number[])[], positions: readonly number[]): Block {
  const [width, times] = [answers[0]!.length, size(positions)];
  const values = new Float32Array(answers.length * times * width);
  for (let at = 0; at < answers.length * times; at++) values.set(answers[Math.floor(at / times)]!, at * width);
  return {values, row: [...positions, width]};
}
