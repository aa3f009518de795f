import {expect} from "chai";
import {extract} from "../../src/notebook/extract.js";
import {parseNotebook} from "../../src/notebook/notebook.js";
import {notebookText} from "../harness/notebooks.js";

const suite = (...cells: string[]) => extract(parseNotebook(notebookText(...cells), {path: "dir/first.ipynb"}));
const code = (...cells: string[]) => suite(...cells).code.replace(/^\/\/ Extracted.*\n/, "");

describe("extract", () => {
  it("writes what a person would write", () => {
    const text = code(
      "# Penguins",
      'import {expect} from "chai";\nimport type {A} from "./a.js";',
      "## Scale\nWhy.",
      "const rows: number[] = [1, 2, 3];\n\n// The mean of numbers.\nexport function mean(xs: number[]): number {\n  return xs.reduce((a, b) => a + b) / xs.length;\n}\nmean(rows)",
      "## Judge",
      "// Is two.\nconst two = mean(rows);\nexpect(two).to.equal(2);",
      "//| expect: fail dead-units\nrows.length // three",
    );
    expect(text).to.equal(`import {expect} from "chai";
import type {A} from "./a.js";
import {shown} from "ddx/suite";

describe("first", function () {
  this.timeout(60_000);

  let rows: number[];

  // The mean of numbers.
  function mean(xs: number[]): number {
    return xs.reduce((a, b) => a + b) / xs.length;
  }

  it("Scale", async () => {
    rows = [1, 2, 3];

    await shown(mean(rows));
  });

  describe("Judge", () => {
    it("Is two", () => {
      const two = mean(rows);
      expect(two).to.equal(2);
    });

    it("cell 4", async () => {
      await shown(rows.length, {expect: ["dead-units"]}); // three
    });
  });
});
`);
  });

  it("merges imports of one module", () => {
    const text = code(
      'import d, {a} from "m";\nimport "side";',
      'import {a, b as c} from "m";\nimport * as n from "m";\nimport {type T} from "m";\na(c, n, d)',
    );
    expect(text).to.contain('import d, {a, b as c, type T} from "m";\nimport "side";\nimport * as n from "m";\n');
  });

  it("imports inside the cell where a name means two things", () => {
    const text = code('import {a} from "m";\na', 'import {a} from "n";\na', "a");
    expect(text).to.not.match(/^import \{a\}/m);
    expect(text).to.contain("let a: any;").and.to.contain(';({a} = await import("n"));');
  });

  it("leaves out the imports of a skipped cell", () => {
    const text = code('//| skip: not there\nimport {x} from "not-there";\nx', "1");
    expect(text).to.not.contain("not-there");
    expect(text).to.contain('it.skip("cell 1 (skipped: not there)");');
  });

  it("keeps literals that span lines as they are", () => {
    expect(code("const a = `x\n  y`;\na")).to.contain("const a = `x\n  y`;");
  });

  it("hashes the cells' sources only", () => {
    const text = notebookText("# A", "1", "2");
    const other = JSON.parse(text);
    other.cells[1].outputs = [{output_type: "stream", name: "stdout", text: "1"}];
    const hash = (source: string, path: string) => extract(parseNotebook(source, {path})).hash;
    expect(hash(text, "a.ipynb")).to.equal(hash(JSON.stringify(other), "b/c.ipynb"));
    expect(hash(text, "a.ipynb")).to.not.equal(hash(text.replace('"2"', '"3"'), "a.ipynb"));
  });

  it("says which cell is which test", () => {
    expect(suite("# T", "let a = 1;", "## S", "a", "// B\na").tests).to.deep.equal([
      {titles: ["first", "T"], number: 1},
      {titles: ["first", "S", "cell 2"], number: 2},
      {titles: ["first", "S", "B"], number: 3},
    ]);
  });

  it("keeps the order of the cells: mocha would run a lone test before the suite that stands before it", () => {
    expect(suite("# T", "let a = 1;", "## Two", "a", "a", "## One", "a").tests.map(({titles}) => titles)).to.deep.equal([
      ["first", "T"],
      ["first", "Two", "cell 2"],
      ["first", "Two", "cell 3"],
      ["first", "One", "cell 4"],
    ]);
  });

  it("names cell and line of a directive that does not exist", () => {
    expect(() => suite("1", "//| tset\n1")).to.throw(
      SyntaxError,
      /^dir\/first\.ipynb, cell 2, line 1: there is no directive "tset"; the nearest is "test"/,
    );
  });
});
