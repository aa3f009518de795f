import {mkdtemp, realpath, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout} from "node:timers/promises";
import {expect} from "chai";
import {startLanguage, type Language} from "../../../kernel/language.js";

describe("the kernel's types last through", function () {
  this.timeout(60_000);
  let folder: string;
  let language: Language;

  beforeEach(async () => (folder = await realpath(await mkdtemp(join(tmpdir(), "ddx-last-")))));
  afterEach(async () => {
    await language.end();
    await rm(folder, {recursive: true, force: true});
  });

  const start = () => (language = startLanguage({cwd: folder}));
  const codes = async (source: string) => (await language.check(source)).map(({code}) => code);
  const after = async (...cells: string[]) => {
    for (const [index, source] of cells.entries()) await language.commit({number: index + 1, source});
  };

  const nthCell = (n: number) => `const v${n} = ${n === 0 ? 0 : `v${n - 1} + 1`}; function f${n}() { return v${n} }`;

  it("300 cells, each of which uses the one before", async () => {
    start();
    for (let n = 0; n < 300; n++) await language.commit({number: n, source: nthCell(n)});
    expect(await codes("f299().length; v0.length")).deep.equal([2339, 2339]);
  });

  it("cells that run again and again", async () => {
    start();
    await after("import {sep} from 'node:path'");
    for (let n = 0; n < 60; n++) await after("let x = sep.length", "const y = [x]", "function f() { return y[0]! + x }");
    expect(await codes("f().length; y.toFixed; x = 'a'")).deep.equal([2339, 2339, 2322]);
  });

  it("a compiler that is killed", async () => {
    start();
    await after("let x = 1", "const y = x");
    expect(await codes("y.length")).deep.equal([2339]);
    for (const wait of [0, 20]) {
      process.kill(language.pid()!, "SIGKILL");
      await setTimeout(wait);
      expect(await codes("y.length")).deep.equal([2339]);
    }
    const checked = codes("y.length; x.length");
    await setTimeout(1);
    process.kill(language.pid()!, "SIGKILL");
    expect(await checked).deep.equal([2339, 2339]);
    await after("const z = 'a'");
    expect(await codes("z.toFixed; y.toFixed()")).deep.equal([2551]);
  });

  it("a compiler that is killed again and again: nothing is said then", async () => {
    start();
    for (let n = 0; n < 8; n++) {
      await codes("1");
      const pid = language.pid();
      if (pid === undefined) break;
      process.kill(pid, "SIGKILL");
      await setTimeout(20);
    }
    expect(await codes("const n: string = 1")).deep.equal([]);
    expect(await language.complete("Math.", 5)).deep.equal([]);
    expect(await language.hover("Math", 1)).equal(undefined);
    await after("let x = 1");
  });

  it("everything at once, and its end", async () => {
    start();
    const all = Array.from({length: 20}, (_, n) => [
      language.commit({number: n, source: `let a${n} = ${n}`}),
      language.check(`a${n}.length`),
      language.complete(`a${n}.`, `a${n}.`.length),
      language.hover(`a${n}`, 1),
    ]);
    for (const [index, [, problems, names, info]] of all.entries()) {
      expect((await (problems as Promise<unknown[]>)).length, String(index)).equal(1);
      expect((await (names as Promise<unknown[]>)).length).above(3);
      expect(await info).to.include({signature: `let a${index}: number`});
    }
    const late = language.check("const n: string = 1");
    await language.end();
    await language.end();
    await late;
    expect(await codes("const n: string = 1")).deep.equal([]);
    await after("let x = 1");
  });

  it("forgetting", async () => {
    start();
    await after("let x = 1", "import * as tf from '@tensorflow/tfjs'");
    language.forget();
    expect(await codes("x; tf")).deep.equal([2304, 2304]);
    await after("let x = 'a'");
    expect(await codes("x.toFixed()")).deep.equal([2551]);
  });

  it("cells that cannot be read, or that nothing is left of", async () => {
    start();
    await after("let = ;", "", "1 + 1", "{", "`", "/*", "let x = 1; let x = 2");
    for (const source of ["let = ;", "{", "`", "/*", "\0", "\uD800", "}", "import", "@"]) {
      await language.check(source);
      for (let offset = 0; offset <= source.length; offset++) {
        await language.complete(source, offset);
        await language.hover(source, offset);
      }
    }
    expect(await codes("1 + 1")).deep.equal([]);
  });
});
