import {expect} from "chai";
import {graphOf} from "../../src/notebook/graph.js";
import {parseNotebook} from "../../src/notebook/notebook.js";
import {orderProblems} from "../../src/notebook/order.js";
import {parts} from "../../src/notebook/part.js";
import {notebookText} from "../harness/notebooks.js";

/** The problems of cells, each with its stored execution count. */
function problems(...cells: [source: string, count: number | null][]): string[] {
  const stored = JSON.parse(notebookText(...cells.map(([source]) => source))) as {cells: Record<string, unknown>[]};
  for (const [index, [, count]] of cells.entries()) stored.cells[index]!["execution_count"] = count;
  const notebook = parseNotebook(JSON.stringify(stored), {path: "a.ipynb"});
  return orderProblems(notebook, graphOf(parts(notebook))).map(({kind, cell, message}) => `${kind} ${cell}: ${message}`);
}

describe("orderProblems", () => {
  it("names a cell that uses what only a later cell declares", () => {
    expect(problems(["1;\nconst b = a + c;", null], ["const c = 1;", null], ["const a = 1;", null])).to.deep.equal([
      "early 1: cell 1 uses a in line 2, which only cell 3 declares: it cannot run from top to bottom",
      "early 1: cell 1 uses c in line 2, which only cell 2 declares: it cannot run from top to bottom",
    ]);
    expect(problems(["const f = () => a;", null], ["const a = 1;", null])).to.deep.equal([]);
  });

  it("names a cell that ran before one that it needs", () => {
    expect(problems(["let a = 1, b = 2;", 5], ["1", 2], ["a + b", 4])).to.deep.equal([
      "inverted 3: cell 3 needs a and b from cell 1, which ran later (execution counts 4 and 5): what is stored did not come from top to bottom",
    ]);
    expect(problems(["let a: number[] = [];", 1], ["a.push(1);", 3], ["a", 2])[0]).to.match(/^inverted 3: cell 3 needs a from cell 2,/);
  });

  it("tells that from cells that ran in another order without missing anything", () => {
    expect(problems(["let a = 1;", 1], ["a", 4], ["a", 2], ["a", 3])).to.deep.equal([
      "disordered 3: cell 3 ran before cell 2 (execution counts 2 and 4), though no cell ran before one that it needs",
    ]);
    expect(problems(["1", 9], ["2", 8], ["3", null], ["4", 6])[0]).to.contain(
      "(execution counts 8 and 9), as did cell 4 before the one above,",
    );
    expect(problems(["let a = 1;", 2], ["const f = () => a;", 1])[0]).to.match(/^disordered 2/);
  });

  it("makes nothing of a hole, of counts that repeat or of none", () => {
    expect(problems(["let a = 1;", 3], ["a", 3], ["a", 17], ["a", null], ["a", 18])).to.deep.equal([]);
  });
});
