import {expect} from "chai";
import {asTested, suiteFor} from "../../src/harness/extract.js";
import {syncText} from "../../src/harness/sync/text.js";
import {syncTexts, type Outcome} from "../../src/harness/sync/texts.js";
import {parseNotebook} from "../../src/notebook/notebook.js";
import {cell, notebookText} from "./notebooks.js";

const [source, file] = ["nb/a.ipynb", "out/a.test.ts"];

interface Edit {
  cells: readonly string[];
  /** What is edited in the test: this becomes that. */
  from: string | RegExp;
  to: string;
  /** The notebook's cells by now; as before when left out. */
  now?: readonly string[];
}

async function sync({cells, from, to, now = cells}: Edit): Promise<Outcome | undefined> {
  const base = parseNotebook(notebookText(...cells), {path: source});
  const code = suiteFor(asTested(base), {out: "out"}).code;
  const test = code.replace(from, to);
  expect(test, code).not.equal(code);
  return syncTexts({source, notebook: notebookText(...now), file, test, base, format: false});
}

/** The cells' sources after an edit. */
async function cellsAfter(edit: Edit): Promise<string[]> {
  const outcome = await sync(edit);
  if (!outcome || "refused" in outcome) throw new Error(outcome?.refused.join("\n") ?? "there was nothing to carry");
  return (JSON.parse(outcome.notebook) as {cells: {source: string | string[]}[]}).cells.map(({source}) => [source].flat().join(""));
}

/** Why an edit is refused. */
async function refusals(edit: Edit): Promise<readonly string[]> {
  const outcome = await sync(edit);
  return outcome && "refused" in outcome ? outcome.refused : [];
}

const rows = "const rows: number[] = [1, 2];\n// The sum.\nrows[0] + rows[1]";
const judge = "//| timeout: 5s\n// Judge.\nexport const sum = rows.length;\nexpect(sum).to.equal(2);";

describe("sync", () => {
  it("undoes what the extraction did to an edited line", async () => {
    expect(await cellsAfter({cells: [rows, judge], from: "rows = [1, 2]", to: "rows = [1, 2, 3]"})).deep.equal([
      rows.replace("2]", "2, 3]"),
      judge,
    ]);
    expect(await cellsAfter({cells: [rows, judge], from: "rows[0] + rows[1]", to: "rows[0] * 2"})).deep.equal([
      rows.replace("+ rows[1]", "* 2"),
      judge,
    ]);
    expect(await cellsAfter({cells: [rows, judge], from: "// The sum", to: "// The whole sum"})).deep.equal([
      rows.replace("The", "The whole"),
      judge,
    ]);
  });

  it("puts new lines where they stand, before and behind what the extraction wrote", async () => {
    const added = await cellsAfter({cells: [rows, judge], from: "    // The sum.", to: "    expect(rows).lengthOf(2);\n    // The sum."});
    expect(added[0]).equal(rows.replace("// The sum.", "expect(rows).lengthOf(2);\n// The sum."));
    const first = await cellsAfter({
      cells: [rows, judge],
      from: "    const sum",
      to: "    if (rows) {\n      rows.pop();\n    }\n    const sum",
    });
    expect(first[1]).equal(judge.replace("export", "if (rows) {\n  rows.pop();\n}\nexport"));
    const last = await cellsAfter({cells: [rows, judge], from: "equal(2);", to: "equal(2); // two\n\n    expect(`a\n  b`).ok;"});
    expect(last[1]).equal(`${judge} // two\n\nexpect(\`a\n  b\`).ok;`);
  });

  it("removes a line with its end", async () => {
    expect(await cellsAfter({cells: ["let a = 1;\na++;\nconsole.log(a);"], from: "    a++;\n", to: ""})).deep.equal([
      "let a = 1;\nconsole.log(a);",
    ]);
    expect(await cellsAfter({cells: ["let a = 1;\nconsole.log(a);\nlet b = 2;"], from: "    let b = 2;\n", to: ""})).deep.equal([
      "let a = 1;\nconsole.log(a);",
    ]);
  });

  it("renames what cells share, with its declaration", async () => {
    expect(await cellsAfter({cells: [rows, judge], from: /\brows\b/g as unknown as string, to: "lines"})).deep.equal(
      [rows, judge].map((text) => text.replaceAll("rows", "lines")),
    );
  });

  it("reaches functions that were lifted above the tests, with a new one beside them", async () => {
    const cells = ["// Doubles.\nexport function twice(x: number) {\n  return 2 * x;\n}\ntwice(1)", "twice(2)"];
    expect((await cellsAfter({cells, from: "2 * x", to: "x + x"}))[0]).equal(cells[0]!.replace("2 * x", "x + x"));
  });

  it("carries imports, whose paths lead to the same files", async () => {
    const cells = ['import {expect} from "chai";\nlet a = 1;', "expect(a).equal(1);"];
    const from = 'import {expect} from "chai";';
    expect((await cellsAfter({cells, from, to: `${from}\nimport {b} from "../nb/lib/b.js";`}))[0]).equal(
      'import {expect} from "chai";\nimport {b} from "./lib/b.js";\nlet a = 1;',
    );
    expect((await cellsAfter({cells, from, to: 'import {assert, expect} from "chai";'}))[0]).equal(
      'import {assert, expect} from "chai";\nlet a = 1;',
    );
    expect((await cellsAfter({cells: ["let a = 1;\na", "a++"], from: "import {shown}", to: `${from}\nimport {shown}`}))[0]).equal(
      `${from}\nlet a = 1;\na`,
    );
  });

  it("gives a test its new title: in its comment, its directive or a directive of its own", async () => {
    expect((await cellsAfter({cells: [rows, judge], from: '"Judge"', to: '"Weigh"'}))[1]).equal(judge.replace("Judge", "Weigh"));
    expect(await cellsAfter({cells: ["//| test: A\nf();"], from: '"A"', to: '"B"'})).deep.equal(["//| test: B\nf();"]);
    expect(await cellsAfter({cells: ["f();"], from: '"cell 1"', to: '"Calls"'})).deep.equal(["//| test: Calls\nf();"]);
  });

  it("makes a cell of a new test, below a heading where the cells around have theirs", async () => {
    const test = 'it("More", async () => {\n    const more = 1;\n\n    await shown(more);\n  });\n';
    const added = "//| test: More\nconst more = 1;\n\nmore";
    expect(await cellsAfter({cells: ["1", "2", "3"], from: '\n  it("cell 2"', to: `\n  ${test}\n  it("cell 2"`})).deep.equal([
      "1",
      added,
      "2",
      "3",
    ]);
    expect(await cellsAfter({cells: ["# T", "1", "# U", "2"], from: '\n  it("U"', to: `\n  ${test}\n  it("U"`})).deep.equal([
      ...["# T", "1", "# More", "const more = 1;\n\nmore", "# U", "2"],
    ]);
    expect(await cellsAfter({cells: ["1"], from: '  it("cell 1"', to: `  ${test}\n  it("cell 1"`})).deep.equal([added, "1"]);
  });

  it("merges with what changed in the notebook meanwhile, and refuses where both changed the same lines", async () => {
    const cells = ["let a = 1;\nlet b = 2;\nlet c = 3;\nconsole.log(a);", "f(a);"];
    const edit = {cells, from: "a = 1", to: "a = 5"};
    expect(await cellsAfter({...edit, now: [cells[0]!.replace("log", "error"), "f(a, a);", "new"]})).deep.equal([
      ...["let a = 5;\nlet b = 2;\nlet c = 3;\nconsole.error(a);", "f(a, a);", "new"],
    ]);
    expect(await refusals({...edit, now: [cells[0]!.replace("a = 1", "a = 6"), "f(a);"]})).deep.equal([
      "nb/a.ipynb, cell 1, line 1 changed there and in the test; undo one of the two (out/a.test.ts)",
    ]);
    expect(await cellsAfter({...edit, now: [cells[0]!.replace("a = 1", "a = 5"), "f(a);"]})).deep.equal([
      cells[0]!.replace("a = 1", "a = 5"),
      "f(a);",
    ]);
    expect(await refusals({...edit, now: ["f(a);"]})).deep.equal([
      "nb/a.ipynb, cell 1 was edited in the test, and is no longer in the notebook; undo one of the two (out/a.test.ts)",
    ]);
  });

  it("keeps what a parameter is beside its value for tests", async () => {
    const cells = ["//| param\nlet epochs = 50; // test: 2\n\nlet rate = 1;\nconsole.log(epochs, rate);"];
    expect(await cellsAfter({cells, from: "rate = 1", to: "rate = 3"})).deep.equal([cells[0]!.replace("rate = 1", "rate = 3")]);
    expect((await refusals({cells, from: "epochs = 2", to: "epochs = 3"}))[0]).match(/parameter|would be another/);
  });

  const refused: [string, Omit<Edit, "cells">, RegExp][] = [
    [
      "a removed test",
      {from: /\n {2}it\("Judge"[^]*?\n {2}\}\)\.timeout\(5_000\);\n/, to: ""},
      /^out\/a\.test\.ts: the test "Judge" is gone; delete its cell/,
    ],
    ["a removed test beside an edited one", {from: /equal[^]*|it\("cell 1"[^]*?\}\);/, to: ""}, /is gone|cannot be read/],
    [
      "a line behind what is shown",
      {from: "rows[1]);", to: "rows[1]);\n    expect(rows).ok;"},
      /^out\/a\.test\.ts:\d+: what a cell shows stands last/,
    ],
    ["another type of a let", {from: "number[];", to: "string[];"}, /^out\/a\.test\.ts:7: this line follows from the cells/],
    ["another title of the suite", {from: 'describe("a"', to: 'describe("b"'}, /^out\/a\.test\.ts:4: this line is not made from/],
    ["another limit", {from: "60_000", to: "9"}, /^out\/a\.test\.ts:5: this line is not made from/],
    ["another limit of a test", {from: "5_000", to: "9"}, /^out\/a\.test\.ts:\d+: this line would be another/],
    ["a file that cannot be read", {from: "rows[0] +", to: "rows[0] + +* "}, /^out\/a\.test\.ts:12: cannot be read: /],
    ["a file that is no suite", {from: /^[^]*$/, to: "export {};\n"}, /^out\/a\.test\.ts: expected a call of describe/],
  ];
  for (const [what, edit, reason] of refused)
    it(`refuses ${what} in one line`, async () => {
      const [first = "", ...more] = await refusals({cells: [rows, judge], ...edit});
      expect(first).match(reason).and.not.include("\n");
      expect(more).deep.equal([]);
    });

  it("changes nothing where nothing was edited but the layout, and adds the hash where something was", async () => {
    const notebook = notebookText("let a = 1;\na", "a + 1");
    const base = parseNotebook(notebook, {path: source});
    const code = suiteFor(base, {out: "out"}).code;
    expect(await syncTexts({source, notebook, file, test: code, base})).equal(undefined);
    const outcome = await syncTexts({source, notebook, file, test: code.replace("a + 1", "a + 2"), base});
    if (!outcome || "refused" in outcome) throw new Error("expected it to be carried");
    expect(outcome.test.split("\n").slice(1)).deep.equal(code.replace("a + 1", "a + 2").split("\n").slice(1));
    expect(outcome.test.split("\n")[0]).equal(suiteFor(parseNotebook(outcome.notebook, {path: source}), {out: "out"}).code.split("\n")[0]);
    expect(syncText(outcome, {source})).equal("nb/a.ipynb, cell 2:\n@@ -1,1 +1,1 @@\n-a + 1\n+a + 2");
  });

  it("keeps every byte of a notebook but the sources that change", async () => {
    const cells = [cell("let a = 1;"), {...cell("a\r\n+ 1"), id: "x", outputs: [{output_type: "stream", name: "stdout", text: "\u2028é"}]}];
    const raw = {nbformat_minor: 5, nbformat: 4, metadata: {kernelspec: {name: "ddx"}, other: 1.0}, cells};
    const listed = {...raw, cells: cells.map((one) => ({...one, source: String(one["source"]).match(/[^\n]*\n|[^\n]+$/g)}))};
    for (const text of [
      JSON.stringify(raw),
      `\uFEFF${JSON.stringify(listed, null, 2)}\n`,
      JSON.stringify(listed, null, "\t").replaceAll("\n", "\r\n"),
    ]) {
      const base = parseNotebook(text, {path: source});
      const code = suiteFor(base, {out: "out"}).code;
      const outcome = await syncTexts({source, notebook: text, file, test: code.replace("+ 1", "+ 234"), base, format: false});
      if (!outcome || "refused" in outcome) throw new Error("expected it to be carried");
      expect(outcome.notebook).equal(text.replace("+ 1", "+ 234"));
    }
  });
});
