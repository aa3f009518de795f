import {AssertionError} from "chai";
import {isDiagnosis, isFinding, isFindings} from "../display/recognise.js";
import {text} from "../display/text.js";
import type {Diagnosis, Finding} from "../finding.js";

/** What a test expects of findings. */
export interface Expectation {
  /** Names of the illnesses that must be found; what they explain may be found too. */
  expect?: readonly string[];
}

/** Throws an assertion error with the finding's text if the finding fails, or, when its name is expected to fail, if it does not. */
export function assertFinding(finding: Finding, expectation: Expectation = {}): void {
  assertFindings([finding], expectation);
}

/** Throws an assertion error with the text of all findings that fail unexpectedly, or names those that were expected and do not fail. */
export function assertNoFailures(diagnosis: Diagnosis | readonly Finding[], expectation: Expectation = {}): void {
  assertFindings("findings" in diagnosis ? diagnosis.findings : diagnosis, expectation);
}

/** The findings among values that were shown. */
export function findingsIn(values: readonly unknown[]): Finding[] {
  return values.flatMap((value) => (isDiagnosis(value) ? value.findings : isFinding(value) ? [value] : isFindings(value) ? value : []));
}

/** Asserts that exactly the expected illnesses were found, and what they explain. */
export function assertFindings(findings: readonly Finding[], {expect = []}: Expectation = {}): void {
  const failing = findings.filter(({verdict}) => verdict === "fail");
  const missing = expect.filter((name) => !failing.some(({about}) => about.name === name));
  if (missing.length > 0) throw new AssertionError(missing.map((name) => absence(name, findings)).join("\n"));
  const allowed = consequences(failing, expect);
  const wrong = failing.filter(({about}) => !allowed.has(about.name));
  if (wrong.length > 0) throw new AssertionError(problem(wrong, expect));
}

function absence(name: string, findings: readonly Finding[]): string {
  const found = findings.find(({about}) => about.name === name);
  if (found) return `expected ${name} to fail, but it is ${found.verdict}: ${found.summary}`;
  const names = findings.map(({about}) => about.name);
  return `expected ${name} to fail, but ${names.length > 0 ? `only these were examined: ${names.join(", ")}` : "no finding was shown"}`;
}

/** The expected illnesses and all that they explain, at any remove. */
function consequences(failing: readonly Finding[], expect: readonly string[]): Set<string> {
  const allowed = new Set(expect);
  for (const name of allowed)
    for (const {about} of failing) if (about.name === name) about.explains?.forEach((other) => allowed.add(other));
  return allowed;
}

function problem(wrong: readonly Finding[], expect: readonly string[]): string {
  const names = wrong.map(({about}) => about.name).join(", ");
  const head = `expected ${expect.length > 0 ? `no finding to fail but ${expect.join(", ")}` : "no finding to fail"}, got ${names}`;
  return [head, ...wrong.map((finding) => text(finding))].join("\n\n");
}
