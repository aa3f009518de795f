import {clip, type Closeness, type Compare, type Difference, type Pair} from "./difference.js";
import {numbersAgree} from "./numbers.js";
import {compareText} from "./text.js";

/** How JSON is compared. */
export interface JsonOptions extends Closeness {
  /** Compares texts; masked, unless given otherwise. */
  texts?: Compare<string>;
  /** Where the values stand in the whole, such as `.data.values[3]`. */
  path?: string;
}

/** Compares JSON by its structure: the order of keys does not matter, numbers may differ by noise. */
export function compareJson(pair: Pair<unknown>, options: JsonOptions): readonly Difference[] {
  const {stored, fresh} = pair;
  if (isList(stored) && isList(fresh)) return compareLists({stored, fresh}, options);
  if (isRecord(stored) && isRecord(fresh)) return compareRecords({stored, fresh}, options);
  return agree(pair, options) ? [] : [{where: (options.path ?? "").replace(/^\./, ""), stored: say(stored), fresh: say(fresh)}];
}

function agree({stored, fresh}: Pair<unknown>, {texts = compareText, tolerance}: JsonOptions): boolean {
  if (typeof stored === "number" && typeof fresh === "number") return numbersAgree({stored, fresh}, {tolerance});
  if (typeof stored === "string" && typeof fresh === "string") return texts({stored, fresh}, {tolerance}).length === 0;
  return stored === fresh;
}

function compareLists({stored, fresh}: Pair<readonly unknown[]>, options: JsonOptions): readonly Difference[] {
  const {path = ""} = options;
  const common = stored.slice(0, fresh.length);
  const inner = common.flatMap((item, index) => compareJson({stored: item, fresh: fresh[index]}, {...options, path: `${path}[${index}]`}));
  if (stored.length === fresh.length) return inner;
  const [length] = compareJson({stored: items(stored), fresh: items(fresh)}, {...options, path});
  return [length!, ...inner.slice(0, 1)];
}

function compareRecords({stored, fresh}: Pair<Fields>, options: JsonOptions): readonly Difference[] {
  const keys = [...new Set([...Object.keys(stored), ...Object.keys(fresh)])];
  return keys.flatMap((key) =>
    compareJson({stored: stored[key], fresh: fresh[key]}, {...options, path: `${options.path ?? ""}${step(key)}`}),
  );
}

/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object and no list. */
export const isRecord = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const items = (list: readonly unknown[]): string => `${list.length} item${list.length === 1 ? "" : "s"}`;

const step = (key: string): string => (/^[\w$]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);

const say = (value: unknown): string => (value === undefined ? "nothing" : clip(typeof value === "string" ? value : JSON.stringify(value)));
