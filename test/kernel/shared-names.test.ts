import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect} from "chai";
import {startKernel, type Execution, type Kernel} from "../../kernel/client.js";

const shown = ({outputs}: Execution): unknown => outputs.flatMap((it) => ("data" in it ? [it.data["text/plain"]] : [])).at(-1);

// What a module sees, and what the cells' own runner needs to go on.
const library = `
const names = () => ({Object: typeof Object, Map: new Map([[1, 2]]).size, URL: new URL("http://a/b").host, Promise: typeof Promise.resolve, process: process.title === "" ? 0 : 1,
  Array: Array.isArray([]), JSON: JSON.stringify([1]), window: typeof window, undefined: typeof undefined, Error: new Error("x").message});
export const seen = () => names();
`;

describe("names that cells share with modules", function () {
  this.timeout(60_000);
  let folder: string;
  let kernel: Kernel;
  const run = async (source: string) => {
    const execution = await kernel.execute(source);
    expect(execution.error?.traceback.join("\n"), source).to.equal(undefined);
    return shown(execution);
  };
  const failure = async (source: string) => (await kernel.execute(source)).error!;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "ddx-shared-"));
    await writeFile(join(folder, "library.ts"), library);
    kernel = await startKernel({cwd: folder, check: "warn"});
  });
  after(async () => {
    await kernel.shutdown();
    await rm(folder, {recursive: true, force: true});
  });

  it("are a cell's own where it declares them, and the next cells'", async () => {
    expect(await run("let Object = 1, Map = 2; const URL = 'u'\nObject + Map + URL")).to.equal("3u");
    expect(await run("({Object, Map, length: [URL].length})")).to.equal("{ Object: 1, Map: 2, length: 1 }");
    expect(await run("Map = Map + 40; (() => Map)()")).to.equal("42");
    expect(await run("let {Map, Array: [Array]} = {Map: 'again', Array: [[3]]}; [Map, Array]")).to.equal('["again", [3]]');
    expect(
      await run(
        "let process = {env: {A: 'b'}}, Promise = 1, JSON = 2, String = 3, Function = 4, Proxy = 5, window = 6, undefined = 7\nundefined",
      ),
    ).to.equal("7");
    expect(await run("const f = async () => undefined + window; await f()")).to.equal("13");
    expect(await run("((Map: string) => Map)('inner') + [1].map((URL) => URL)[0]")).to.equal("inner1");
  });

  it("stay what they are for modules, and for the kernel", async () => {
    expect(
      await run(
        "import {seen} from './library.js'\nimport {expect} from 'chai'\nexpect(seen()).to.be.an('object'); globalThis.JSON.stringify(seen())",
      ),
    ).to.equal(
      '{"Object":"function","Map":1,"URL":"a","Promise":"function","process":1,"Array":true,"JSON":"[1]","window":"undefined","undefined":"undefined","Error":"x"}',
    );
    expect(await run("import {inspect} from 'node:util'\ninspect(new globalThis.Map([[1, {a: [2]}]]))")).to.equal(
      "Map(1) { 1 => { a: [ 2 ] } }",
    );
    expect(
      await run("class Local extends globalThis.Map { @((_: any, c: any) => void c.name) at() { return 1 } }\nnew Local().at()"),
    ).to.equal("1");
  });

  it("are imported, and declared as anything", async () => {
    expect(
      await run(
        "import {URL} from 'node:url'; import Buffer from 'node:buffer'; import * as performance from 'node:perf_hooks'\nnew URL('http://c/').host + typeof Buffer.Buffer + typeof performance.performance",
      ),
    ).to.equal("cfunctionobject");
    expect(await run("function fetch(n: number): number { return n > 0 ? fetch(n - 1) : 5 }\nfetch(3) + fetch.name")).to.equal("5fetch");
    expect(
      await run(
        "class Blob { static own = Blob.name; same() { return this instanceof Blob } }\nBlob.own + new Blob().same() + new Blob().constructor.name",
      ),
    ).to.equal("BlobtrueBlob");
    expect(await run("enum Set { A = 4, B = Set.A + 1 }\nSet.B")).to.equal("5");
    expect(await run("namespace Reflect { export const x = 1 }\nReflect.x")).to.equal("1");
    expect(await run("var Date = () => 3, WeakMap; WeakMap = class {}\nDate.name + WeakMap.name + Date()")).to.equal("DateWeakMap3");
    expect(
      await run(
        "let React = {createElement: (type: any, _: any, ...inner: any[]) => [type, ...inner]}; let Event = 'E'\n;<Event>{Date()}</Event>" as string,
      ),
    ).to.equal('["E", 3]');
    expect(
      await run(
        "let Headers: any = {}; Headers.get = () => 1; let Worker: any; [Worker = () => Headers].map(({name}) => name + Headers.get.name)",
      ),
    ).to.equal('["Worker"]');
    expect(await run("interface Intl { a: number }\nlet i: Intl = {a: 1}; typeof Intl")).to.equal("object");
  });

  it("are called in errors as they are written, at the right place", async () => {
    await run("let Symbol = 1; const Headers = 2");
    const {evalue, line, column, traceback} = await failure("let text = {Symbol, Headers}\nlet more = [{Symbol}, Headers, Symbol()]");
    expect([evalue, line, column]).to.deep.equal(["Symbol is not a function", 2, 32]);
    expect(traceback.join("\n")).to.not.include("\u200c");
    expect(await failure("Headers = 3")).to.include({evalue: "Assignment to constant variable.", line: 1, column: 1});
    expect((await failure("Request; let Request = 2")).evalue).to.equal("Request is not defined");
    const thrower = await failure("function Response() { throw new RangeError('here') }\nResponse()");
    expect(thrower.traceback.join("\n"))
      .to.match(/at Response \(cell \d+, line 1:29\)/)
      .and.not.include("\u200c");
    expect(await run("function FormData() { return new globalThis.Error('x').stack }\nFormData()")).to.match(
      /^Error: x\n    at FormData \(cell \d+, line 1:/,
    );
  });

  it("are again what they were where a declaration was not come to", async () => {
    expect((await failure("throw 1; let Math = 2")).ename).to.equal("Thrown");
    expect(await run("Math.max(1, 2)")).to.equal("2");
    expect((await failure("let parseInt = 5; throw parseInt")).evalue).to.equal("5");
    expect(await run("parseInt")).to.equal("5");
  });

  it("are completed and explained by their own names", async () => {
    await run("let TextDecoder = {some: 1, thing: 'a'}");
    const ask = async (type: string, code: string) => (await kernel.request(type, {code, cursor_pos: code.length}))! as any;
    expect((await ask("complete_request", "TextDecoder.")).matches).to.include.members(["some", "thing"]);
    expect((await ask("complete_request", "TextDecod")).matches).to.deep.equal(["TextDecoder", "TextDecoderStream"]);
    const {data} = await ask("inspect_request", "TextDecoder");
    expect(data["text/plain"]).to.include("let TextDecoder").and.to.include("{ some: 1");
    expect(data["text/plain"]).to.not.include("\u200c");
  });

  it("are lost with the process", async () => {
    expect((await failure("globalThis.process.exit(3)")).evalue).to.match(/lost: URL, Object, Map, /);
    expect(await run("[typeof Object, typeof Map, typeof URL, typeof window]")).to.equal(
      '["function", "function", "function", "undefined"]',
    );
  });
});
