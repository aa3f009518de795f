import type {Explanation, KnownError} from "./explanation.js";
import {knownErrors} from "./known/index.js";

/** How to explain. */
export interface ExplainOptions {
  /** Entries that are tried before ddx's own, such as a newer list read from a file. */
  known?: readonly KnownError[];
}

/**
 * Says what an error of tfjs means: cause, fix, the check to run next, source; undefined for one that is not known.
 * Takes an Error, its text, errors wrapped as `cause` and an AggregateError; asks no network. Throws one line for a list that is none.
 */
export function explainError(error: unknown, {known = []}: ExplainOptions = {}): Explanation | undefined {
  expectKnown(known);
  const texts = unwrap(error);
  for (const entry of [...known, ...knownErrors]) {
    for (const text of texts) {
      const found = matches(entry, text);
      if (found) return fill(entry, found);
    }
  }
  return undefined;
}

interface Text {
  message: string;
  stack: string;
}

/** How deep causes are followed. */
const depth = 20;

/** The error itself, then what it wraps, each once. */
function unwrap(error: unknown): Text[] {
  const seen = new Set<unknown>();
  const texts: Text[] = [];
  const queue: unknown[] = [error];
  while (queue.length && seen.size < depth) {
    const next = queue.shift();
    if (next === undefined || next === null || seen.has(next)) continue;
    seen.add(next);
    if (typeof next === "string") texts.push({message: next, stack: next});
    if (typeof next !== "object") continue;
    const {message, stack, cause, errors} = next as {message?: unknown; stack?: unknown; cause?: unknown; errors?: unknown};
    if (typeof message === "string") texts.push({message, stack: typeof stack === "string" ? stack : ""});
    queue.push(cause, ...(Array.isArray(errors) ? errors : []));
  }
  return texts;
}

function matches({pattern, stack}: KnownError, text: Text): RegExpExecArray | undefined {
  if (stack !== undefined && !expression(stack).test(text.stack)) return undefined;
  return expression(pattern).exec(text.message) ?? undefined;
}

const compiled = new Map<string, RegExp>();

function expression(pattern: string): RegExp {
  const made = compiled.get(pattern) ?? new RegExp(pattern, "s");
  compiled.set(pattern, made);
  return made;
}

function fill({title, cause, fix, check, source, certainty}: KnownError, found: RegExpExecArray): Explanation {
  const put = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = found.groups && name in found.groups ? (found.groups[name] ?? "") : undefined;
      return value === undefined ? whole : shown(value);
    });
  return {
    message: firstLine(found.input),
    title: put(title),
    cause: put(cause),
    fix: put(fix),
    ...(check === undefined ? {} : {check}),
    source,
    certainty,
  };
}

/** A captured value as a sentence shows it: one line, shapes with spaces. */
function shown(value: string): string {
  const line = value.trim().replace(/\s+/g, " ");
  const spaced = /^[\d.,[\]null-]*$/.test(line) ? line.replace(/,(?! )/g, ", ").replace(/^, /, "any, ") : line;
  return spaced.length > 160 ? `${spaced.slice(0, 160)}…` : spaced;
}

const firstLine = (message: string): string => {
  const line = message.trim().split("\n")[0]!;
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
};

const fields = ["pattern", "title", "cause", "fix", "certainty"] as const;

function expectKnown(known: unknown): asserts known is readonly KnownError[] {
  if (!Array.isArray(known)) throw new TypeError(`expected known to be a list of {${fields}, source}, got ${typeof known}`);
  for (const [at, entry] of known.entries()) {
    const missing = fields.find((field) => typeof (entry as Record<string, unknown> | null)?.[field] !== "string");
    if (missing !== undefined || typeof entry.source !== "object")
      throw new TypeError(`expected known[${at}] to have ${missing ?? "source"}; an entry is {${fields}, source}`);
    try {
      expression(entry.pattern);
      if (entry.stack !== undefined) expression(entry.stack);
    } catch (error) {
      throw new TypeError(`expected known[${at}].pattern to be a regular expression: ${(error as Error).message}`);
    }
  }
}
