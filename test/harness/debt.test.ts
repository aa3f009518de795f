import {expect} from "chai";
import {debtOf} from "../../src/harness/debt.js";
import {parseNotebook} from "../../src/notebook/notebook.js";
import {ddx, notebookText, withFolder} from "./notebooks.js";

type Stored = {count?: number; outputs?: Record<string, unknown>[]};

const result = {output_type: "execute_result", execution_count: 1, metadata: {}, data: {"text/plain": "1"}};
const shownOnTheWay = {output_type: "display_data", metadata: {}, data: {"text/plain": "1"}};
const printed = {output_type: "stream", name: "stdout", text: "1"};

/** What a notebook with these cells owes, each with what is stored under it. */
function debt(...cells: (string | [source: string, stored: Stored])[]) {
  const pairs = cells.map((one): [string, Stored] => (typeof one === "string" ? [one, {}] : one));
  const text = JSON.parse(notebookText(...pairs.map(([source]) => source))) as {cells: Record<string, unknown>[]};
  for (const [index, [, {count = null, outputs = []}]] of pairs.entries())
    Object.assign(text.cells[index]!, {execution_count: count, outputs});
  const {debts, ...rest} = debtOf(parseNotebook(JSON.stringify(text), {path: "a.ipynb"}));
  return {...rest, lines: debts.map(({kind, cell, message}) => `${kind} ${cell}: ${message}`)};
}

const unasserted = (...cells: Parameters<typeof debt>) =>
  debt(...cells).lines.flatMap((line) => /^unasserted (\d+)/.exec(line)?.slice(1).map(Number) ?? []);

describe("debtOf", () => {
  it("counts the cells that show a value, and those without an assertion", () => {
    expect(debt("let a = 1;\na", "let b = 2;", "display(a); let c = 1", "console.log(a)", "a;\nexpect(1).to.equal(1)")).to.deep.equal({
      path: "a.ipynb",
      shown: 2,
      unasserted: 2,
      percent: 100,
      lines: ["unasserted 1: shows a, and no assertion looks at it", "unasserted 3: shows display(a), and no assertion looks at it"],
    });
    expect(debt("let a = 1;")).to.include({shown: 0, percent: 0});
  });

  it("believes what is stored rather than the text", () => {
    const cells: [string, Stored][] = [
      ["a.compile()", {count: 1}],
      ["f()", {count: 2, outputs: [result]}],
      ["f();\nlet b;", {count: 3, outputs: [shownOnTheWay]}],
      ["print()", {count: 4, outputs: [printed]}],
    ];
    expect(unasserted(...cells)).to.deep.equal([2, 3]);
  });

  it("does not count a function that displays when it is called", () => {
    expect(debt("const show = (x) => display(x);", "function f() { return display(1); }").shown).to.equal(0);
  });

  const assertions = [
    "expect(a).to.equal(1);",
    "assert(a === 1);",
    "assert.equal(a, 1);",
    "a.should.equal(1);",
    "chai.expect(a).to.be.true;",
    "assertEquals(a, 1);",
  ];
  for (const assertion of [...assertions, 'import {strictEqual} from "node:assert"; strictEqual(a, 1);', "[1].map(() => expect(a.b).ok)"])
    it(`knows ${assertion} for an assertion on a, in its own cell and elsewhere`, () => {
      expect(unasserted(`let a = 1;\n${assertion}\na`)).to.deep.equal([]);
      expect(unasserted("let a = 1;\na", assertion)).to.deep.equal([]);
      expect(unasserted(`let a = 1;\n${assertion}`, "a")).to.deep.equal([]);
    });

  it("takes what a cell must throw or find for an assertion", () => {
    expect(unasserted("//| raises: TypeError\nf(null)", "//| expect: fail dead-units\nf()")).to.deep.equal([]);
  });

  it("does not take an assertion on another value of the same name, on a function or on a module for one", () => {
    expect(unasserted("let a = 1;\na", "let a = 2;", "expect(a).to.equal(2);")).to.deep.equal([1]);
    expect(unasserted("const f = (x) => x;", "f(1)", "expect(f(2)).to.equal(2);")).to.deep.equal([2]);
    expect(unasserted('import * as m from "m";', "m.x", "expect(m.y).to.equal(2);")).to.deep.equal([2]);
  });

  it("counts an assertion on what a cell declares or changes", () => {
    expect(unasserted("let rows = [];", "rows.push(1);\nrows.length", "expect(rows).lengthOf(1);")).to.deep.equal([]);
    expect(unasserted("let rows = [], more = 1;\nrows", "expect(more).equal(1);")).to.deep.equal([]);
  });

  it("names cells that did not run when others did, that are skipped for no reason and that cannot be read", () => {
    expect(
      debt(["let a = 1;", {count: 1}], "let b = 1;", "// only words", "//| skip\nlet c = 1;", "//| skip: slow\nlet d = 1;", "let e = ;")
        .lines,
    ).to.deep.equal([
      "unrun 2: did not run when others did",
      "skipped 4: is skipped without a reason",
      "unreadable 6: cannot be read: Unexpected token (line 1)",
    ]);
    expect(debt("let a = 1;", "let b = 1;").lines).to.deep.equal([]);
  });

  it("names cells that use what only such a cell declares", () => {
    expect(debt("//| skip: slow\nlet a = 1;", "let b = a;").lines).to.deep.equal([
      "absent 2: uses a in line 1, which only cell 1 declares, and that does not run",
    ]);
  });

  it("names execution out of order", () => {
    expect(debt(["let a = 1;", {count: 2}], ["let b = a;", {count: 1}]).lines).to.deep.equal([
      "order 2: needs a from cell 1, which ran later (execution counts 1 and 2): what is stored did not come from top to bottom",
    ]);
    expect(debt("let b = a;", "let a = 1;").lines).to.deep.equal([
      "order 1: uses a in line 1, which only cell 2 declares: it cannot run from top to bottom",
    ]);
  });
});

describe("ddx debt", function () {
  this.timeout(60_000);

  const files = {
    "a.ipynb": notebookText("let a = 1;\na", "expect(a).to.equal(1);", "//| skip\n1"),
    "long name.ipynb": notebookText("1 + 1"),
  };

  it("prints a line for each notebook and one for each debt", async () => {
    await withFolder(files, async (cwd) => {
      const {code, stdout, stderr} = await ddx(["debt"], {cwd});
      expect(code, stderr).to.equal(0);
      expect(stdout.split("\n")).to.deep.equal([
        "notebook         shown  unasserted  not run  out of order",
        "a.ipynb              1     0 (0 %)        1             0",
        "  a.ipynb, cell 3: is skipped without a reason",
        "long name.ipynb      1   1 (100 %)        0             0",
        "  long name.ipynb, cell 1: shows 1 + 1, and no assertion looks at it",
        "",
      ]);
    });
  });

  it("exits with 1 above --max only, and with 2 when it is called wrongly", async () => {
    await withFolder(files, async (cwd) => {
      const above = await ddx(["debt", "--max", "50", "--json", "."], {cwd});
      expect([above.code, above.stderr]).to.deep.equal([
        1,
        "long name.ipynb: no assertion looks at 100 % of the shown values, more than 50 %\n",
      ]);
      expect(JSON.parse(above.stdout).map(({percent}: {percent: number}) => percent)).to.deep.equal([0, 100]);
      expect((await ddx(["debt", "--max", "0", "a.ipynb"], {cwd})).code).to.equal(0);
      for (const args of [["--max", "many"], ["--max", "101"], ["nowhere"]]) {
        const {code, stderr} = await ddx(["debt", ...args], {cwd});
        expect([code, stderr.split("\n").length]).to.deep.equal([2, 2]);
      }
    });
    await withFolder({}, async (cwd) => {
      const {code, stderr} = await ddx(["debt"], {cwd});
      expect([code, stderr]).to.deep.equal([2, "ddx: there is no notebook (*.ipynb) in .\n"]);
    });
  });
});
