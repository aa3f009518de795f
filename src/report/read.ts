import {isDiagnosis, isFinding, isFindings, isObject} from "../display/recognise.js";
import {parseNotebook} from "../notebook/notebook.js";
import {readPage} from "./page.js";
import type {Subject} from "./report.js";

/** What a file is about: an executed notebook, a diagnosis or findings as JSON, or an older report; throws one line for anything else. */
export function readReport(text: string, {path}: {path: string}): {subject: Subject; heading?: string} {
  const html = /^\s*<!doctype html/i.test(text);
  const value = html ? readOld(text, path) : readJson(text, path);
  if (isObject(value) && "nbformat" in value) return {subject: parseNotebook(text, {path})};
  if (isObject(value) && html)
    return {subject: toSubject(value["diagnosis"] ?? value["findings"] ?? value["notebook"], path), heading: String(value["title"])};
  return {subject: toSubject(value, path)};
}

function toSubject(value: unknown, path: string): Subject {
  if (isDiagnosis(value) || isFinding(value) || isFindings(value)) return value;
  if (isObject(value) && Array.isArray(value["cells"]) && typeof value["path"] === "string") return value as object as Subject;
  throw new TypeError(
    `${path}: expected an executed notebook, a diagnosis or findings as JSON, or a page of ddx report; got ${describe(value)}`,
  );
}

function readJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `${path}: expected JSON or a page of ddx report, but ${text.trim() === "" ? "the file is empty" : (error as Error).message.replace(/\s+/g, " ")}`,
    );
  }
}

function readOld(text: string, path: string): unknown {
  try {
    return readPage(text);
  } catch (error) {
    throw new TypeError(`${path}: ${(error as Error).message}`);
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isObject(value) ? `an object with ${Object.keys(value).slice(0, 5).join(", ") || "nothing in it"}` : String(value);
}
