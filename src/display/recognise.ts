import type {Diagnosis, Finding} from "../finding.js";
import {verdicts} from "./style.js";

/** An object's properties, whatever they are. */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object that is not null. */
export const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** Whether a value is a finding, judged by its shape: two copies of this library may be loaded. */
export const isFinding = (value: unknown): value is Finding =>
  isObject(value) &&
  isObject(value["about"]) &&
  typeof value["about"]["name"] === "string" &&
  Array.isArray(value["evidence"]) &&
  typeof value["summary"] === "string" &&
  Object.hasOwn(verdicts, String(value["verdict"]));

/** Whether a value is a list of at least one finding and nothing else. */
export const isFindings = (value: unknown): value is readonly Finding[] =>
  Array.isArray(value) && value.length > 0 && value.every(isFinding);

/** Whether a value is a diagnosis, judged by its shape. */
export const isDiagnosis = (value: unknown): value is Diagnosis =>
  isObject(value) &&
  Array.isArray(value["findings"]) &&
  value["findings"].every(isFinding) &&
  Array.isArray(value["suspects"]) &&
  value["suspects"].every(isSuspect) &&
  isObject(value["environment"]);

/** Whether a value is an assertion of chai that did not throw; it must be asked by `in`, as it throws at unknown properties. */
export const isAssertion = (value: unknown): boolean => isObject(value) && "__flags" in value;

/** Whether a value is an object literal or a record without prototype. */
export function isPlain(value: unknown): value is Fields {
  if (!isObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

const isSuspect = (value: unknown): boolean =>
  isObject(value) && typeof value["name"] === "string" && Array.isArray(value["because"]) && typeof value["remedy"] === "string";
