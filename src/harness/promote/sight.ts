import {isPlain, isDiagnosis, isFinding, isFindings, isObject} from "../../display/recognise.js";
import {isHistory} from "../../display/history.js";
import {isTensor} from "../../display/tensor.js";
import {isBuilder, isSpec} from "../../display/vega.js";
import {isFigure} from "../../display/plotly.js";
import type {Finding, Verdict} from "../../finding.js";
import {figureFacts, specFacts, type Facts} from "./chart-facts.js";

/** What can be asserted of a value that a cell showed: plain data, which can be sent to another process. */
export type Sight =
  | {kind: "value"; value: string | number | boolean | bigint | null | Date}
  | {kind: "numbers"; type: string; values: readonly number[]}
  | {kind: "list"; items: readonly Sight[]; length: number}
  | {kind: "record"; fields: readonly (readonly [string, Sight])[]}
  | {kind: "tensor"; shape: readonly number[]; dtype: string; range?: readonly [number, number]}
  | {kind: "history"; series: readonly (readonly [string, readonly number[]])[]}
  | {kind: "chart"; facts: Facts; built: boolean}
  | {kind: "findings"; form: "finding" | "findings" | "diagnosis"; verdicts: readonly (readonly [string, Verdict])[]}
  | {kind: "other"; what: string};

/** One kind of sight. */
export type Of<Kind extends Sight["kind"]> = Extract<Sight, {kind: Kind}>;

const deepest = 6;
const longest = 40;

/** Takes down what a value is, at once: it may be changed later. */
export function sightOf(value: unknown, depth = 0): Sight {
  if (value === null || /^(string|number|boolean|bigint)$/.test(typeof value))
    return {kind: "value", value: value as string | number | boolean | bigint | null};
  if (!isObject(value)) return {kind: "other", what: typeof value === "function" ? "a function" : String(value)};
  return known(value) ?? structure(value, depth) ?? {kind: "other", what: nameOf(value)};
}

function known(value: object): Sight | undefined {
  if (value instanceof Date) return {kind: "value", value};
  if (isDiagnosis(value)) return verdicts("diagnosis", value.findings);
  if (isFinding(value)) return verdicts("finding", [value]);
  if (isFindings(value)) return verdicts("findings", value);
  if (isTensor(value)) return tensor(value);
  if (isHistory(value))
    return {kind: "history", series: Object.entries(value.history).map(([name, values]) => [name, values.map(toNumber)])};
  if (isSpec(value)) return {kind: "chart", facts: specFacts(value), built: false};
  if (isBuilder(value)) return {kind: "chart", facts: specFacts(value.toSpec() as object), built: true};
  return isFigure(value) ? {kind: "chart", facts: figureFacts(value), built: false} : undefined;
}

function structure(value: object, depth: number): Sight | undefined {
  const type = ArrayBuffer.isView(value) && !(value instanceof DataView) ? value.constructor.name : "";
  if (/^(Big|Buffer)/.test(type)) return undefined;
  if (type) return {kind: "numbers", type, values: Array.from(value as unknown as ArrayLike<number>)};
  if (depth >= deepest || (!Array.isArray(value) && !isPlain(value))) return undefined;
  // What has a symbol, such as that by which it shows itself, is more than its fields.
  if (Object.getOwnPropertySymbols(value).length > 0) return undefined;
  if (!Array.isArray(value)) return {kind: "record", fields: Object.entries(value).map(([name, one]) => [name, sightOf(one, depth + 1)])};
  const list = Array.from(value as unknown[]);
  if (list.length > 0 && list.every((item) => typeof item === "number")) return {kind: "numbers", type: "Array", values: list};
  const kept = list.length > longest ? [list[0], list.at(-1)] : list;
  return {kind: "list", items: kept.map((item) => sightOf(item, depth + 1)), length: list.length};
}

const verdicts = (form: "finding" | "findings" | "diagnosis", findings: readonly Finding[]): Sight => ({
  kind: "findings",
  form,
  verdicts: findings.map(({about, verdict}) => [about.name, verdict]),
});

function tensor(value: {shape: number[]; dtype: string; isDisposed: boolean}): Sight {
  const {shape, dtype, isDisposed} = value;
  if (isDisposed) return {kind: "other", what: "a tensor whose memory was given back"};
  const size = shape.reduce((product, length) => product * length, 1);
  const about = {kind: "tensor", shape: [...shape], dtype} as const;
  if (size === 0 || !/^(float|int)32$/.test(dtype)) return about;
  return {...about, range: extremes((value as unknown as {dataSync(): ArrayLike<number>}).dataSync())};
}

/** Least and greatest, both NaN where there is one; a call of `Math.min` takes no long lists. */
export function extremes(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let index = 0; index < values.length; index++) {
    low = Math.min(low, values[index]!);
    high = Math.max(high, values[index]!);
  }
  return [low, high];
}

// Metrics of a fit may be tensors.
const toNumber = (value: unknown): number =>
  isTensor(value) ? (value.isDisposed ? NaN : Number((value as unknown as {dataSync(): ArrayLike<number>}).dataSync()[0])) : Number(value);

function nameOf(value: object): string {
  const name = value.constructor?.name || "object";
  return `${/^[aeio]/i.test(name) ? "an" : "a"} ${name}`;
}
