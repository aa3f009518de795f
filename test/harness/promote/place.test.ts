import {expect} from "chai";
import {changesFor} from "../../../src/harness/promote/changes.js";
import {claim} from "../../../src/harness/promote/claim.js";
import {patchNotebook} from "../../../src/notebook/patch.js";
import {parseNotebook} from "../../../src/notebook/notebook.js";
import {parts as takeApart} from "../../../src/notebook/part.js";
import {notebookText, result, storedText} from "../notebooks.js";

const ok = [claim("", {root: "be.ok"})];

/** The sources of a notebook whose cells of these numbers are asserted to be ok. */
function placed(sources: readonly string[], {numbers = [1], text = notebookText(...sources), varies = false} = {}): string[] {
  const notebook = parseNotebook(text, {path: "a.ipynb"});
  const parts = takeApart(notebook);
  const lessons = parts
    .filter(({cell}) => numbers.includes(cell.number))
    .map((part) => ({part, claims: ok, kind: "value" as const, varies}));
  const changes = changesFor(lessons, parts);
  return notebook.cells.map(({index, source}) => changes.get(index) ?? source);
}

const chai = 'import {expect} from "chai";\n';

/** The same for one cell, without the import. */
const one = (source: string): string => placed([`${chai}1`, source], {numbers: [2]})[1]!;

describe("promote writes", () => {
  const cells: [string, string][] = [
    ["f(x)", "const result = f(x);\nexpect(result).to.be.ok;\nresult;"],
    ["f(x);", "const result = f(x);\nexpect(result).to.be.ok;\nresult;"],
    ["f(x); // why", "const result = f(x); // why\nexpect(result).to.be.ok;\nresult;"],
    ["let a = 1; f(a) // why", "let a = 1;\nconst result = f(a); // why\nexpect(result).to.be.ok;\nresult;"],
    ["x", "expect(x).to.be.ok;\nx"],
    ["a.b[0]['c'];", "expect(a.b[0]['c']).to.be.ok;\na.b[0]['c'];"],
    ["a.b()", "const result = a.b();\nexpect(result).to.be.ok;\nresult;"],
    ["a[i]", "const result = a[i];\nexpect(result).to.be.ok;\nresult;"],
    ["let y;\ny = f()", "let y;\ny = f();\nexpect(y).to.be.ok;\ny;"],
    ["y += 1", "const result = y += 1;\nexpect(result).to.be.ok;\nresult;"],
    ["1, 2", "const result = (1, 2);\nexpect(result).to.be.ok;\nresult;"],
    ["({a: 1})", "const result = {a: 1};\nexpect(result).to.be.ok;\nresult;"],
    ["{a: 1, b: 2}", "const result = {a: 1, b: 2};\nexpect(result).to.be.ok;\nresult;"],
    ["await f()\n\n// the end\n", "const result = await f();\n\n// the end\nexpect(result).to.be.ok;\nresult;"],
    ["`a\n  b`", "const result = `a\n  b`;\nexpect(result).to.be.ok;\nresult;"],
    ["//| timeout: 5s\n// Title\nf()", "//| timeout: 5s\n// Title\nconst result = f();\nexpect(result).to.be.ok;\nresult;"],
  ];
  for (const [source, written] of cells) it(`into ${JSON.stringify(source)}`, () => expect(one(source)).to.equal(written));

  it("nothing where the last statement exports", () => expect(one("export default f()")).to.equal("export default f()"));

  it("names that nothing else bears", () => {
    expect(placed([`${chai}1`, "f()", "g()", "const result2 = 1;\nnamed(result)"], {numbers: [2, 3]}).slice(1, 3)).to.deep.equal([
      "const result3 = f();\nexpect(result3).to.be.ok;\nresult3;",
      "const result4 = g();\nexpect(result4).to.be.ok;\nresult4;",
    ]);
  });

  it("an import of expect once, where it is missing", () => {
    expect(placed(["// Title\nf()"])).to.deep.equal([`// Title\n${chai}const result = f();\nexpect(result).to.be.ok;\nresult;`]);
    expect(placed(['import a from "a"; // why\nlet b;', "f()"], {numbers: [2]})[0]).to.equal(`import a from "a"; // why\n${chai}let b;`);
    expect(placed(["f()", chai])[0]).to.equal(`${chai}const result = f();\nexpect(result).to.be.ok;\nresult;`);
    expect(placed(['import {expect as check} from "chai";', "f()"], {numbers: [2]})).to.deep.equal([
      'import {expect as check} from "chai";',
      "const result = f();\ncheck(result).to.be.ok;\nresult;",
    ]);
    expect(placed(["const expect = 1;", "f()"], {numbers: [2]})[1]).to.equal(
      'import {expect as expect2} from "chai";\nconst result = f();\nexpect2(result).to.be.ok;\nresult;',
    );
  });

  it("that what varies is not compared with what is stored", () => {
    const text = storedText({source: chai}, {source: "f()", outputs: [result("1")]}, {source: "g()"});
    const sources = [chai, "f()", "g()"];
    expect(placed(sources, {text, numbers: [2, 3], varies: true}).slice(1)).to.deep.equal([
      "//| ignore-output\nconst result = f();\nexpect(result).to.be.ok;\nresult;",
      "const result2 = g();\nexpect(result2).to.be.ok;\nresult2;",
    ]);
    const alone = storedText({source: 'import "a";\nf()', outputs: [result("1")]});
    expect(placed([], {text: alone, varies: true})).to.deep.equal([
      `//| ignore-output\nimport "a";\n${chai}const result = f();\nexpect(result).to.be.ok;\nresult;`,
    ]);
  });
});

describe("patchNotebook", () => {
  const stored = (sources: string, newline = "\n") =>
    `{"cells": [${newline}{"source":"# \\u00e9", "cell_type":"markdown","x":1.50},${newline}{ "cell_type" : "code", "outputs":[{"source":["no"]}], "source" :${sources}}], "nbformat":4, "metadata": {"z":1e3,"a":"\\/"}}`;

  const cases: [string, string, string][] = [
    ["a text", '"a\\n\\u0062"', '"a\\nc"'],
    ["a list", '[\n   "a\\n",\n   "\\u0062"\n  ]', '[\n   "a\\n",\n   "c"\n  ]'],
    ["a list on one line", '["a\\n","\\u0062"]', '["a\\n","c"]'],
    ["one line", '[\n "a"\n]', '[\n "a\\n",\n "c"\n]'],
    ["an empty list", "[]", '["a\\n","c"]'],
    ["carriage returns", '["\\u0061\\r\\n","b"]', '["\\u0061\\r\\n","c"]'],
  ];
  for (const [what, before, after] of cases)
    it(`keeps all but ${what} byte for byte`, () => {
      for (const [head, newline] of [
        ["", "\n"],
        ["\uFEFF", "\r\n"],
      ] as const)
        expect(patchNotebook(head + stored(before, newline), {sources: new Map([[1, "a\nc"]])})).to.equal(head + stored(after, newline));
    });

  it("keeps the spelling of lines that stay", () => {
    expect(patchNotebook(stored('["\\u0061\\n", "b"]'), {sources: new Map([[1, "x\na\nb"]])})).to.equal(
      stored('["x\\n", "\\u0061\\n", "b"]'),
    );
  });
});
