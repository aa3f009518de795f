import {boundOf, isFall, noises, type Bound} from "./bound.js";
import {claim, equality, place, type Claim, type Learned} from "./claim.js";
import {valueCode} from "./literal.js";
import {extremes, type Of} from "./sight.js";

/** What to assert of a number: the same in all runs, near their mean, or no more than that it is finite. */
export function learnNumber(values: readonly number[], path: string): Learned {
  const [first] = values as [number];
  if (values.every((value) => Number.isNaN(value))) return {claims: [claim(path, {root: "be.NaN", inner: "is.NaN"})], notes: []};
  if (values.every((value) => value === first)) return {claims: [equality(path, {code: valueCode(first), deep: false})], notes: []};
  const bound = boundOf(values);
  const evidence = rangeText(values);
  if (bound) {
    const words = `closeTo(${valueCode(bound.centre)}, ${valueCode(bound.tolerance)})`;
    return {claims: [claim(path, {root: `be.${words}`, inner: `is.${words}`}, {evidence})], notes: []};
  }
  if (!values.every(Number.isFinite)) return {claims: [], notes: [`${place(path)} is not finite in some runs`]};
  return {
    claims: [claim(path, {root: "be.finite", inner: "is.finite"}, {evidence})],
    notes: [`${place(path)} varies too much (${evidence}): that it is finite, and no more`],
  };
}

/** `5 runs: 0.41 to 0.46`. */
export function rangeText(values: readonly number[]): string {
  const [low, high] = extremes(values);
  return `${values.length} runs: ${short(low)} to ${short(high)}`;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));

/** Longest list whose numbers are asserted one by one. */
const few = 4;

/** What to assert of a list of numbers that is too long to be written, or varies. */
export function learnNumbers(sights: readonly Of<"numbers">[], path: string): Learned {
  const [{values}] = sights as [Of<"numbers">];
  if (sights.some((one) => one.values.length !== values.length)) return {claims: [], notes: [`the length of ${place(path)} varies`]};
  const words = `lengthOf(${values.length})`;
  const length = claim(path, {root: `have.${words}`, inner: `has.${words}`});
  if (values.length <= few) {
    const each = values.map((_, index) =>
      learnNumber(
        sights.map((one) => one.values[index]!),
        `${path}[${index}]`,
      ),
    );
    return {claims: [length, ...each.flatMap(({claims}) => claims)], notes: each.flatMap(({notes}) => notes)};
  }
  return {
    claims: [length, ...finite(sights, path), ...falling(sights, path), ...ends(sights, path)],
    notes: [`${place(path)} is long: its length and range`],
  };
}

function finite(sights: readonly Of<"numbers">[], path: string): Claim[] {
  if (!sights.every(({values}) => values.every(Number.isFinite))) return [];
  const words = "((values: ArrayLike<number>) => Array.from(values).every(Number.isFinite))";
  return [claim(path, {root: `satisfy${words}`, inner: `satisfies${words}`})];
}

/** That each number is less than the one before it, where that held in all runs by more than chance. */
function falling(sights: readonly Of<"numbers">[], path: string): Claim[] {
  if (!isFalling(sights.map(({values}) => values))) return [];
  const words = "((values: number[]) => values.every((value, i) => i === 0 || value < values[i - 1]!))";
  return [claim(path, {root: `satisfy${words}`, inner: `satisfies${words}`}, {evidence: `in each of ${sights.length} runs`})];
}

/** Whether series fall at each step, by more than chance in so many runs. */
export function isFalling(series: readonly (readonly number[])[]): boolean {
  const [{length}] = series as [readonly number[]];
  const at = (step: number) => series.map((values) => values[step]!);
  return length > 2 && Array.from({length: length - 1}, (_, step) => step).every((step) => isFall(at(step), at(step + 1)));
}

/** Least and greatest, where the list is the value itself; the first and the last number in one deeper down. */
function ends(sights: readonly Of<"numbers">[], path: string): Claim[] {
  const last = sights[0]!.values.length - 1;
  if (path !== "")
    return [0, last].flatMap(
      (index) =>
        learnNumber(
          sights.map(({values}) => values[index]!),
          `${path}[${index}]`,
        ).claims,
    );
  return (["min", "max"] as const).flatMap((side, index) =>
    sideOf(
      sights.map(({values}) => extremes(values)[index]!),
      {expression: (subject) => `Math.${side}(...${subject})`},
    ),
  );
}

/**
 * What to assert of a number that an expression of the subject gives; nothing where that would say no more than that it is finite. A 32-bit float is never
 * asserted exactly: a probability that was 1 in all runs is 0.9999998 in the next.
 */
export function sideOf(
  values: readonly number[],
  {expression, single = false}: {expression: (subject: string) => string; single?: boolean},
): Claim[] {
  const [first] = values as [number];
  const same = values.every((value) => value === first);
  const zero = {centre: 0, tolerance: 0.01 * noises.single};
  const bound = single && same && first === 0 ? zero : boundOf(values, {noise: single ? noises.single : noises.double});
  const words = same && !single && Number.isInteger(first) ? `equal(${valueCode(first)})` : bound && near(bound);
  if (words === undefined) return [];
  return [{code: (subject) => `expect(${expression(subject)}).to.${words};`, ...(!same && {evidence: rangeText(values)}), typed: true}];
}

const near = ({centre, tolerance}: Bound): string => `be.closeTo(${valueCode(centre)}, ${valueCode(tolerance)})`;
