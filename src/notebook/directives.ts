import type {Directive} from "./cell.js";
import {distance} from "./distance.js";

/** What a cell's directives and tags ask for. */
export interface CellOptions {
  /** The cell is not run; the reason, possibly empty. */
  skip?: string;
  /** The cell must throw: the error's name, empty for any error. */
  raises?: string;
  /** Names of the illnesses that the cell's findings must fail with. */
  expect: readonly string[];
  /** Longest run in milliseconds; 0 for no limit. */
  timeout?: number;
  /** The test's title. */
  test?: string;
  /** How long a run may take before mocha calls it slow, in milliseconds; 0 for any time. */
  slow?: number;
  /** Largest relative distance of the numbers that it shows from those that are stored. */
  tolerance?: number;
  /** Whether what it shows may differ from what is stored. */
  ignoreOutput?: boolean;
  /** Whether what it shows is held to what is stored even where nothing else is. */
  checkOutput?: boolean;
  /** What is masked in outputs before they are compared. */
  masks?: readonly RegExp[];
  /** Whether the cell prepares those below it and is no test. */
  setup?: boolean;
}

/** What a cell's first lines may ask for, as it is written behind `//| `, and what that means. */
export const directiveTexts: Readonly<Record<string, string>> = {
  "test: TITLE": "the test's title",
  "skip: WHY": "the cell is not run",
  "raises: NAME": "it must throw an error of that name; any, without one",
  "expect: fail NAME …": "findings of these illnesses must fail; what they explain may",
  "timeout: TIME": "longest run, such as 500, 5s or 2min; 0 for no limit",
  "slow: TIME": "how long it may run before it is marked as slow; any time, without one",
  "tol: NUMBER": "how far numbers may be from those stored, relatively (1e-6)",
  "ignore-output": "what it shows may differ from what is stored",
  "check-output": "what it shows is compared even with --lax",
  "mask: REGEX": "what may differ in what it shows, such as /run-\\w+/; repeatable",
  setup: "it prepares the cells below, in mocha's before(), and is no test",
  "mock: NAME = VALUE": "what a name that the cell declares or imports is when tested; repeatable",
  param:
    "its let, const and var are parameters: -p NAME=VALUE sets one; // test: VALUE behind one, for tests; // each: VALUES, one run for each",
  "check: warn | block | off": "what a type error does in the kernel; with off, it fails no test either",
  "guard: off": "its loops are not guarded: they are faster, and cannot be stopped",
};

const known = Object.keys(directiveTexts).map((text) => /^[\w-]+/.exec(text)![0]);

/** Reads a cell's leading `//| name: value` lines and its tags; throws one line for a directive that does not exist or has no sense. */
export function readOptions(directives: readonly Directive[], {tags = []}: {tags?: readonly string[]} = {}): CellOptions {
  for (const directive of directives) if (!known.includes(directive.name)) throw new SyntaxError(unknown(directive));
  const find = (name: string) => directives.findLast((directive) => directive.name === name);
  const [skip, raises, timeout, test, slow, tol] = ["skip", "raises", "timeout", "test", "slow", "tol"].map(find);
  const asks = (name: string) => directives.some((directive) => directive.name === name) || tags.some((tag) => aliases[tag] === name);
  const masks = directives.filter(({name}) => name === "mask").map(pattern);
  return {
    ...(asks("skip") && {skip: skip?.value ?? ""}),
    ...(asks("raises") && {raises: raises?.value ?? ""}),
    expect: directives.filter(({name}) => name === "expect").flatMap(expected),
    ...(timeout && {timeout: milliseconds(timeout)}),
    ...(test?.value && {test: test.value}),
    ...(slow && {slow: slow.value ? milliseconds(slow) : 0}),
    ...(tol && {tolerance: share(tol)}),
    ...(asks("ignore-output") && {ignoreOutput: true}),
    ...(asks("check-output") && {checkOutput: true}),
    ...(masks.length > 0 && {masks}),
    ...(asks("setup") && {setup: true}),
  };
}

/** What the tags of other tools ask for; the other tags of Jupyter Book (`hide-*`, `remove-input`) say how a page looks, and nothing of a test. */
const aliases: Readonly<Record<string, string>> = {
  "skip-execution": "skip",
  "nbval-skip": "skip",
  "raises-exception": "raises",
  "nbval-raises-exception": "raises",
  "ignore-output": "ignore-output",
  "nbval-ignore-output": "ignore-output",
  // Nobody sees what these show.
  "remove-output": "ignore-output",
  "remove-cell": "ignore-output",
  "check-output": "check-output",
  "nbval-check-output": "check-output",
  setup: "setup",
};

/** Reads a regular expression, bare or between slashes with its flags; throws one line for any that is none. */
export function readPattern(text: string): RegExp {
  const [, inner = text, flags = ""] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [];
  if (inner.trim() === "") throw new SyntaxError("expected a regular expression such as /run-\\w+/, got none");
  return new RegExp(inner, [...new Set(`${flags}g`)].join(""));
}

function pattern({value, line}: Directive): RegExp {
  try {
    return readPattern(value);
  } catch (error) {
    throw new SyntaxError(`line ${line}: ${(error as Error).message}`);
  }
}

function unknown({name, line}: Directive): string {
  const [nearest] = known.map((other) => ({other, edits: distance(name, other)})).sort((a, b) => a.edits - b.edits);
  return `line ${line}: there is no directive "${name}"; the nearest is "${nearest?.other}" (known: ${known.join(", ")})`;
}

function expected({value, line}: Directive): string[] {
  const [, names] = /^fail\s+(\S.*)$/.exec(value) ?? [];
  if (!names) throw new SyntaxError(`line ${line}: expected "expect: fail NAME" with the name of an illness, got "expect: ${value}"`);
  return names.split(/[\s,]+/).filter(Boolean);
}

function share({value, line}: Directive): number {
  const number = value === "" ? NaN : Number(value);
  if (!(number >= 0)) throw new SyntaxError(`line ${line}: expected "tol: NUMBER" such as 1e-6, got "tol: ${value}"`);
  return number;
}

const units: Readonly<Record<string, number>> = {ms: 1, s: 1000, min: 60_000};

function milliseconds({name, value, line}: Directive): number {
  const [, number, unit = "ms"] = /^(\d+(?:\.\d+)?)\s*(ms|s|min)?$/.exec(value) ?? [];
  if (number === undefined) throw new SyntaxError(`line ${line}: expected "${name}: TIME" such as 500, 5s or 2min, got "${value}"`);
  return Number(number) * (units[unit] ?? 1);
}
