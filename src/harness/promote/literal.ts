import {wrap} from "../../display/pen.js";
import type {Sight} from "./sight.js";

/** A value as code on one line; undefined for one that cannot be written. */
export function literal(sight: Sight): string | undefined {
  if (sight.kind === "value") return valueCode(sight.value);
  if (sight.kind === "numbers") {
    const list = `[${sight.values.map(valueCode).join(", ")}]`;
    return sight.type === "Array" ? list : `new ${sight.type}(${list})`;
  }
  if (sight.kind === "list") {
    const items = sight.items.map(literal);
    return sight.items.length < sight.length || items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  if (sight.kind !== "record") return undefined;
  const fields = sight.fields.map(([key, value]) => [keyCode(key), literal(value)] as const);
  return fields.some(([, code]) => code === undefined) ? undefined : `{${fields.map(([key, code]) => `${key}: ${code}`).join(", ")}}`;
}

const widest = 80;

/** A value as code, on several lines where one would be too long; undefined for one that cannot be written. */
export function laidOut(sight: Sight, indent = 0): string | undefined {
  const code = literal(sight);
  if (code === undefined || indent + code.length <= widest) return code;
  const pad = " ".repeat(indent + 2);
  const lines = (items: readonly string[]) => items.map((item) => `${pad}${item},\n`).join("");
  if (sight.kind === "list") return `[\n${lines(sight.items.map((item) => laidOut(item, indent + 2)!))}${pad.slice(2)}]`;
  if (sight.kind === "record")
    return `{\n${lines(sight.fields.map(([key, value]) => `${keyCode(key)}: ${laidOut(value, indent + 2)!}`))}${pad.slice(2)}}`;
  if (sight.kind !== "numbers") return code;
  const filled = wrap(sight.values.map((value) => `${valueCode(value)},`).join(" "), {indent: pad.length, width: widest}).join("\n");
  const list = `[\n${filled}\n${pad.slice(2)}]`;
  return sight.type === "Array" ? list : `new ${sight.type}(${list})`;
}

/** A primitive or a date as code. */
export function valueCode(value: string | number | boolean | bigint | null | Date): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Date) return `new Date(${Number.isNaN(Number(value)) ? "NaN" : JSON.stringify(value)})`;
  return Object.is(value, -0) ? "-0" : String(value);
}

/** A property's name as it stands in an object's literal. */
export const keyCode = (key: string): string =>
  // As a plain key this one would set the prototype.
  key === "__proto__" ? '["__proto__"]' : /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key);

/** An object's literal on as many lines as it has entries when it is too long for one. */
export function objectCode(entries: readonly (readonly [string, string])[]): string {
  const fields = entries.map(([key, code]) => `${keyCode(key)}: ${code}`);
  const whole = `{${fields.join(", ")}}`;
  return whole.length <= 70 ? whole : `{\n${fields.map((field) => `  ${field},\n`).join("")}}`;
}
