import type {Diagnosis, Finding, Suspect} from "../finding.js";
import {verdicts} from "./style.js";

/** An object's properties, whatever they are. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object that is not null. */
export const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** Whether a value is a list without holes, all of whose items pass; `every` itself skips the empty slots of `new Array(5)`. */
export function isListOf<T>(value: unknown, passes: (item: unknown) => item is T): value is readonly T[] {
  if (!Array.isArray(value)) return false;
  for (const item of value) if (!passes(item)) return false;
  return true;
}

/** Whether a value is a finding, judged by its shape: two copies of this library may be loaded. */
export const isFinding = (value: unknown): value is Finding =>
  isObject(value) &&
  isObject(value["about"]) &&
  typeof value["about"]["name"] === "string" &&
  Array.isArray(value["evidence"]) &&
  typeof value["summary"] === "string" &&
  Object.hasOwn(verdicts, String(value["verdict"]));

/** Whether a value is a list of at least one finding and nothing else. */
export const isFindings = (value: unknown): value is readonly Finding[] => isListOf(value, isFinding) && value.length > 0;

/** Whether a value is a diagnosis, judged by its shape. */
export const isDiagnosis = (value: unknown): value is Diagnosis =>
  isObject(value) && isListOf(value["findings"], isFinding) && isListOf(value["suspects"], isSuspect) && isObject(value["environment"]);

/** Whether a value is an assertion of chai that did not throw; it must be asked by `in`, as it throws at unknown properties. */
export const isAssertion = (value: unknown): boolean => isObject(value) && "__flags" in value;

/** Whether a value is an object literal or a record without prototype. */
export function isPlain(value: unknown): value is Fields {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

const isSuspect = (value: unknown): value is Suspect =>
  isObject(value) && typeof value["name"] === "string" && Array.isArray(value["because"]) && typeof value["remedy"] === "string";
