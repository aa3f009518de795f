import {expect} from "chai";
import {inFile} from "../../src/harness/coverage/lines.js";

describe("places of cells in a notebook's file", () => {
  const code = (source: unknown) => ({cell_type: "code", metadata: {source: "no"}, outputs: [{text: ["cells"]}], source});
  const place = (cells: object[], [cell, line, column]: [number, number, number], indent?: number) => {
    const text = JSON.stringify({metadata: {cells: []}, cells, nbformat: 4}, undefined, indent);
    const at = inFile(text)[cell]!({line, column});
    return text.split("\n")[at.line - 1]!.slice(at.column!);
  };

  it("finds lines in a list of texts, also with quotes before, several lines in one and one in several", () => {
    const cells = [{cell_type: "markdown", source: ["x"]}, code(['a = "b"; c\n', "d\n", "e\nf\n", "g", "h"]), code(["i"])];
    expect(place(cells, [0, 1, 9], 1)).to.equal('c\\n",');
    expect(place(cells, [0, 2, 0], 1)).to.equal('d\\n",');
    expect(place(cells, [0, 4, 0], 1)).to.equal('f\\n",');
    expect(place(cells, [0, 5, 0], 1)).to.equal('g",');
    expect(place(cells, [1, 1, 0], 1)).to.equal('i"');
  });

  it("finds lines in one text, with line ends of Windows, and in a file of one line", () => {
    expect(place([code('"a"\nb = 2')], [0, 2, 4])).to.match(/^2"/);
    expect(place([code(["a\r\n", "b"])], [0, 2, 0], 1)).to.equal('b"');
    expect(place([code("")], [0, 1, 0], 1)).to.equal('"');
  });

  it("finds the end of a line where no column is known", () => {
    const text = JSON.stringify({cells: [code(["ab\n", "c"])]}, undefined, 1);
    const at = inFile(text)[0]!({line: 1, column: Infinity});
    expect(text.split("\n")[at.line - 1]!.slice(at.column!)).to.equal('\\n",');
  });
});
