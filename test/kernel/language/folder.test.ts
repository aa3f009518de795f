import {mkdir, mkdtemp, realpath, rm, utimes, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {expect} from "chai";
import {startLanguage, type Language} from "../../../kernel/language.js";

describe("the kernel's types, in a folder", function () {
  this.timeout(60_000);
  let folder: string;
  let language: Language;
  let time = Date.now() / 1000 - 1000;

  beforeEach(async () => (folder = await realpath(await mkdtemp(join(tmpdir(), "ddx folder ü-")))));
  afterEach(async () => {
    await language.end();
    await rm(folder, {recursive: true, force: true});
  });

  /** Writes files, each with a time of its own. */
  async function write(files: Record<string, string | object>): Promise<void> {
    for (const [name, content] of Object.entries(files)) {
      const file = join(folder, name);
      await mkdir(dirname(file), {recursive: true});
      await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
      await utimes(file, ++time, time);
    }
  }
  const start = (cwd = folder) => (language = startLanguage({cwd}));
  const codes = async (source: string) => (await language.check(source)).map(({code}) => code);
  const after = async (...cells: string[]) => {
    for (const [index, source] of cells.entries()) await language.commit({number: index + 1, source});
  };

  describe("without tsconfig.json", () => {
    it("imports local modules with any ending or none, and JSON", async () => {
      await write({
        "local.ts": "export const a: number = 1",
        "tsx.tsx": "export const b = 1",
        "data.json": {k: 1},
        "plain.js": "export const p = 1",
      });
      await write({"dir/index.ts": "export const d = 1"});
      start();
      expect(
        await codes("import {a} from './local'; import {a as b} from './local.js'; import {a as c} from './local.ts'; a + b + c"),
      ).deep.equal([]);
      expect(await codes("import {b} from './tsx'; import {d} from './dir'; import data from './data.json'; b + d + data.k")).deep.equal(
        [],
      );
      expect(await codes("import {p} from './plain.js'; p.length")).deep.equal([2339]);
      expect(await codes("import {nothing} from './missing'")).deep.equal([2307]);
      expect(await codes("const {a} = await import('./local'); a.length")).deep.equal([2339]);
    });

    it("takes a package without types for any, and the folder's own package before ours", async () => {
      await write({"node_modules/untyped/index.js": "", "node_modules/untyped/package.json": {name: "untyped"}});
      await write({
        "node_modules/chai/package.json": {name: "chai", types: "own.d.ts"},
        "node_modules/chai/own.d.ts": "export const mine: 1",
      });
      start();
      expect(await codes("import untyped, {x} from 'untyped'; untyped.y + x")).deep.equal([]);
      expect(await codes("import {mine} from 'chai'; mine.toFixed()")).deep.equal([]);
    });

    it("takes Node's types from the folder when it has them", async () => {
      await write({
        "node_modules/@types/node/package.json": {name: "@types/node"},
        "node_modules/@types/node/index.d.ts": "declare module 'node:path' { export const only: 1 }\ndeclare var require: any",
      });
      start();
      expect(await codes("import {only, sep} from 'node:path'")).deep.equal([2305]);
    });

    it("types tslab as it is installed", async () => {
      await write({
        "node_modules/tslab/package.json": {name: "tslab", types: "x.d.ts"},
        "node_modules/tslab/x.d.ts": "export const own: 1",
      });
      start();
      expect(await codes("import {own} from 'tslab'; own.toFixed()")).deep.equal([]);
    });

    it("works in a folder that does not exist", async () => {
      start(join(folder, "nowhere"));
      expect(await codes("const n: string = 1")).deep.equal([2322]);
    });
  });

  describe("with tsconfig.json", () => {
    const cases: [title: string, options: object, source: string, codes: number[]][] = [
      ["strict", {strict: false}, "const s: string = null", []],
      ["strict", {strict: true}, "const s: string = null; const f = (x) => x", [2322, 7006]],
      ["noImplicitAny", {strict: true, noImplicitAny: false}, "const f = (x) => x; const l = []", []],
      ["lib", {lib: ["es2020"], types: []}, "[1].toSorted()", [2550]],
      [
        "paths",
        {paths: {"@/*": ["./lib/*"]}},
        "import {a} from '@/mine'; const n: number = a; import * as tf from '@tensorflow/tfjs'; tf.tensor",
        [2322],
      ],
      ["experimentalDecorators", {experimentalDecorators: true}, "function d(target: object, key: string) {}\nclass A { @d p = 1 }", []],
      ["none for decorators", {}, "function d(target: object, key: string) {}\nclass A { @d p = 1 }", [1240]],
      ["noUncheckedIndexedAccess", {noUncheckedIndexedAccess: true}, "[1][0].toFixed()", [2532]],
      ["module commonjs", {module: "commonjs", target: "es2015"}, "await 1; import {a} from './lib/mine'; a", []],
      [
        "module nodenext",
        {module: "nodenext", moduleResolution: "nodenext"},
        "await 1; import {a} from './lib/mine'; import fs = require('fs'); a",
        [],
      ],
      [
        "what makes no sense for cells",
        {
          composite: true,
          declaration: true,
          isolatedModules: true,
          verbatimModuleSyntax: true,
          noUnusedLocals: true,
          noUnusedParameters: true,
          allowUnreachableCode: false,
          allowUnusedLabels: false,
          rootDir: "src",
          outDir: "out",
          isolatedDeclarations: true,
        },
        "import {Stats} from 'node:fs'; let unused: Stats; function f(a: number) { return 1; 2 }; l: for (;;) {}",
        [],
      ],
      ["customConditions", {customConditions: ["mine"]}, "import {own} from 'conditional'; own.toFixed()", []],
      ["jsx", {jsx: "react-jsx", jsxImportSource: "mine"}, "<b x={1} />", [2322]],
    ];
    for (const [title, compilerOptions, source, expected] of cases)
      it(`honours ${title}: ${JSON.stringify(compilerOptions)}`, async () => {
        await write({"tsconfig.json": {compilerOptions}, "lib/mine.ts": "export const a = 'a'"});
        await write({
          "node_modules/conditional/package.json": {name: "conditional", exports: {".": {mine: "./mine.d.ts", default: "./other.d.ts"}}},
          "node_modules/conditional/mine.d.ts": "export const own: 1",
          "node_modules/conditional/other.d.ts": "export {}",
          "node_modules/mine/package.json": {name: "mine", exports: {"./jsx-runtime": "./jsx.d.ts"}},
          "node_modules/mine/jsx.d.ts":
            "export namespace JSX { interface IntrinsicElements { b: {x: string} } }\nexport const jsx: any; export const jsxs: any",
        });
        start();
        expect(await codes(source)).deep.equal(expected);
      });

    it("finds it in a folder above, with what it extends and with comments", async () => {
      await write({"tsconfig.json": '{\n// a comment\n"extends": "./base/base.json", "compilerOptions": {"noImplicitAny": true,}}'});
      await write({
        "base/base.json": {compilerOptions: {strict: true, paths: {"#x": ["./x.ts"]}}},
        "base/x.ts": "export const x = 1",
        "in/deep/a.ts": "",
      });
      start(join(folder, "in", "deep"));
      expect(await codes("import {x} from '#x'; const s: string = x; const f = (y) => y; import './a'")).deep.equal([2322, 7006]);
    });

    it("does without one that cannot be read", async () => {
      await write({"tsconfig.json": "{ what"});
      start();
      expect(await codes("const n: string = 1")).deep.equal([2322]);
    });
  });

  describe("sees what changes on disk", () => {
    it("an edited module, directly, through another and from an earlier cell", async () => {
      await write({"local.ts": "export const a: number = 1", "outer.ts": "export * from './local.js'"});
      start();
      await after("import {a as early} from './outer'");
      expect(await codes("import {a} from './local'; const s: number = a")).deep.equal([]);
      await write({"local.ts": "export const a: string = ''"});
      expect(await codes("import {a} from './local'; const s: number = a")).deep.equal([2322]);
      expect(await codes("import {a} from './outer'; const s: number = a")).deep.equal([2322]);
      expect(await codes("const s: number = early")).deep.equal([2322]);
      await write({"local.ts": "export const a: number = 2"});
      expect(await codes("const s: number = early")).deep.equal([]);
    });

    it("a module that comes and goes", async () => {
      start();
      expect(await codes("import {a} from './late'; a.toFixed()")).deep.equal([2307]);
      await write({"late.ts": "export const a = 1"});
      expect(await codes("import {a} from './late'; a.toFixed()")).deep.equal([]);
      await rm(join(folder, "late.ts"));
      expect(await codes("import {a} from './late'; a.toFixed()")).deep.equal([2307]);
    });

    it("a package that is installed, and replaced", async () => {
      start();
      expect(await codes("import {a} from 'late'; a.toFixed()")).deep.equal([2307]);
      await write({"node_modules/late/package.json": {name: "late", types: "i.d.ts"}, "node_modules/late/i.d.ts": "export const a: 1"});
      expect(await codes("import {a} from 'late'; a.toFixed()")).deep.equal([]);
      await after("import {a} from 'late'");
      await write({
        "node_modules/late/package.json": {name: "late", types: "i.d.ts", version: "2"},
        "node_modules/late/i.d.ts": "export const a: '1'",
      });
      expect(await codes("a.toFixed()")).deep.equal([2551]);
    });

    it("tsconfig.json", async () => {
      start();
      expect(await codes("const s: string = null")).deep.equal([2322]);
      await write({"tsconfig.json": {compilerOptions: {strict: false}}});
      expect(await codes("const s: string = null")).deep.equal([]);
      await write({"tsconfig.json": {extends: "./base.json"}, "base.json": {compilerOptions: {strict: true}}});
      expect(await codes("const s: string = null")).deep.equal([2322]);
      await write({"base.json": {compilerOptions: {strict: false}}});
      expect(await codes("const s: string = null")).deep.equal([]);
      await rm(join(folder, "tsconfig.json"));
      expect(await codes("const s: string = null")).deep.equal([2322]);
    });
  });

  describe("says where", () => {
    const places: [source: string, text: string, line: number, column: number][] = [
      ["const n: string = 1", "n", 1, 7],
      ["\n\n  const n: string = 1", "n", 3, 9],
      ["'🎉'; const ü: string = 1", "ü", 1, 13],
      ["let a = 1\r\nlet b = 2\r\nconst n: string = 1", "n", 3, 7],
      ["{a: 1,\n b: nowhere}", "nowhere", 2, 5],
      ["{a: nowhere}", "nowhere", 1, 5],
      ["import {expect} from 'npm:chai@6'; expect(nowhere)", "nowhere", 1, 43],
      ["//| check: warn\nnowhere", "nowhere", 2, 1],
      ["/** @jsx h */\nconst h = 1 as any; <b/>; nowhere", "nowhere", 2, 27],
      ["`\n\n${nowhere}`", "nowhere", 3, 3],
    ];
    for (const [source, text, line, column] of places)
      it(JSON.stringify(source), async () => {
        start();
        await after("const other = 1");
        const [problem] = await language.check(`${source}`);
        expect(problem).to.include({line, column, category: "error"});
        expect(source.slice(problem!.start, problem!.end)).equal(text);
      });

    it("does not name the modules that cells are", async () => {
      start();
      await after("class A { a = 1 }", "const a = new A()", "class A { b = 1 }");
      const [problem] = await language.check("const n: A = a; const o: {x: A} = {x: a}");
      expect(problem?.message).not.match(/import\(|ddx/);
      const other = await language.check("class A { #p = 1 }; const n: A = a");
      expect(other[0]?.message).not.match(/import\(|ddx/);
      const [cell] = await language.check("import * as path from 'node:path'; const n: number = path");
      expect(cell?.message).not.match(/ddx/);
    });
  });
});
