import {expect} from "chai";
import {codeCells, parseNotebook} from "../../src/notebook/notebook.js";
import {serializeNotebook} from "../../src/notebook/serialize.js";
import {notebookText} from "../harness/notebooks.js";

const parse = (text: string) => parseNotebook(text, {path: "a.ipynb"});
const typescript = {kernelspec: {name: "tslab", language: "typescript"}};
const withCells = (cells: unknown, metadata: unknown = typescript) => JSON.stringify({nbformat: 4, nbformat_minor: 4, metadata, cells});

describe("notebook", () => {
  it("reads sources as text or lines, with a byte order mark and any line ends", () => {
    const text = `\uFEFF${withCells([
      {cell_type: "code", source: ["let a = 1;\r\n", "a"], outputs: [], execution_count: 3},
      {cell_type: "markdown", source: "# Title\r\ntext"},
    ]).replace(/,/g, ",\r\n")}`;
    const {cells, kernel} = parse(text);
    expect(cells.map(({source}) => source)).to.deep.equal(["let a = 1;\na", "# Title\ntext"]);
    expect(cells[0]?.executionCount).to.equal(3);
    expect(kernel).to.equal("tslab");
  });

  it("gives cells without an id one that depends on their content and is unique", () => {
    const cell = {cell_type: "code", source: "1", outputs: []};
    const [a, b, c] = parse(withCells([cell, cell, {...cell, source: "2"}])).cells.map(({id}) => id);
    expect(new Set([a, b, c]).size).to.equal(3);
    expect(parse(withCells([{...cell, source: "2"}])).cells[0]?.id).to.equal(c);
  });

  it("numbers code cells and titles them by comment or heading", () => {
    const cells = codeCells(parse(notebookText("# The *data*", "1", "// Second step.\n2", "3")));
    expect(cells.map(({number, title}) => [number, title])).to.deep.equal([
      [1, "The data"],
      [2, "Second step"],
      [3, "The data"],
    ]);
  });

  it("keeps everything through writing and reading", () => {
    const outputs = [
      {output_type: "stream", name: "stdout", text: "a\nb"},
      {output_type: "execute_result", execution_count: 1, metadata: {}, data: {"text/plain": "1\n2", "application/json": {b: [1], a: "x"}}},
      {output_type: "error", ename: "TypeError", evalue: "no", traceback: ["1", "2"]},
    ];
    const first = parse(
      withCells([{cell_type: "code", source: "1\n2\n", outputs, execution_count: 1, id: "abc", metadata: {tags: ["x"]}}]),
    );
    const text = serializeNotebook(first);
    expect(parse(text)).to.deep.equal(first);
    expect(serializeNotebook(parse(text))).to.equal(text);
    const stored = JSON.parse(text);
    expect(stored).to.include({nbformat: 4, nbformat_minor: 5});
    expect(stored.cells[0].source).to.deep.equal(["1\n", "2\n"]);
    expect(stored.cells[0].outputs[1].data["application/json"]).to.deep.equal({a: "x", b: [1]});
    expect(text)
      .to.match(/^\{\n "cells": \[\n  \{\n   "cell_type"/)
      .and.to.match(/\n$/);
  });

  const python = {kernelspec: {name: "python3", language: "python"}};
  const bad: [string, string, RegExp][] = [
    ["no JSON", "hello", /^a\.ipynb is not a notebook: expected JSON, but .+$/],
    ["nothing", " ", /^a\.ipynb is not a notebook: expected JSON, but the file is empty$/],
    ["another JSON", "[1]", /^a\.ipynb is not a notebook: expected a JSON object with cells, got an array$/],
    ["nbformat 3", '{"nbformat": 3, "worksheets": []}', /^a\.ipynb has nbformat 3, expected 4; .+JupyterLab/],
    ["no cells", '{"nbformat": 4}', /^a\.ipynb is not a notebook: expected a list named "cells", got undefined$/],
    ["Python", withCells([], python), /^a\.ipynb: expected a TypeScript notebook \(kernel ddx, tslab, deno\), got a python notebook$/],
    ["no kernel", withCells([], {}), /^a\.ipynb: .+ names no kernel; choose one and save it$/],
    ["odd cells", withCells([{cell_type: "sql"}]), /^a\.ipynb: expected cell 1 to be code, markdown or raw, got "sql"$/],
    ["null cells", withCells([null]), /^a\.ipynb: expected cell 1 to be an object, got null$/],
  ];
  for (const [what, text, message] of bad)
    it(`refuses ${what} in one line`, () => {
      expect(() => parse(text)).to.throw(message);
    });
});
