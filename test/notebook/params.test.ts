import {expect} from "chai";
import {codeCells, parseNotebook} from "../../src/notebook/notebook.js";
import {checkParameters, parametersOf, setParameters, type ParameterOptions} from "../../src/notebook/params.js";
import {notebookText} from "../harness/notebooks.js";

const notebook = (...sources: string[]) => parseNotebook(notebookText(...sources), {path: "a.ipynb"});

const set = (source: string, options: ParameterOptions) => codeCells(setParameters(notebook(source), options))[0]?.source;

describe("parameters", () => {
  it("are what the declarations of a cell with the directive or a tag of papermill give values to", () => {
    const plain = notebook("let a = 1;", "//| param\nlet b = 2, c: number[] = [];\nexport const d = 'x';\nb + 1;\nfunction e() {}");
    expect(parametersOf(plain).map(({name, cell, line}) => [name, cell, line])).to.deep.equal([
      ["b", 2, 2],
      ["c", 2, 2],
      ["d", 2, 3],
    ]);
    const tagged = plain.cells.map((cell, index) => (index === 0 ? {...cell, tags: ["parameters"]} : cell));
    expect(parametersOf({...plain, cells: tagged}).map(({name}) => name)).to.deep.equal(["a", "b", "c", "d"]);
  });

  it("take JSON as what it is and all else as text", () => {
    const values = {a: "2", b: "abc", c: ' {"units": [1, 2]} ', d: "it's `$", e: "true", f: "1e999", g: '"7"', h: ""};
    const source = `//| param\n${Object.keys(values)
      .map((name) => `let ${name} = 0;`)
      .join("\n")}`;
    expect(set(source, {values})?.split("\n").slice(1)).to.deep.equal([
      "let a = 2;",
      'let b = "abc";',
      'let c = {"units": [1, 2]};',
      'let d = "it\'s `$";',
      "let e = true;",
      "let f = 1e999;",
      'let g = "7";',
      'let h = "";',
    ]);
  });

  it("keep their types and their lines", () => {
    const source = "//| param\nconst rows: readonly number[] = [\n  1,\n  2,\n], mode = 'a' as 'a' | 'b'\nvar last = 3";
    const changed = set(source, {values: {rows: "[\n7\n]", mode: "b", last: "4"}});
    expect(changed).to.equal("//| param\nconst rows: readonly number[] = [ 7 ]\n\n\n, mode = \"b\" as 'a' | 'b'\nvar last = 4");
  });

  it("have another value under test where a comment behind them says so, unless one was asked for", () => {
    const source = "//| param\nlet epochs = 50; // test: 2\nlet a = 1, // test: 3\n  b = 1 // test: x y\nlet c = 1;\n// test: 9";
    expect(set(source, {})).to.equal(source);
    expect(set(source, {tested: true})).to.equal(source.replace("50", "2").replace("a = 1", "a = 3").replace("b = 1", 'b = "x y"'));
    expect(set(source, {tested: true, values: {epochs: "7"}})).to.include("epochs = 7; // test: 2");
  });

  it("leave every other cell and name alone", () => {
    const source = "let epochs = 50; // test: 2\n//| param";
    expect(set(source, {tested: true, values: {epochs: "1"}})).to.equal(source);
    expect(set("//| param\nlet constructor = 1;\n{ let a = 1; }", {values: {a: "2"}})).to.equal(
      "//| param\nlet constructor = 1;\n{ let a = 1; }",
    );
  });

  it("that no cell declares, or that no value can be given to, are refused in one line", () => {
    const own = notebook("//| param\nlet epochs = 50;\nlet {rate, size} = {rate: 1, size: 2};\nlet later: number;");
    expect(() => checkParameters([notebook("1"), own], {epochs: "2"})).not.to.throw();
    expect(() => checkParameters([own], {epoch: "2"})).to.throw(RangeError, /^there is no parameter "epoch"; the nearest is "epochs"$/);
    expect(() => checkParameters([notebook("let a = 1")], {a: "2"})).to.throw(
      /no cell begins with \/\/\| param or has the tag parameters$/,
    );
    for (const [name, line] of [
      ["size", 3],
      ["later", 4],
    ] as const)
      expect(() => checkParameters([own], {[name]: "2"})).to.throw(`a.ipynb, cell 1, line ${line}: "${name}" cannot be set; expected`);
  });
});
