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

/** A primitive or a date as code. */
export function valueCode(value: string | number | boolean | bigint | null | Date): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Date) return `new Date(${Number.isNaN(Number(value)) ? "NaN" : JSON.stringify(value)})`;
  return Object.is(value, -0) ? "-0" : String(value);
}

/** A property's name as it stands in an object's literal. */
export const keyCode = (key: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) && key !== "__proto__"
    ? key
    : /^__proto__$/.test(key)
      ? '["__proto__"]'
      : JSON.stringify(key);

/** An object's literal on as many lines as it has entries when it is too long for one. */
export function objectCode(entries: readonly (readonly [string, string])[]): string {
  const fields = entries.map(([key, code]) => `${keyCode(key)}: ${code}`);
  const whole = `{${fields.join(", ")}}`;
  return whole.length <= 70 ? whole : `{\n${fields.map((field) => `  ${field},\n`).join("")}}`;
}
