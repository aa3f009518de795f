import {expect} from "chai";
import {ancestors, dependants, graphOf} from "../../src/notebook/graph.js";
import {parseNotebook} from "../../src/notebook/notebook.js";
import {parts} from "../../src/notebook/part.js";
import {knownNotebook} from "./random-cells.js";
import {notebookText} from "../harness/notebooks.js";

const graph = (...cells: string[]) => graphOf(parts(parseNotebook(notebookText(...cells), {path: "a.ipynb"})));
const needs = (...cells: string[]) => {
  const {needs: all} = graph(...cells);
  return Object.fromEntries([...all].filter(([, list]) => list.length > 0).map(([cell, list]) => [cell, words(list)]));
};
const words = (list: readonly {name: string; cell: number; lazy: boolean; early: boolean}[]) =>
  list.map(({name, cell, lazy, early}) => `${name}@${cell}${lazy ? " lazy" : ""}${early ? " early" : ""}`).join(", ");
/** What the last of some cells needs directly. */
const last = (...cells: string[]) => needs(...cells)[cells.length] ?? "";

describe("graphOf", () => {
  const declared: [string, string][] = [
    ['import a from "m"', "a"],
    ['import {x as a} from "m"', "a"],
    ['import * as a from "m"', "a"],
    ['import a = require("m")', "a"],
    ["var a = 1", "a"],
    ["let a: number", "a"],
    ["const {x: [a = 2], ...b} = {x: []}", "a + b"],
    ["for (var a = 0; a < 2; a++);", "a"],
    ["function a() {}", "a()"],
    ["export class a {}", "new a()"],
    ["enum a {A}", "a.A"],
    ["namespace a { export const b = 1 }", "a.b"],
    ["using a = null", "a"],
    ["const a = 1", "({a})"],
    ["const a = {B: 1}", "<a.B/>"],
    ["const a = 1", "export {a}"],
    ["const a = 1", "a++"],
    ["const a = 1", "[1].map((b) => a + b)"],
  ];
  for (const [source, use] of declared)
    it(`finds that ${use} needs ${source}`, () => expect(last(source, "1", use)).to.match(use === "a + b" ? /^a@1, b@1$/ : /^a@1$/));

  it("takes the last declaration before the use", () => {
    expect(needs("let a = 1", "let a = 'x'", "a", "const {a} = {a: 2}", "a")).to.deep.equal({3: "a@2", 5: "a@4"});
  });

  it("knows no names but those that cells declare, and none of a cell's own", () => {
    expect(needs("console.log(Math.PI, missing)", "let a = 1; a", "(a) => a", "function f(a) { return a }")).to.deep.equal({});
  });

  it("takes no notice of types", () => {
    const types = ["interface A {}\nclass B {}\nconst c = 1; type D = 1", 'import type {E} from "m"; import {type F} from "m"'];
    expect(needs(...types, "let x: A | B | D | E | F | typeof c = 1 as any")).to.deep.equal({});
  });

  describe("lets a change of a value count", () => {
    const changes = [
      ...[
        "a = 2",
        "a += 1",
        "a++",
        "a.b = 1",
        "a.b.c[0]!.d = 1",
        "(a as any).b = 1",
        "delete a.b",
        "[a.b, a.c] = [1, 2]",
        "({x: a} = {x: 1})",
      ],
      ...[
        "for (a of [1]);",
        "a.push(1)",
        "a.b?.sort()",
        "a.get(1).push(2)",
        "const last = a.pop()",
        "Object.assign(a, {})",
        "await a.fit(1)",
      ],
      ...["a.compile()", "a.anything(); 1", "if (1) { a.freeze() }", "a.add(1)", "[1].forEach((x) => a.push(x))", "(() => { a = 1 })()"],
    ];
    for (const change of changes) it(change, () => expect(last("let a: any = []", change, "a")).to.equal("a@1, a@2"));
  });

  describe("does not take for a change", () => {
    const harmless = [
      "f(a)",
      "a.length",
      "a.map((x) => x)",
      "const b = a.add(1)",
      "a.predict(1)",
      "a.forEach((x) => x); 1",
      "[...a].sort()",
    ];
    const more = ["let b = a", "a.slice().sort()", "b.a = 1", "b[a] = 1", "function g(a) { a.push(1) }", "const h = () => a.push(1)"];
    for (const source of [...harmless, ...more]) it(source, () => expect(last("let a: any = []", source, "a")).to.equal("a@1"));
  });

  it("forgets changes when the name is declared anew, and needs no older value for a plain assignment", () => {
    expect(needs("let a = 1", "a++", "a = 3", "a", "let a = 5", "a")).to.deep.equal({2: "a@1", 3: "a@1", 4: "a@1, a@2, a@3", 6: "a@5"});
  });

  it("lets methods change imported values only when that is their purpose, and modules never", () => {
    const imports = 'import * as tf from "m"; import rows from "r"; import {plot} from "p"';
    expect(last(imports, "tf.push(1); tf.go(); plot.line(); rows.push(1); 1", "tf; plot; rows")).to.equal("tf@1, plot@1, rows@1, rows@2");
  });

  it("counts the call of a function that changes a value, and not its declaration", () => {
    const cells = ["let count = 0;\nconst tick = () => count++;", "const tock = () => tick()", "tick", "tock()", "count"];
    expect(last(...cells)).to.equal("count@1, count@3, count@4");
    expect(last("let count = 0;", "const tick = () => { count++ };\ntick()", "count")).to.equal("count@1, count@2");
  });

  it("says when only a later cell declares what a cell uses as it runs", () => {
    expect(needs("a", "1", "const a = 1", "const a = 2")).to.deep.equal({1: "a@3 early"});
    expect(needs("typeof a", "const a = 1")).to.deep.equal({1: "a@2"});
    expect(needs("console.log(1)", "const console = 2")).to.deep.equal({});
    const [need] = graph("1;\n[1].map(() => a);\na", "let a = 1").needs.get(1)!;
    expect(need).to.include({early: true, line: 3});
  });

  it("lets a function that is called later use a name of a later cell", () => {
    expect(needs("const f = () => a;\nclass C { b = a; m() { return a } }", "const a = 1")).to.deep.equal({1: "a@2 lazy"});
    expect(needs("const a = 0", "function f() { return a }", "const a = 1")).to.deep.equal({2: "a@1 lazy"});
    expect(needs("on(() => a)", "const a = 1")).to.deep.equal({1: "a@2"});
    expect(needs("let a = 1", "const f = () => a;\nf()")).to.deep.equal({2: "a@1"});
  });

  it("keeps the need of a name that only a skipped or unreadable cell would declare", () => {
    expect(needs("//| skip\nconst a = 1", "a")).to.deep.equal({2: "a@1"});
    expect(needs("const a = 1", "//| skip\nconst a = 2; b", "a")).to.deep.equal({3: "a@1"});
    expect(needs("const b = 2;\nlet a = ;", "a + b")).to.deep.equal({2: "a@1, b@1"});
    expect(needs('import {x as a} from "m";\nlet b = ;\nlet c = 1;', "a + b + c + x")).to.deep.equal({2: "a@1, b@1, c@1"});
    expect(needs("a", "//| skip\nconst a = 1")).to.deep.equal({1: "a@2 early"});
  });
});

describe("the graph of random notebooks", () => {
  it("is the one that they were made from", () => {
    for (let seed = 1; seed <= 400; seed++) {
      const {sources, needs: direct, ancestors: all} = knownNotebook(seed);
      const found = graph(...sources);
      const numbers = sources.map((_, index) => index + 1);
      const earlier = numbers.map((cell) =>
        unique((found.needs.get(cell) ?? []).filter((need) => need.cell < cell).map((need) => need.cell)),
      );
      const reached = numbers.map((cell) => unique([...ancestors(found, cell)]));
      const message = `seed ${seed}\n${sources.map((text, index) => `--- ${index + 1}\n${text}`).join("\n")}`;
      expect(earlier, message).to.deep.equal(direct);
      expect(reached, message).to.deep.equal(all);
    }
  });
});

const unique = (cells: readonly number[]) => [...new Set(cells)].sort((a, b) => a - b);

describe("ancestors and dependants", () => {
  it("are what a cell needs and what needs it, through others too", () => {
    const one = graph("let a = 1", "let b = a", "let c = 1", "b + c", "c");
    expect([...ancestors(one, 4)]).to.have.members([1, 2, 3]);
    expect([...ancestors(one, 5)]).to.have.members([3]);
    expect([...dependants(one, 1)]).to.have.members([2, 4]);
    expect([...dependants(one, 5)]).to.deep.equal([]);
  });

  it("take what a function uses as it stands when the function is called", () => {
    const one = graph(
      "let a = 1",
      "const f = () => a;\nconst k = 1",
      "const r = f()",
      "let a = 2",
      "f()",
      "r",
      "k",
      "const o = {f}",
      "let a = 3",
      "o.f()",
    );
    const found = [3, 5, 6, 7, 10].map((cell) => [...ancestors(one, cell)].sort((a, b) => a - b));
    expect(found).to.deep.equal([
      [1, 2],
      [1, 2, 4],
      [1, 2, 3],
      [1, 2],
      [1, 2, 8, 9],
    ]);
  });

  it("follow functions that wait for a later cell, and end where functions call each other", () => {
    const one = graph("const f = () => g()", "const g = (): any => f() + a", "let a = 1", "f()");
    expect([...ancestors(one, 4)]).to.have.members([1, 2, 3]);
    expect([...ancestors(one, 1)]).to.deep.equal([]);
  });
});
