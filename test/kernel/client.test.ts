import {mkdtemp, rm, utimes, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect} from "chai";
import {startKernel, type Execution, type Kernel} from "../../kernel/client.js";

const shown = ({outputs}: Execution): unknown => outputs.flatMap((it) => ("data" in it ? [it.data["text/plain"]] : [])).at(-1);
const printed = ({outputs}: Execution): string => outputs.flatMap((it) => ("text" in it ? [it.text] : [])).join("");

describe("the kernel's client", function () {
  this.timeout(60_000);
  let folder: string;
  let kernel: Kernel;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "ddx-kernel-"));
    kernel = await startKernel({cwd: folder});
  });
  after(async () => {
    await kernel.shutdown();
    await rm(folder, {recursive: true, force: true});
  });

  const values: [string, unknown][] = [
    ["1 + 1", "2"],
    ["{a: 1, b: 2}", "{ a: 1, b: 2 }"],
    ["await Promise.resolve(7)", "7"],
    ["let un: number | undefined; un", undefined],
    ["NaN", "NaN"],
    ["enum E {A, B}\nE.B", "1"],
    ["namespace N { export const x = 4 }\nN.x", "4"],
    ["class Q { #p = 3; get p() { return this.#p } }\nnew Q().p", "3"],
    ["let early = 1\nfunction between() {}\n(early)", "1"],
    ["let before = [1]\nexport default [0]", "[0]"],
    [
      "loops(); let sum: number; sum = loops()\nfunction loops() { let s = 0; for (const i of [1, 2]) s += i; while (s < 5) { s++ } return s }\nsum",
      "5",
    ],
    ["let first1 = 1\nimport {sep as sep1} from 'node:path'\n[first1, sep1].length", "2"],
    [
      "export class Exported { static n = 1 }\nexport @((c: any) => c) class Decorated {}\n@((c: any) => c) export class Before {}\nExported.name + Decorated.name + Before.name",
      "ExportedDecoratedBefore",
    ],
    ["class Own { static a = Own.name; static b() { return Own } }\nOwn.a + (Own.b() === Own)", "Owntrue"],
    ["class $p { static { $p.q = 1 } static r = () => $p.q; declare static q: number }\n$p.r()", "1"],
    ["function over(a: string): string; function over(a: number): number; function over(a: any) { return a }\nover(3)", "3"],
    ["enum Merged { A = 'a' }\nenum Merged { B = 'b' }\nMerged.B + Merged.A", "ba"],
    ["for (const k in {a: 1}) for (var m of [1, 2]) if (m > 1) break; else continue\nm", "2"],
    ["var {p, q: [r]} = {p: 1, q: [2]}, w = 3;\np + r + w", "6"],
    ["try { throw 1 } catch { var caught = 9 }\ncaught", "9"],
    ["let one = 1\r\nlet two = one +\r\n 1\r\ntwo", "2"],
    ["//| title: nothing but a comment", undefined],
    ["abstract class R { abstract f(): void; static n = 2 }\nR.name + R.n", "R2"],
    ["function deco(c: any, context: any) { c.tag = context.name; return c }\n@deco class S { declare static tag: string }\nS.tag", "S"],
    ["first(); function first() { return 'hoisted' }\nfirst() + first.name", "hoistedfirst"],
    ["for (var i = 0; i < 3; i++); if (i) { var inner: number = i }\ni + inner", "6"],
    ["const [d, {e = 5}] = [1, {} as any]; d + e", "6"],
    ["export const out = 3; export default out + 1", "4"],
    ["import {join as j} from 'node:path'; j('a', 'b')", "a/b"],
    ["import {type Dirent, Stats} from 'node:fs'; let s: Stats | Dirent | undefined; typeof Stats", "function"],
    ["import {NoSuchType} from 'node:path'; let s: NoSuchType | typeof NoSuchType = 1; s", "1"],
    ["const {sep} = await import('node:path'); sep", "/"],
    ["require('node:path').sep", "/"],
    ["const node = React('x'); function React(x: string) { return <any>x }\nnode", "x"],
    ["this === globalThis", "true"],
    ["(function () { return typeof this })()", "undefined"],
    ["({}) satisfies object as any", "{}"],
    ["'use strict'", "use strict"],
    ["const f = (n: number): number => n; f.name", "f"],
  ];
  for (const [source, value] of values) {
    it(`shows ${JSON.stringify(source)}`, async () => {
      const execution = await kernel.execute(source);
      expect(execution.error).to.equal(undefined);
      expect(shown(execution)).to.equal(value);
    });
  }

  it("lets a later cell redeclare any name as anything", async () => {
    const ways = [
      "const z = 1",
      "let z = 2",
      "var z = 3",
      "function z() {}",
      "class z {}",
      "enum z {A}",
      "import z from 'node:path'",
      "namespace z { export const q = 1 }",
    ];
    for (const first of ways) {
      for (const second of ways) {
        for (const source of [first, second]) expect((await kernel.execute(source)).error, `${first} / ${second}`).to.equal(undefined);
      }
    }
  });

  it("lets functions of earlier cells see what later ones declare", async () => {
    await kernel.execute("let level = 1; function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2) }");
    await kernel.execute("let calls = 0; const plain = fib; fib = (n) => { calls++; return plain(n) }");
    expect(shown(await kernel.execute("fib(5); calls"))).to.equal("15");
  });

  const wrong: [string, string, string, number, number][] = [
    ["const k = 1\nk = 2", "TypeError", "Assignment to constant variable.", 2, 1],
    ["import {sep as path1} from 'node:path'\npath1 = 2", "TypeError", "Assignment to constant variable.", 2, 1],
    ["\nk++", "TypeError", "Assignment to constant variable.", 2, 1],
    ["({k} = {k: 1})", "TypeError", "Assignment to constant variable.", 1, 3],
    ["undeclared = 1", "ReferenceError", "undeclared is not defined", 1, 1],
    ["let x = ];", "SyntaxError", "Unexpected token", 1, 9],
    ["\nthrow 'text'", "Thrown", "'text'", 2, 1],
    ["type T = {a: 1};\nconst t: T = {a: 1};\nnull!.foo", "TypeError", "Cannot read properties of null (reading 'foo')", 3, 7],
    [
      "import {nope} from 'node:path';\nnope()",
      "SyntaxError",
      "The requested module 'node:path' does not provide an export named 'nope'",
      1,
      1,
    ],
    ["import 'no-such-package/x'", "Error", "cannot find package 'no-such-package'", 1, 1],
    ["Promise.reject(new RangeError('unhandled')); 1", "RangeError", "unhandled", 1, 16],
    ["await (async () => {\n  await null;\n  undefined.x;\n})()", "TypeError", "Cannot read properties of undefined", 3, 13],
  ];
  for (const [source, ename, evalue, line, column] of wrong) {
    it(`says where ${JSON.stringify(source)} is wrong`, async () => {
      const {status, error, outputs} = await kernel.execute(source, {cell: {number: 12}});
      expect(status).to.equal("error");
      expect(error).to.include({ename, line});
      expect(error!.evalue).to.include(evalue);
      if (ename !== "Thrown") expect(error!.column).to.equal(column);
      expect(outputs.filter((it) => it.output_type === "error")).to.have.length(1);
      expect(error!.traceback.join("\n")).to.include(`cell 12, line ${line}`);
    });
  }

  it("keeps the kernel's own frames out of stacks", async () => {
    const {error} = await kernel.execute("function deep() { throw new Error('e', {cause: new TypeError('why')}) }\ndeep()", {
      cell: {number: 3},
    });
    const frames = error!.traceback.filter((line) => /^ +at /.test(line));
    expect(frames).to.have.length(4);
    expect(frames.every((frame) => /cell 3, line [12]:/.test(frame))).to.equal(true);
    expect(error!.traceback.join("\n")).to.include("caused by");
  });

  it("gives late output and late errors to the cell that they come from", async () => {
    const early = await kernel.execute("setTimeout(() => { console.log('late'); throw new Error('later') }, 30); 'early'");
    const next = await kernel.execute("await new Promise((resolve) => setTimeout(resolve, 120)); console.log('own')");
    expect(printed(early)).to.equal("late\n");
    expect(early.outputs.at(-1)).to.include({output_type: "error", evalue: "later"});
    expect(next.status).to.equal("ok");
    expect(printed(next)).to.equal("own\n");
  });

  it("says so when a value's own bundle cannot be sent", async () => {
    const {error} = await kernel.execute("({[Symbol.for('Jupyter.display')]: () => ({'application/json': {n: 1n}})})");
    expect(error!.evalue).to.match(/BigInt/);
    expect(shown(await kernel.execute("'next'"))).to.equal("next");
  });

  it("keeps streams, displays and results in order", async () => {
    const show = `const host = globalThis[Symbol.for("ddx.host")]; const bundle = (text: string) => ({data: {"text/plain": text}, metadata: {}})`;
    const types: string[] = [];
    await kernel.execute(show);
    const first = await kernel.execute(
      "console.log('a'); host.show(bundle('b'), {id: 'x'}); console.error('c'); process.stdout.write('d'); 'e'",
      {
        onOutput: ({output_type}) => types.push(output_type),
      },
    );
    expect(types).to.deep.equal(["stream", "display_data", "stream", "stream", "execute_result"]);
    await kernel.execute("host.show(bundle('new'), {id: 'x', update: true})");
    expect(first.outputs[1]).to.deep.include({output_type: "display_data", data: {"text/plain": "new"}});
    expect(printed(await kernel.execute("console.log('gone'); host.clear(); console.log('left')"))).to.equal("left\n");
  });

  it("captures what native code and child processes write", async () => {
    const source =
      "require('node:child_process').execSync('echo from a child', {stdio: ['ignore', 1, 2]}); await new Promise((resolve) => setTimeout(resolve, 50))";
    expect(printed(await kernel.execute(source))).to.equal("from a child\n");
  });

  it("disposes of what a cell uses when it ends", async () => {
    const source =
      "using a = {[Symbol.dispose]() { console.log('a') }}; await using b = {async [Symbol.asyncDispose]() { console.log('b') }}; console.log('body')";
    expect(printed(await kernel.execute(source))).to.equal("body\nb\na\n");
  });

  it("imports local TypeScript, and again when it was edited", async () => {
    await writeFile(join(folder, "inner.ts"), "export const inner: number = 40;");
    await writeFile(join(folder, "local.ts"), "import {inner} from './inner.js';\nexport const value: number = inner + 2;");
    const first = await kernel.execute("import {value} from './local'; value");
    expect([shown(first), printed(first)]).to.deep.equal(["42", ""]);
    await writeFile(join(folder, "local.ts"), "export const value = 'edited';");
    await utimes(join(folder, "local.ts"), 1, 1);
    expect(shown(await kernel.execute("import {value} from './local'; value"))).to.equal("edited");
  });

  it("imports JSON, packages of ddx where the folder has none, and CommonJS by name", async () => {
    await writeFile(join(folder, "data.json"), '{"n": 5}');
    await writeFile(join(folder, "common.cjs"), "const made = {}; for (const name of ['one']) made[name] = 1; module.exports = made;");
    expect(shown(await kernel.execute('import data from "./data.json" with {type: "json"}; data.n'))).to.equal("5");
    expect(shown(await kernel.execute("import {expect} from 'chai'; typeof expect"))).to.equal("function");
    expect(shown(await kernel.execute("import {one} from './common.cjs'; one + 1"))).to.equal("2");
  });

  it("runs tensorflow.js", async () => {
    const execution = await kernel.execute('import * as tf from "@tensorflow/tfjs"; const t = tf.tensor([1, 2]); t.print(); t');
    expect(execution.error).to.equal(undefined);
    expect(printed(execution)).to.include("Tensor\n    [1, 2]\n");
    expect(shown(execution)).to.match(/float32 \[2\]/);
    expect((await kernel.request("inspect_request", {code: "t", cursor_pos: 1}))!.data)
      .to.have.property("text/plain")
      .match(/^Tensor: float32 \[2\]/);
  });

  it("completes from live values, without running getters", async () => {
    await kernel.execute("let touched = 0; const trap = {get secret() { touched++; return {deep: 1} }, plain: {child: 1}}");
    const matches = async (code: string) =>
      (await kernel.request("complete_request", {code, cursor_pos: Array.from(code).length}))!.matches;
    expect(await matches("trap.")).to.include.members(["plain", "secret", "toString"]);
    expect(await matches("trap.secret.")).to.deep.equal([]);
    expect(await matches("'😀' + trap.plain.ch")).to.deep.equal(["child"]);
    expect(await matches("[1].fin")).to.deep.equal(["find", "findIndex", "findLast", "findLastIndex"]);
    expect(await matches("const localName = 1; localN")).to.deep.equal(["localName"]);
    expect(await matches("(touched++).")).to.not.include("secret");
    expect(shown(await kernel.execute("touched"))).to.equal("0");
  });

  const stuck: [string, string][] = [
    ["a loop", "while (true);"],
    ["a loop in a library", "/(x+x+)+y/.test('x'.repeat(40))"],
    ["an await", "await new Promise(() => {})"],
    ["a loop after an await", "await null; for (;;) {}"],
    ["a loop in a timer", "setTimeout(() => { for (;;) {} }, 1); await new Promise(() => {})"],
    ["a loop of awaits", "while (true) await new Promise((resolve) => setTimeout(resolve, 1))"],
    ["a loop that catches", "while (true) { try { while (true); } catch {} }"],
  ];
  for (const [what, source] of stuck) {
    it(`interrupts ${what} and keeps the state`, async () => {
      await kernel.execute("let kept = 42");
      const execution = kernel.execute(source);
      setTimeout(() => kernel.interrupt(), 150);
      expect((await execution).error).to.include({ename: "Interrupted", evalue: "the cell was interrupted"});
      expect(shown(await kernel.execute("kept"))).to.equal("42");
    });
  }

  it("keeps the state when what an interrupted cell waited for is collected", async () => {
    await kernel.execute(
      "import {setFlagsFromString} from 'node:v8'\nimport {runInNewContext} from 'node:vm'\nsetFlagsFromString('--expose-gc')\nconst collect = runInNewContext('gc'), before = 42",
    );
    for (const source of ["await new Promise(() => {})", "while (true) await new Promise((resolve) => setTimeout(resolve, 1))"]) {
      const execution = kernel.execute(source);
      setTimeout(() => kernel.interrupt(), 150);
      await execution;
    }
    await kernel.execute("await new Promise((resolve) => setTimeout(resolve, 100)); collect()");
    expect(shown(await kernel.execute("before"))).to.equal("42");
  });

  it("replaces a process that cannot be interrupted, and says so", async () => {
    const execution = kernel.execute("await null; new Function('for (;;);')()");
    setTimeout(() => kernel.interrupt(), 150);
    expect((await execution).error!.evalue).to.match(/did not stop within 2 s.*variables of all cells are lost/);
    expect(shown(await kernel.execute("typeof kept"))).to.equal("undefined");
  });

  it("survives a cell that ends its process", async () => {
    await kernel.execute("const gone = 1");
    const {error} = await kernel.execute("console.log('before'); process.exit(3)");
    expect(error).to.include({ename: "ProcessEnded"});
    expect(error!.evalue).to.match(/exit code 3/);
    expect((await kernel.execute("let gone = 2; gone = 3")).status).to.equal("ok");
  });
});

describe("startKernel", () => {
  it("says when there is no such folder", async () => {
    const failed = await startKernel({cwd: join(tmpdir(), "ddx-no-such-folder")}).catch((error: Error) => error);
    expect(failed)
      .to.be.instanceOf(Error)
      .and.property("message")
      .match(/does not exist/);
  });
});
