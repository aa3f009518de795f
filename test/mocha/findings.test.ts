import {expect} from "chai";
import type {Finding, Verdict} from "../../src/finding.js";
import {assertFinding, assertNoFailures} from "../../src/mocha/findings.js";
import {shown} from "../../src/mocha/shown.js";
import {raises} from "../../src/mocha/raises.js";

const make = (name: string, verdict: Verdict, explains: readonly string[] = []): Finding => ({
  about: {name, stage: "data", symptom: "s", cause: "c", remedy: "do this", source: {title: "t", by: "b"}, explains},
  verdict,
  summary: `${name} is 9.21, expected 2.30`,
  evidence: [],
});
const diagnosis = (...findings: Finding[]) => ({findings, suspects: [], environment: {}, seconds: 1});

describe("findings in tests", () => {
  it("fail with the finding's text", () => {
    expect(() => assertFinding(make("a", "fail"))).to.throw(
      /^expected no finding to fail, got a\n[^]*a is 9\.21, expected 2\.30[^]*do this/,
    );
    for (const verdict of ["pass", "warn", "unsure", "skip"] as const) assertFinding(make("a", verdict));
  });

  it("may be expected, and must come then", () => {
    const found = diagnosis(make("a", "fail"), make("b", "pass"));
    assertNoFailures(found, {expect: ["a"]});
    expect(() => assertNoFailures(found, {expect: ["b", "a"]})).to.throw("expected b to fail, but it is pass: b is 9.21, expected 2.30");
    expect(() => assertNoFailures(found, {expect: ["c"]})).to.throw("expected c to fail, but only these were examined: a, b");
  });

  it("allow what an expected one explains, at any remove, and nothing else", () => {
    const chain = [make("c", "fail"), make("b", "fail", ["c"]), make("a", "fail", ["b"])];
    assertNoFailures(chain, {expect: ["a"]});
    expect(() => assertNoFailures([...chain, make("d", "fail")], {expect: ["a"]})).to.throw(/^expected no finding to fail but a, got d\n/);
  });

  it("are seen in what a cell shows", async () => {
    expect(await shown(3)).to.equal(3);
    await raises("AssertionError", () => shown(diagnosis(make("a", "fail"))));
    await raises("AssertionError", () => shown([make("a", "fail")]));
    await shown(make("a", "fail"), {expect: ["a"]});
    await raises("AssertionError", () => shown(undefined, {expect: ["a"]}));
  });
});

describe("raises", () => {
  const boom = () => {
    throw new TypeError("boom");
  };
  it("takes the error that it waits for and no other", async () => {
    expect(await raises("TypeError", boom)).to.be.instanceOf(TypeError);
    expect(await raises("", boom)).to.be.instanceOf(TypeError);
    const other = await raises("RangeError", boom).catch((error: unknown) => error);
    expect(other).to.be.instanceOf(TypeError);
  });
  it("fails when nothing is thrown", async () => {
    const error = await raises("TypeError", () => 1).catch((thrown: Error) => thrown);
    expect(String(error)).to.contain("expected a TypeError, but nothing was thrown");
  });
});
