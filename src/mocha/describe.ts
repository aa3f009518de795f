import type {Case} from "../case.js";
import type {Check} from "../check.js";
import {checks as all, diagnose, type Options} from "../diagnose.js";
import type {Finding} from "../finding.js";
import {assertFindings, type Expectation} from "./findings.js";

/** How a case is examined as a mocha suite. */
export interface CaseOptions extends Expectation, Pick<Options, "effort" | "budget"> {
  /** Checks by name or as made by `check`; all when left out. */
  checks?: readonly (string | Check)[];
  /** Longest diagnosis in milliseconds, 0 for no limit. */
  timeout?: number;
}

/** Defines a mocha suite with one test for each check: failing findings fail, those that are unsure or skipped are pending with their reason. */
export function describeCase(
  name: string,
  subject: Partial<Case> | (() => Partial<Case> | Promise<Partial<Case>>),
  {checks = all, expect = [], timeout = 120_000, ...options}: CaseOptions = {},
): void {
  describe(name, function () {
    this.timeout(timeout);
    let findings: readonly Finding[] = [];
    before("diagnose", async () => {
      const given = typeof subject === "function" ? await subject() : subject;
      ({findings} = await diagnose(given, {checks, ...options}));
      expectNoMore(findings, {checks, expect});
    });
    for (const check of checks) {
      const illness = typeof check === "string" ? check : check.about.name;
      it(illness, function () {
        const finding = findings.find(({about}) => about.name === illness);
        if (!finding) throw new Error(`expected a finding of ${illness}, got none`);
        judge(finding, {findings, expect, context: this});
      });
    }
  });
}

/** Throws for what fails and is none of the checks: an error in the fit, with which the others are skipped. */
function expectNoMore(
  findings: readonly Finding[],
  {checks, expect}: {checks: readonly (string | Check)[]; expect: readonly string[]},
): void {
  const names = new Set(checks.map((check) => (typeof check === "string" ? check : check.about.name)));
  const more = findings.filter(({about}) => !names.has(about.name) && !isExplained(about.name, {findings, expect}));
  assertFindings(more, {expect: expect.filter((name) => more.some(({about}) => about.name === name))});
}

/** Whether an illness that is expected explains this one. */
const isExplained = (name: string, {findings, expect}: {findings: readonly Finding[]; expect: readonly string[]}): boolean =>
  findings.some(({about}) => expect.includes(about.name) && about.explains?.includes(name));

interface Judging {
  findings: readonly Finding[];
  expect: readonly string[];
  context: Mocha.Context;
}

function judge(finding: Finding, {findings, expect, context}: Judging): void {
  const {verdict, summary, about} = finding;
  if (expect.includes(about.name))
    return assertFindings(
      findings.filter((other) => other === finding),
      {expect: [about.name]},
    );
  if (verdict === "unsure" || verdict === "skip") {
    if (context.test) context.test.title = `${about.name}: ${summary}`;
    context.skip();
  }
  if (!isExplained(about.name, {findings, expect})) assertFindings([finding]);
}
