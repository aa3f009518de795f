import type {Num} from "../finding.js";
import {counted, digits} from "../math/digits.js";
import {assertionError} from "./assertion.js";
import type {Feature} from "./feature.js";
import type {Fingerprint, Side} from "./fingerprint.js";

/** How alike two fingerprints must be. */
export interface Likeness {
  /**
   * Share of a component's range by which its figures may differ, and share of its rows by which counts may; 0 when left out: the very same rows.
   * With a tolerance rows may differ, so that their hashes are not compared.
   */
  tolerance?: number;
  /** Whether the rows must stand in the same order; true when left out, and not asked with a tolerance. */
  order?: boolean;
}

/** Throws one assertion error that lists all in which two fingerprints differ: a wrong file, another preprocessing, other rows, or another order. */
export function assertSame(fingerprint: Fingerprint, other: Fingerprint, {tolerance = 0, order = true}: Likeness = {}): void {
  for (const [name, value] of Object.entries({fingerprint, other})) expectFingerprint(value, name);
  if (!(tolerance >= 0 && tolerance < 1)) throw new RangeError(`expected tolerance to be a share from 0 to below 1, got ${tolerance}`);
  const found = [
    ...counts("rows", [fingerprint.rows, other.rows], tolerance),
    ...sides("x", [fingerprint.x, other.x], tolerance),
    ...sides("y", [fingerprint.y, other.y], tolerance),
    ...(tolerance === 0 ? rows(fingerprint, other, order) : []),
  ];
  if (found.length === 0) return;
  const shown = found.slice(0, most).map((line) => `\n  ${line}`);
  const left = found.length > most ? `\n  … and ${counted(found.length - most, "more difference")}` : "";
  throw assertionError(
    `expected the same data, but ${counted(found.length, "thing")} differ${found.length === 1 ? "s" : ""}:${shown.join("")}${left}`,
  );
}

/** Differences that are listed at most. */
const most = 30;

/** What the last digit of a figure may be off by: they are cut to six. */
const lastDigit = 2e-6;

type Two<T> = readonly [T, T];

function expectFingerprint(value: unknown, name: string): void {
  if ((value as Fingerprint)?.fingerprint === 1) return;
  const got =
    value instanceof Promise
      ? "a promise; write await fingerprint(dataset)"
      : `${value === null ? "null" : typeof value}; make it with await fingerprint(dataset)`;
  throw new TypeError(`expected ${name} to be a fingerprint, got ${got}`);
}

function sides(name: string, [a, b]: Two<readonly Side[]>, tolerance: number): string[] {
  if (a.length !== b.length) return [`${name}: expected ${a.length} of them, got ${b.length}`];
  return a.flatMap((side, i) => sideDiffers(a.length > 1 ? `${name}[${side.name}]` : name, [side, b[i]!], tolerance));
}

function sideDiffers(name: string, [a, b]: Two<Side>, tolerance: number): string[] {
  const [inner, otherInner] = [a, b].map(({shape}) => shape.slice(1).join(", "));
  if (inner !== otherInner) return [`${name}: expected rows of shape [${inner}], got [${otherInner}]`];
  return [
    ...(a.name === b.name ? [] : [`${name}: expected the name ${a.name}, got ${b.name}`]),
    ...(a.dtype === b.dtype ? [] : [`${name}: expected ${a.dtype}, got ${b.dtype}`]),
    ...a.features.flatMap((feature, i) =>
      featureDiffers(`${name}.${feature.name}`, [feature, b.features[i]!], {tolerance, rows: a.shape[0]!}),
    ),
    ...classes(name, [a.classes, b.classes], tolerance),
  ];
}

function featureDiffers(name: string, [a, b]: Two<Feature>, {tolerance, rows}: {tolerance: number; rows: number}): string[] {
  const range = Number(a.max) - Number(a.min);
  const alike = (one: Num, two: Num) =>
    one === two || Math.abs(Number(one) - Number(two)) <= Math.max(tolerance * range, lastDigit * Math.abs(Number(one)));
  const figures = (["min", "max", "mean", "sd"] as const).map((key) => [key, a[key], b[key]] as const);
  const quantiles = a.quantiles.map((value, i) => [`${[5, 25, 50, 75, 95][i]} % quantile`, value, b.quantiles[i]!] as const);
  const numbers = [...figures, ...quantiles].filter(([, one, two]) => !alike(one, two));
  return [
    ...(a.name === b.name ? [] : [`${name}: expected the name ${a.name}, got ${b.name}`]),
    ...numbers.map(([key, one, two]) => `${name}: expected ${key} ${say(one)}, got ${say(two)}`),
    ...(["missing", "infinite", "distinct"] as const).flatMap((key) => counts(`${name}: ${key} values`, [a[key], b[key]], tolerance, rows)),
  ];
}

/** A figure as a sentence says it; with all its six digits, as the last may be what differs. */
const say = (value: Num): string =>
  typeof value === "number" && Math.abs(value) < 1e6 ? String(value) : typeof value === "number" ? digits(value) : value;

function counts(name: string, [a, b]: Two<number>, tolerance: number, of = a): string[] {
  return Math.abs(a - b) <= tolerance * of ? [] : [`${name}: expected ${a}, got ${b}`];
}

function classes(name: string, [a, b]: Two<Side["classes"]>, tolerance: number): string[] {
  if (!a || !b) return a === b ? [] : [`${name}: expected ${a ? "classes" : "numbers"}, got ${b ? "classes" : "numbers"}`];
  const total = Object.values(a).reduce((sum, count) => sum + count, 0);
  const missing = Object.keys(a).filter((label) => !(label in b));
  const fresh = Object.keys(b).filter((label) => !(label in a));
  return [
    ...missing.map((label) => `${name}: expected the class ${label} (${counted(a[label]!, "row")}), got none`),
    ...fresh.map((label) => `${name}: expected no class ${label}, got ${counted(b[label]!, "row")}`),
    ...Object.keys(a).flatMap((label) =>
      label in b ? counts(`${name}: rows of class ${label}`, [a[label]!, b[label]!], tolerance, total) : [],
    ),
  ];
}

function rows({hashes: a}: Fingerprint, {hashes: b}: Fingerprint, order: boolean): string[] {
  if (a.pairs === b.pairs) return a.ordered === b.ordered || !order ? [] : ["order: the same rows stand in another order"];
  const [x, y] = [a.inputs === b.inputs, a.targets === b.targets];
  if (x && y) return ["pairs: the inputs are the same and the targets are the same, but they are paired otherwise"];
  const which = x ? "targets differ, the inputs are the same" : y ? "inputs differ, the targets are the same" : "inputs and targets differ";
  return [`rows: the ${which} (hash of the pairs: expected ${a.pairs}, got ${b.pairs})`];
}
