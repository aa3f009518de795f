import {expect} from "chai";
import {analyse} from "../../src/notebook/cell.js";

describe("analyse", () => {
  it("reads leading directives only", () => {
    const {directives} = analyse("\n//| expect: fail dead-units, wrong-loss\n// a note\n//| title:  One \nlet x = 1;\n//| late: 1");
    expect(directives).to.deep.equal([
      {name: "expect", value: "fail dead-units, wrong-loss", line: 2},
      {name: "title", value: "One", line: 4},
    ]);
  });

  it("reads every form of import", () => {
    const source = `import d, {a as b, type T, default as e, "x y" as f} from "one"; import * as n from "two"; import "three"; import type {U} from "four";`;
    const {imports} = analyse(source);
    expect(imports.map(({specifier, typeOnly}) => [specifier, typeOnly])).to.deep.equal([
      ["one", false],
      ["two", false],
      ["three", false],
      ["four", true],
    ]);
    expect(imports[0]).to.include({default: "d", start: 0, end: source.indexOf(";") + 1});
    expect(imports[0]!.named.map(({imported, local, typeOnly}) => `${imported}>${local}${typeOnly ? " type" : ""}`)).to.deep.equal([
      "a>b",
      "T>T type",
      "default>e",
      "x y>f",
    ]);
    expect(imports[1]).to.include({namespace: "n"});
    expect(imports[3]!.named[0]!.typeOnly).to.equal(true);
  });

  it("lists declarations with kind, names, value and export", () => {
    const source = `const a = 1, {b, c: [d = 2], ...e} = o; let f; var g; using h = r(); function i(x: string): void; function i(x: any) {}
      export class J {} enum K {A} namespace L { export const m = 1 } interface N {} type O = 1; declare const p: number; export default function q() {}
      for (var s = 0; s < 1; s++) { var t; let u; }`;
    const listed = analyse(source).declarations.map((it) => {
      return `${it.kind} ${it.names.join("+")}${it.value ? "" : " type"}${it.exported ? " exported" : ""}${it.nested ? " nested" : ""}`;
    });
    expect(listed).to.deep.equal([
      "const a+b+d+e",
      "let f",
      "var g",
      "using h",
      "function i type",
      "function i",
      "class J exported",
      "enum K",
      "namespace L",
      "interface N type",
      "type O type",
      "const p type",
      "function q exported",
      "var s nested",
      "var t nested",
    ]);
  });

  it("gives offsets in UTF-16 units", () => {
    const source = "'😀'; const x = 1;";
    const {start, end} = analyse(source).declarations[0]!;
    expect(source.slice(start, end)).to.equal("const x = 1;");
  });

  const free: [string, string[]][] = [
    ["x = y + 1", ["x", "y"]],
    ["function f(a, {b, c: [d]}, ...e) { return a + b + c2 + d + e + arguments.length }", ["c2"]],
    ["try { g() } catch ({message}) { message } finally { h }", ["g", "h"]],
    ["{ let a = 1; { a; b } }; a2;", ["b", "a2"]],
    ["const f = (a = dflt) => a; f()", ["dflt"]],
    ["class C extends Base { #p = q; [key] = 1; m(z) { return super.m(z) + C + this } }", ["Base", "q", "key"]],
    ["const o = {a, b: c, [d]: 1, e() { return e2 }}; o.p.q;", ["a", "c", "d", "e2"]],
    ["let v: Foo<typeof bar> = baz as Qux; type T = typeof other", ["baz"]],
    ["for (const i of list) i; for (let j = 0; j < n; j++) j; j2", ["list", "n", "j2"]],
    ["label: for (;;) { continue label }", []],
    ["enum E { A = base, B = A } E.A", ["base"]],
    ["console.log(`${tpl}`); undefined", ["console", "tpl", "undefined"]],
    ["<Comp a={v}><div/></Comp>", ["Comp", "v"]],
    ["({a: x, b} = p)", ["x", "b", "p"]],
    ["const {a} = await import('m'); a", []],
  ];
  for (const [source, names] of free) {
    it(`finds the free names of ${source}`, () => {
      const cell = analyse(source);
      expect(cell.problems).to.deep.equal([]);
      expect(cell.free).to.have.members(names).and.to.have.length(names.length);
    });
  }

  const last: [string, string | undefined][] = [
    ["a; b + 1", "b + 1"],
    ["b;", "b"],
    ["export default b + 1;", "b + 1"],
    ["export default function b() {}", undefined],
    ["b // why\n", "b"],
    ["let a = 1", undefined],
    ["if (a) { b }", undefined],
    ["{a: 1, b: 2}", "{a: 1, b: 2}"],
    ["// an object\n\n{a: 1}", undefined],
    ["{ let a = 1; a }", undefined],
    ["({a: 1})", "({a: 1})"],
    ["<T,>(x: T) => x", "<T,>(x: T) => x"],
    ["<any>x", "<any>x"],
    ["", undefined],
  ];
  for (const [source, expression] of last) {
    it(`finds the last expression of ${JSON.stringify(source)}`, () => {
      const cell = analyse(source);
      expect(cell.problems).to.deep.equal([]);
      expect(cell.last && source.slice(cell.last.start, cell.last.end)).to.equal(expression);
    });
  }

  const incomplete =
    "function f(){|x +|`abc|`a ${b|/* foo|if (a)|[1,2|foo(1,|class A { m( |const x|a?.|<div>|import {a|try{}|foo\n  .bar.|a ? b|({a:1|{a: 1, b:|a => |switch(a){case 1:|enum A {|type A =";
  for (const source of incomplete.split("|")) {
    it(`says that ${JSON.stringify(source)} is incomplete`, () => expect(analyse(source).problems[0]).to.include({incomplete: true}));
  }

  for (const source of ["let x = ]", "foo)", "'abc", "return 3", "let a; let a", "let x = ;\nfoo(", "a b", "1 = 2"]) {
    it(`says that ${JSON.stringify(source)} is wrong`, () => expect(analyse(source).problems[0]).to.include({incomplete: false}));
  }

  it("says where", () => expect(analyse("let a = 1;\nlet b = ];").problems[0]).to.include({line: 2, column: 9, start: 19, end: 20}));
});
