import {expect} from "chai";
import {withMocks} from "../../src/notebook/mocks.js";
import {codeCells, parseNotebook} from "../../src/notebook/notebook.js";
import {readList} from "../../src/notebook/params.js";
import {setName, setsOf} from "../../src/notebook/sets.js";
import {notebookText} from "../harness/notebooks.js";

const read = (...sources: string[]) => parseNotebook(notebookText(...sources), {path: "a.ipynb"});
const mocked = (source: string) =>
  codeCells(withMocks(read(source)))[0]!
    .source.split("\n")
    .slice(1)
    .join("\n");

describe("mocks", () => {
  it("take the place of what an import binds, and leave the rest of it", () => {
    expect(mocked("//| mock: load = async () => 1\nimport {load} from './api';")).to.equal(
      'const load: typeof import("./api")["load"] = (async () => 1);',
    );
    expect(mocked("//| mock: b = 2\nimport all, {a, x as b, type C} from './api';\nb")).to.equal(
      'import all, {"a" as a, type "C" as C} from "./api"; const b: typeof import("./api")["x"] = (2);\nb',
    );
    expect(mocked("//| mock: api = {} as any\nimport * as api from 'api';")).to.equal('const api: typeof import("api") = ({} as any);');
  });

  it("take the place of what a declaration gives, line by line", () => {
    expect(mocked("//| mock: f = () => 1\nfunction f() {\n  return 2;\n}\nf()")).to.equal("const f = (() => 1);\n\n\nf()");
    expect(mocked("//| mock: a = 1\nconst a: number = 2 as any, b = 3;")).to.equal("const a: number = (1), b = 3;");
  });

  it("without sense are refused", () => {
    expect(() => mocked("//| mock: a == 1\nlet a = 1")).to.throw(/^a\.ipynb, cell 1, line 1: expected "mock: NAME = VALUE"/);
    expect(() => mocked("//| mock: a = (\nlet a = 1")).to.throw(/^a\.ipynb, cell 1, line 1: the value of the mock cannot be read: /);
    expect(() => mocked("//| mock: b = 1\nlet a = 1")).to.throw(/^a\.ipynb, cell 1: this cell neither imports b nor declares it/);
  });
});

describe("sets of parameters", () => {
  const notebook = read("//| param\nlet rate = 0.5; // each: 0.1, 0.01\nlet name = 'x'; // each: a, b\nlet n = 1; // test: 2");

  it("are all combinations of what is listed, unless a value is given", () => {
    expect(setsOf(notebook).map(setName)).to.deep.equal([
      "rate = 0.1, name = a",
      "rate = 0.1, name = b",
      "rate = 0.01, name = a",
      "rate = 0.01, name = b",
    ]);
    expect(setsOf(notebook, {values: {name: "c"}, each: {rate: ["7"], n: ["1", "2"]}})).to.deep.equal([
      {rate: "7", n: "1"},
      {rate: "7", n: "2"},
    ]);
    expect(setsOf(read("1"))).to.deep.equal([{}]);
  });

  it("are lists of JSON or of words", () => {
    expect(readList('[1, 2], {"a": 1}, "x, y"')).to.deep.equal(["[1,2]", '{"a":1}', '"x, y"']);
    expect(readList("adam, sgd")).to.deep.equal(["adam", "sgd"]);
  });
});
