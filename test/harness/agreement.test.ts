import {expect} from "chai";
import {runNotebook} from "../../src/harness/run.js";
import {parseNotebook} from "../../src/notebook/notebook.js";
import {ddx, notebookText, withFolder} from "./notebooks.js";

const cells = [
  'const log = (...values: unknown[]) => console.log("@" + JSON.stringify(values));\nlet memo: any;',
  "const a: number = 1, {b, ...rest} = {b: 2, c: 3};\nlog(a, b, rest)",
  "let a = 'again';\nlog(a)",
  "function a() { return 'function'; }\nlog(a())",
  "log(typeof hoisted, hoisted());\nfunction hoisted() { return inner(); }\nfunction inner() { return b; }",
  "b = 5",
  "log(b); const {c: {d = 4} = {}} = {} as any; log(d)",
  "class Point { #x = 1; static made = 0; get x() { return this.#x + b; } static make() { Point.made++; return new Point(); } }\nlog(Point.make().x, Point.made)",
  "Point = class extends Point { get x() { return 100; } } as any;\nlog(Point.make().x)",
  "function* count() { yield 1; yield* [2, 3]; }\nlog([...count()], a.name, count.name)",
  "for (var i = 0, n = 3; i < n; i++) var square = i * i;\nlog(i, square)",
  "log(i, square, n);\nfor (var key in {p: 1, q: 2}) ;\nfor (var [k, v] of [[1, 2]]) log(k, v)",
  "log(key, k, v); var i: number;\nlog(i)",
  "enum Colour { red = 1, green }\nnamespace Space { export const unit = 'm'; }\nlog(Colour.green, Colour[1], Space.unit)",
  "log(Colour.red, Space.unit);\nexport const shown = [1, 2], undeclared = 3;\nexport default function () { return 1; }",
  "log(shown, undeclared)",
  "const later = () => soon * 2;\nlog(typeof soon)",
  "log(soon)",
  "let soon = 21;\nlog(later())",
  "for await (const item of (async function* () { yield 'x'; yield 'y'; })()) log(item)",
  "const text = `a\n   b ${'`'} \\``; log(text)",
  "{p: 1, q: log(text.length)}",
  "const x = 1; throw new RangeError(`x is ${x}`)",
  "log(typeof x); log(x)",
  "let half = 1; null!.foo; let other = 2",
  "const half2 = ;",
  "abstract class Shape { abstract area(): number; twice() { return this.area() * 2; } }\nclass Square extends Shape { constructor(readonly side: number) { super(); } area() { return this.side ** 2; } }\nlog(new Square(3).twice())",
  "log(new Square(2).area() satisfies number);\n({a, b: memo} = {a: 'written', b: 7});\nlog(a, memo)",
  "const größe = 3, $ = 1, _ = 2; log(größe + $ + _)",
  "log(größe); [memo, soon] = [1, 2]; log(memo, later())",
  "rest = {}",
  "rest.c = 9; log(rest); rest++",
  "import {sep, posix as px} from 'node:path';\nimport fs, * as all from 'node:fs';\nlog(sep === px.sep, fs === all.default)",
  "px = 1",
  "import {sep} from 'node:os';\nlog(typeof sep)",
  "log(await Promise.all([1, Promise.resolve(2)]));\nawait Promise.reject(new TypeError('rejected'))",
  "const [first = 1, , third] = [undefined, 2, 3]; log(first, third)\n;[1].forEach((each) => log(each))",
  "log(first, third) // and nothing more",
  "// only a comment",
  "var fresh = 1; function fresh2() { return fresh++; } fresh2(); log(fresh)",
  "log(fresh, fresh2(), fresh)",
  "log([1].map(function () { return new.target === undefined; }))",
];

interface Result {
  tests: {title: string; err: {message?: string; stack?: string}}[];
}

describe("kernel and extracted suite", function () {
  this.timeout(60_000);

  it("agree on every value and every error", async () => {
    const text = notebookText(...cells);
    await withFolder({"a.ipynb": text}, async (cwd) => {
      const printed: string[] = [];
      const run = await runNotebook(parseNotebook(text, {path: `${cwd}/a.ipynb`}), {
        keepGoing: true,
        onOutput: (output) => void (output.output_type === "stream" && printed.push(output.text)),
      });
      const {stdout} = await ddx(["test", "a.ipynb", "-R", "json", "--keep-going", "--no-types"], {cwd});
      const {tests} = JSON.parse(stdout.slice(stdout.lastIndexOf('{\n  "stats"'))) as Result;
      const kernel = run.cells.flatMap(({cell, error}) => (error ? [`cell ${cell.number}: ${error.name}`] : []));
      const suite = tests.flatMap(({title, err}) => (err.stack ? [`${title}: ${err.stack.split(":")[0]}`] : []));
      const values = (output: string) => output.split("\n").filter((line) => line.startsWith("@"));
      expect(values(stdout)).to.deep.equal(values(printed.join("")));
      expect(suite).to.deep.equal(kernel);
      expect(kernel.length).to.be.greaterThan(5);
    });
  });
});
