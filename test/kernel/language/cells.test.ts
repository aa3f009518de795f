import {mkdtemp, realpath, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect} from "chai";
import {startLanguage, type WholeLanguage} from "../../../kernel/language.js";

/** Cells that run one after the other, then one that is checked, with the numbers of its errors. */
type Case = [cells: string[], checked: string, codes: number[]];

describe("the kernel's types", function () {
  this.timeout(60_000);
  let folder: string;
  let language: WholeLanguage;

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "ddx-language-")));
    language = startLanguage({cwd: folder});
  });
  afterEach(() => language.forget());
  after(async () => {
    await language.end();
    await rm(folder, {recursive: true, force: true});
  });

  async function codes(cells: readonly string[], checked: string): Promise<number[]> {
    for (const [index, source] of cells.entries()) await language.commit({number: index + 1, source});
    return (await language.check(checked)).map(({code}) => code);
  }
  const judges = (title: string, cases: readonly Case[]) => {
    describe(title, () => {
      for (const [cells, checked, expected] of cases)
        it(`${JSON.stringify(checked)}${cells.length > 0 ? ` after ${cells.map((cell) => JSON.stringify(cell)).join(", ")}` : ""}`, async () =>
          expect(await codes(cells, checked)).deep.equal(expected));

      it("and the same where all cells are checked at once", async () => {
        for (const [cells, checked, expected] of cases) {
          const all = language.checkAll([...cells, checked].map((source, index) => ({number: index + 1, source})));
          expect(
            (await all.at(-1)!).map(({code}) => code),
            JSON.stringify([cells, checked]),
          ).deep.equal(expected);
        }
      });
    });
  };

  judges("finds an error in one cell", [
    [[], "const n: string = 1", [2322]],
    [[], "undeclared", [2304]],
    [[], "Math.maxx(1)", [2551]],
    [[], "import x from 'no-such-package'", [2307]],
    [[], "import {nope} from 'node:path'", [2305]],
    [[], "import {nope} from 'npm:ddx@0.1'", [2305]],
    [[], "const k = 1\nk = 2", [2588]],
    [[], "({a: 1} as {a: number}).b", [2339]],
    [[], "{a: nowhere}", [2304]],
    [[], "let a = 1\nlet a = 2", []],
  ]);

  judges("accepts", [
    [[], "1 + 1", []],
    [[], "import {expect} from 'npm:chai@6'\nexpect(1).to.equal(1)\nconst {assert} = await import('npm:chai')\nassert(true)", []],
    [[], "", []],
    [[], "// nothing", []],
    [[], "{a: 1, b: {c: 2}}", []],
    [[], "{a: 1}.a", []],
    [[], "export {}", []],
    [[], "export const a = 1; export default a; export type T = string", []],
    [[], "export default function named() {}\nnamed()", []],
    [[], "await Promise.resolve(7)", []],
    [[], "for await (const x of [Promise.resolve(1)]) x.toFixed()", []],
    [[], "await using a = {async [Symbol.asyncDispose]() {}}", []],
    [[], "unused: for (;;) { break unused; 1 }", []],
    [[], "throw new Error('x')\n1 + 1", []],
    [[], "function f() { return 1; console.log(2) }", []],
    [[], "'use strict'\n1", []],
    [[], "const x = (a, b) => a + b", []],
    [[], "const {sep} = await import('node:path'); sep.length", []],
    [[], "import {sep} from 'path'; import * as fs from 'fs'; import process from 'node:process'; fs.readFileSync(sep); process.exit", []],
    [[], "import fs = require('fs'); fs.existsSync('')", []],
    [[], "require('node:path').sep; __dirname.length; import.meta.dirname; Buffer.from(''); setTimeout(() => 1, 2).unref()", []],
    [[], "document.title; new AbortController().signal", []],
    [[], "display(1); display({}, {id: 'x'}).then((it) => it.update(2)); clearOutput(); clearOutput({wait: true})", []],
    [
      [],
      "(await input('name')).length; (await input('p', {password: true})).length; prompt('a', 'b')?.length; confirm('x') === true; alert('y')",
      [],
    ],
    [[], "import {display, newDisplay} from 'tslab'; display.html('x'); newDisplay().text('y')", []],
    [[], "import * as tf from '@tensorflow/tfjs'; const t: tf.Tensor = tf.tensor([1])", []],
    [[], "import {expect} from 'chai'; expect(1).to.equal(1)", []],
    [[], "import {display, type Finding} from 'ddx'; let f: Finding; display(1)", []],
    [[], "import {describeCase} from 'ddx/mocha'", []],
    [[], "import progress from 'cli-progress'; new progress.SingleBar({})", []],
    [[], "const l = <T,>(x: T): T => x; l(1).toFixed()", []],
    [[], "const l = <any>'x'; l.foo", []],
    [[], "const l = <T>(x: T): T => x; l(1).toFixed()", []],
    [[], "const React = {createElement: (...a: any[]) => a}; <div class='a'>{1}</div>", []],
    [
      [],
      "function d(c: any, context: ClassDecoratorContext) { context.name }\n@d class A { @m f() {} }\nfunction m(f: any, c: ClassMethodDecoratorContext) {}",
      [],
    ],
    [[], "enum E {A, B}; namespace N { export const x = E.A }; N.x", []],
    [[], "function f() {} namespace f { export const x = 1 }; f.x.toFixed(); f()", []],
    [[], "const naïve = '🎉'; const 変数 = naïve.length; 変数.toFixed()", []],
    [[], "const a = 1\r\nconst b: number = a\r\n", []],
    [[], "let a = 1 // no newline at the end", []],
    [[], "let a = `x${1}`", []],
    [[], "const losses = []; losses.push(1); losses[0]!.toFixed()", []],
    [[], "globalThis.mine = 1; const o = {}; const key = 'a' as string; o[key]", []],
  ]);

  judges("sees earlier cells", [
    [["let x = 1"], "const s: string = x", [2322]],
    [["let x = 1"], "x = 2; x++; x += 1; ({x} = {x: 3}); [x] = [4]", []],
    [["let x = 1"], "x = 'a'", [2322]],
    [["const k = 1"], "k = 2", [2588]],
    [["const k = 1"], "let q = k; q = 5", []],
    [["const k = 'a' as const"], "const t: 'a' = k", []],
    [["let u: string | number = 1"], "if (typeof u === 'string') u.length; else u.toFixed()", []],
    [["let u: string | number = 1"], "u.length", [2339]],
    [["let u: string | number = 1"], "u = 'a'; u.length", []],
    [["let un: number | undefined"], "un.toFixed()", [18048]],
    [["function f<T>(a: T): T[] { return [a] }"], "f('a')[0]!.length; f(1)[0]!.length", [2339]],
    [
      ["function o(a: string): string; function o(a: number): number; function o(a: any) { return a }"],
      "o('').length; o(1).toFixed(); o(true)",
      [2769],
    ],
    [["function f(): number { return 1 }"], "f = () => 2", []],
    [["function f(): number { return 1 }"], "f = () => 'a'", [2322]],
    [
      ["class A<T> { constructor(public a: T) {} #p = 1; static s = 2 }"],
      "const a: A<string> = new A('x'); a.a.length; A.s.toFixed(); class B extends A<number> {}; new B(1).a.toFixed()",
      [],
    ],
    [["class A { private x = 1 }"], "new A().x", [2341]],
    [["enum E {A, B}"], "let e: E = E.A; e = E.B; E[0].length; const n: E.A = E.B", [2322]],
    [["const enum C {A = 'a'}"], "let c: C = C.A", []],
    [["namespace N { export interface I {a: 1}; export const v = 1 }"], "const i: N.I = {a: 1}; N.v.toFixed()", []],
    [["interface I {a: number}"], "const i: I = {a: 'x'}", [2322]],
    [["type U<T> = T | string"], "const u: U<number> = true", [2322]],
    [["interface M {a: 1}\ninterface M {b: 2}"], "const m: M = {a: 1, b: 2}", []],
    [["function f() {}\nnamespace f { export let x = 1 }"], "f(); f.x.toFixed()", []],
    [["class K {}\ninterface K {extra: number}"], "new K().extra.toFixed()", []],
    [["import * as path from 'node:path'"], "path.join('a').length; let p: path.ParsedPath", []],
    [["import {sep, type ParsedPath} from 'node:path'"], "sep.length; let p: ParsedPath = {root: 1}", [2322]],
    [["import type {Stats} from 'node:fs'"], "let s: Stats; new Stats()", [1361]],
    [["import type * as fs from 'node:fs'"], "let s: fs.Stats", []],
    [["import fs = require('node:fs')"], "fs.existsSync('a'); let s: fs.Stats", []],
    [["import process from 'node:process'"], "process.pid.toFixed(); process = 1", [2588]],
    [["var {p, q: [r]} = {p: 1, q: ['a']}, w = 3"], "p.toFixed(); r!.length; w.toFixed()", []],
    [["for (const k in {a: 1}) for (var m of [1, 2]) ;"], "m.toFixed()", []],
    [["if (true) { var inner = 'a' }"], "inner.length", []],
    [["export const a = 1; export {a as b}; export default a"], "a.toFixed()", []],
    [["export default function named() { return 1 }"], "named().toFixed()", []],
    [["export default class Named { a = 1 }"], "new Named().a.toFixed()", []],
    [["export class C { a = 1 }\nexport type T = C"], "const t: T = new C()", []],
    [["let a = 1"], "export {a}", []],
    [["declare const given: string"], "given.length", []],
    [["let a; a = 1"], "a.anything", []],
    [["const a = []"], "a.push(1)", []],
    [["let a = null"], "a = 5", []],
    [["{a: 1}"], "1", []],
    [["using r = {a: 1, [Symbol.dispose]() {}}"], "r.a.toFixed()", []],
    [
      ["const React = {createElement: (...a: any[]) => a}", "function Button(props: {text: string}) { return <b>{props.text}</b> }"],
      "<Button text={1} />",
      [2322],
    ],
    [["const [d, {e = 5}] = [1, {} as {e?: number}]"], "(d + e).toFixed()", []],
    [["class D { static #n = 1; static { D.#n = 2 } get n() { return D.#n } }"], "new D().n.toFixed()", []],
    [["abstract class R { abstract f(): void }"], "new R()", [2511]],
    [
      ["function isS(x: unknown): x is string { return true }\nfunction as(x: unknown): asserts x is string {}"],
      "let v: unknown = 1; if (isS(v)) v.length; as(v); v.length",
      [],
    ],
    [["const sym: unique symbol = Symbol()"], "const o = {[sym]: 1}; o[sym].toFixed()", []],
    [["const t = [1, 'a'] as const"], "const one: 1 = t[0]", []],
    [["let x: typeof y = 1; const y = 2"], "x.toFixed()", []],
  ]);

  judges("is not led astray by", [
    [
      ["let ddx_x = 1; let ddx_value_x = 2; let x = 'a'; let ddx_1_x = 3"],
      "ddx_x.toFixed(); ddx_value_x.toFixed(); x.length; ddx_1_x.toFixed()",
      [],
    ],
    [["export {x as ddx_x}; let x = 1"], "x.toFixed()", []],
    [["const l = <T>(x: T): T => x; const c = <any>1"], "l(1).toFixed(); c.foo", []],
    [["// a comment at the end"], "1", []],
    [["let a = 1 /* unfinished"], "a", [2304]],
    [["let a = 1 // comment"], "a.toFixed()", []],
    [["#!/usr/bin/env node\nlet a = 1"], "a.toFixed()", []],
    [["'use strict'\nlet a = 1"], "a.toFixed()", []],
    [["let $ = 1, _ = 2, ñ = 3, 变量 = 4, \u0061b = 5"], "$.toFixed(); _.toFixed(); ñ.toFixed(); 变量.toFixed()", []],
    [["let a = 1;;;"], "a.toFixed();;", []],
    [
      ["let o = {valueOf: 1, toString: 2}; let constructor = 1; let hasOwnProperty = 2; let __proto__ = 3"],
      "constructor.toFixed(); hasOwnProperty.toFixed()",
      [],
    ],
    [["let undefined1; let globalThis1 = globalThis; let Promise1 = Promise"], "globalThis1.Math; Promise1.resolve(1)", []],
    [
      ["let type = 1; let as = 2; let from = 3; let of = 4; let async = 5; let get = 6; let declare = 7"],
      "type + as + from + of + async + get + declare",
      [],
    ],
    [
      ["import * as path from 'node:path'; import {sep} from 'node:path'; let use = path.sep + sep"],
      "use.length; path.sep; sep.length",
      [],
    ],
    [["import fs, * as all from 'node:fs'"], "fs.existsSync('a'); all.existsSync('a')", []],
    [["import {default as p} from 'node:path'"], "p.sep.length", []],
    [["import {'sep' as quoted} from 'node:path'"], "quoted.length", []],
    [["export * from 'node:path'; export * as ns from 'node:path'; export {sep as s} from 'node:path'"], "s", [2304]],
    [["declare global { interface Array<T> { mine: 1 } }\nlet a = 1"], "[].mine.toFixed(); a.toFixed()", []],
    [
      ["function* g() { yield 1 }; async function* h() { yield 'a' }"],
      "for (const x of g()) x.toFixed(); for await (const x of h()) x.length",
      [],
    ],
    [["class A { static accessor x = 1; declare y: string; constructor(readonly z: number) {} }"], "A.x.toFixed(); new A(1).y.length", []],
    [["let x = {a: {b: [1, {c: 'x'}] as const}}"], "x.a.b[1].c.length", []],
    [["const f = (x: typeof later) => x", "const later = 1"], "f(1)", []],
    [["type A = B; type B = A[] | string"], "const a: A = [['x']]", []],
    [["interface L { next?: L; v: typeof lv }\nlet lv = 1"], "const l: L = {v: 1, next: {v: 'a'}}", [2322]],
    [["let x = 1", "{ let x = 'a'; x.length }"], "x.toFixed()", []],
    [["let x = 1", "function f(x: string) { return x.length + y }\nconst y = x"], "f('a').toFixed(); y.toFixed()", []],
    [["let x: number | string = 1", "x = 'a'"], "typeof x === 'string' ? x.length : x.toFixed()", []],
    [["let x = 1"], "let y = x; { x = 2 }\n(() => { x = 'a' })()", [2322]],
    [["let x = 1"], "delete (globalThis as any).x; typeof x; void x; -x; x!; x as number; x satisfies number", []],
    [["const big = 10n; const re = /a/dgimsuy; const t = `a${1}b` as const"], "big + 1n; re.exec('')?.indices; t.length", []],
    [["enum E {A = 1}\nenum E {B = 2}"], "E.A + E.B", []],
    [["abstract class S { abstract m(): this }\nclass D extends S { m() { return this } }"], "new D().m().m()", []],
    [["function f(this: {a: 1}) { return this.a }"], "f.call({a: 1}).toFixed()", []],
  ]);

  judges("lets the latest declaration win", [
    [["let x = 1", "let x = 'a'"], "x.length", []],
    [["const x = 1", "let x = 'a'"], "x = 'b'", []],
    [["let x = 1", "const x = 'a'"], "x = 'b'", [2588]],
    [["enum E {A}", "const E = {A: 'a'} as const"], "const a: 'a' = E.A", []],
    [["const E = 1", "enum E {A}"], "const a: E = E.A", []],
    [["class x {}", "function x() { return 1 }"], "x().toFixed()", []],
    [["interface I {a: 1}", "interface I {b: 1}"], "const i: I = {b: 1}", []],
    [["interface T {a: number}", "const T = {a: 'x'}"], "const t: T = {a: 1}; T.a.length", []],
    [["class T {a = 1}", "type T = string"], "const t: T = 'x'; new T().a.toFixed()", []],
    [["import x from 'node:path'", "let x = 1"], "x.toFixed()", []],
    [["let x = 1", "import {sep as x} from 'node:path'"], "x.length", []],
    [["let x = 1", "import type {Stats as x} from 'node:fs'"], "let s: x; x.toFixed()", []],
    [["let x = 1"], "let x = 'a'; x.length", []],
    [["let x = 1"], "function x() { return 'a' }\nx().length", []],
    [["class T {a = 1}"], "type T = string; const t: T = 'a'; new T().a.toFixed()", []],
    [["interface T {a: 1}"], "const T = 2; const t: T = {a: 1}; T.toFixed()", []],
    [
      ["let name = 1; let status = 2; let event = 3; let length = 4"],
      "name.toFixed(); status.toFixed(); event.toFixed(); length.toFixed()",
      [],
    ],
    [["let Array2 = 1; class Map { mine = 1 }"], "new Map().mine.toFixed()", []],
    [["let console = {mine: 1}"], "console.mine.toFixed()", []],
  ]);

  judges("knows what a name was when a cell ran", [
    [["let x = 1", "let y = x", "let x = 'a'"], "y.toFixed(); x.length", []],
    [["let x = 1", "function f() { return x }", "const x = 'b' + f()"], "x.length", []],
    [
      ["let y = 1", "let x = 1; function f() { return y }", "let y = 'a'", "let x = [f()]", "let y = x"],
      "y[0]!.toFixed(); x[0]!.toFixed()",
      [],
    ],
    [["function early() { return late() }", "function late() { return 1 }"], "early().toFixed()", []],
    [["function early() { return late() }", "function late() { return 'a' }"], "early().toFixed()", [2551]],
    [
      [
        "function even(n: number): boolean { return n === 0 || odd(n - 1) }",
        "function odd(n: number): boolean { return n !== 0 && even(n - 1) }",
      ],
      "const b: boolean = even(2)",
      [],
    ],
    [["function ping() { return pong() }", "function pong() { return ping() }"], "ping()", []],
    [["let x = 1", "x = 2", "x += 1"], "x.toFixed()", []],
    [["class A {a = 1}", "const a = new A()", "class A {b = 1}"], "a.a; const n: A = a", [2741]],
  ]);
});
