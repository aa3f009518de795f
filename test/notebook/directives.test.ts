import {expect} from "chai";
import {analyse} from "../../src/notebook/cell.js";
import {firstComment} from "../../src/notebook/title.js";
import {readOptions} from "../../src/notebook/directives.js";

const read = (source: string, tags: string[] = []) => readOptions(analyse(source).directives, {tags});

describe("directives", () => {
  it("are read with and without a value", () => {
    expect(read("//| skip\n1")).to.deep.equal({skip: "", expect: []});
    expect(read("//| skip: too slow\n1").skip).to.equal("too slow");
    expect(read("//| raises TypeError\n1").raises).to.equal("TypeError");
    expect(read("//| test: adds\n//| slow\n1")).to.deep.equal({test: "adds", slow: 0, expect: []});
  });

  it("read times with units", () => {
    expect(["500", "5s", "1.5 s", "2min", "20 ms"].map((time) => read(`//| timeout: ${time}\n1`).timeout)).to.deep.equal([
      500, 5000, 1500, 120_000, 20,
    ]);
  });

  it("say how near numbers have to be to what is stored, or that it may differ", () => {
    expect(read("//| tol: 1e-6\n//| ignore-output\n1")).to.deep.equal({tolerance: 1e-6, ignoreOutput: true, expect: []});
    expect(() => read("//| tol: small\n1")).to.throw(/^line 1: expected "tol: NUMBER" such as 1e-6, got "tol: small"$/);
  });

  it("gather expected illnesses from several lines", () => {
    expect(read("//| expect: fail dead-units, wrong-loss\n//| expect: fail flat-loss\n1").expect).to.deep.equal([
      "dead-units",
      "wrong-loss",
      "flat-loss",
    ]);
  });

  it("have tags as aliases", () => {
    expect(read("1", ["raises-exception", "x"])).to.deep.equal({raises: "", expect: []});
    expect(read("1", ["skip-execution"]).skip).to.equal("");
    for (const tag of ["ignore-output", "nbval-ignore-output", "remove-output", "remove-cell"])
      expect(read("1", [tag]), tag).to.deep.equal({ignoreOutput: true, expect: []});
    expect(read("1", ["nbval-check-output", "setup"])).to.deep.equal({checkOutput: true, setup: true, expect: []});
    expect(read("1", ["nbval-raises-exception", "nbval-skip"])).to.deep.equal({raises: "", skip: "", expect: []});
    expect(read("1", ["hide-input", "hide-output", "remove-input"])).to.deep.equal({expect: []});
  });

  it("have nbval's markers as aliases, which are no title either", () => {
    expect(read("// NBVAL_IGNORE_OUTPUT\n//NBVAL_RAISES_EXCEPTION\n1")).to.deep.equal({ignoreOutput: true, raises: "", expect: []});
    expect(read("// NBVAL_SKIP\n1").skip).to.equal("");
    expect(read("// NBVAL_CHECK_OUTPUT\n1").checkOutput).to.equal(true);
    expect(read("// NBVAL_SKIPPED tests are listed below\n1")).to.deep.equal({expect: []});
    expect(firstComment("// NBVAL_SKIP\n//| tol: 1\n// Title\n1")).to.equal("Title");
    for (const none of ["// NBVAL_SKIP\n1 // no title", "1\n// below", "//| tol: 1\n1;\n// below"]) expect(firstComment(none)).to.equal("");
  });

  it("mask what may differ, by regular expressions", () => {
    expect(read("//| mask: /run-\\w+/i\n//| mask: \\d{4}\n1").masks).to.deep.equal([/run-\w+/gi, /\d{4}/g]);
    expect(() => read("//| mask: /(/\n1")).to.throw(SyntaxError, /^line 1: Invalid regular expression/);
    expect(() => read("//| mask\n1")).to.throw(/^line 1: expected a regular expression such as/);
  });

  it("that do not exist are refused with the nearest name", () => {
    expect(() => read("//| timout: 5s\n1")).to.throw(SyntaxError, /^line 1: there is no directive "timout"; the nearest is "timeout"/);
    expect(() => read("\n//| raise: X\n1")).to.throw(/^line 2: .+nearest is "raises"/);
  });

  it("without sense are refused", () => {
    expect(() => read("//| timeout: soon\n1")).to.throw(/expected "timeout: TIME" such as 500, 5s or 2min, got "soon"/);
    expect(() => read("//| expect: dead-units\n1")).to.throw(/expected "expect: fail NAME"/);
  });
});
