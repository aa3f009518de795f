import {execFile} from "node:child_process";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {promisify} from "node:util";
import {expect} from "chai";
import {installKernel} from "../../kernel/install.js";
import {makeVenv} from "../../scripts/venv.js";

type Content = Record<string, any>;
interface Ran {
  reply: Content;
  seen: [string, Content][];
  seconds: number;
}

const run = promisify(execFile);
const code = (source: string, tags: string[] = []) => ({
  cell_type: "code",
  id: `c${source.length}`,
  source,
  metadata: {tags},
  outputs: [],
  execution_count: null,
});

describe("the kernel, as Jupyter's own clients see it", function () {
  this.timeout(420_000);
  let folder: string;
  let python: string;

  before(async function () {
    const venv = await makeVenv();
    if ("missing" in venv) {
      if (process.env.CI) throw new Error(`no Python environment with Jupyter's clients: ${venv.missing}`);
      console.warn(`\n  SKIPPED: the tests with Jupyter's own clients need Python with pip: ${venv.missing}\n`);
      return this.skip();
    }
    python = resolve(venv.python);
    folder = await mkdtemp(join(tmpdir(), "ddx-jupyter-"));
    process.env.JUPYTER_DATA_DIR = folder;
    await installKernel();
  });

  after(async () => {
    delete process.env.JUPYTER_DATA_DIR;
    if (folder) await rm(folder, {recursive: true, force: true});
  });

  const client = async (...args: string[]): Promise<any> => {
    const {stdout} = await run(python, [resolve("test/kernel/client.py"), ...args], {timeout: 200_000, maxBuffer: 1e8});
    return JSON.parse(stdout);
  };

  it("executes a notebook by nbclient", async () => {
    const path = join(folder, "notebook.ipynb");
    const cells = [
      code('import * as tf from "@tensorflow/tfjs";\nconst t = tf.tensor([1, 2]);\nt.print();\nt'),
      code("const a: number = await Promise.resolve(20);"),
      code("let a = {b: 22}; enum E {X = 20}\na.b + E.X"),
      code("const x = 1;\n\nnull.foo", ["raises-exception"]),
      code("for (let i = 0; i < 500; i++) console.log(i)"),
      code("let Object = 40, Map = 2, Promise = 3"),
      code("import {expect} from 'chai'\nexpect(new globalThis.Map([[1, 2]])).to.have.lengthOf(1)\nObject + Map"),
      code("\nPromise.resolve(1)", ["raises-exception"]),
    ];
    const metadata = {kernelspec: {name: "ddx", display_name: "TypeScript (ddx)", language: "typescript"}};
    await writeFile(path, JSON.stringify({nbformat: 4, nbformat_minor: 5, metadata, cells}));
    const [tensor, nothing, redeclared, thrown, printed, , globals, missing] = await client("notebook", path);
    expect(tensor.filter((it: Content) => it.name === "stdout")[0].text).to.equal("Tensor\n    [1, 2]\n");
    expect(tensor.at(-1)).to.include({output_type: "execute_result"});
    expect(tensor.at(-1).data["text/plain"]).to.match(/float32 \[2\]/);
    expect(nothing).to.deep.equal([]);
    expect(redeclared[0].data["text/plain"]).to.equal("42");
    expect(thrown[0]).to.include({output_type: "error", ename: "TypeError"});
    expect(thrown[0].traceback.join("\n")).to.include("cell 4, line 3");
    expect(printed.map((it: Content) => it.text).join("")).to.equal(Array.from({length: 500}, (_, i) => `${i}\n`).join(""));
    expect(globals[0].data["text/plain"]).to.equal("42");
    expect(missing[0]).to.include({ename: "TypeError", evalue: "Promise.resolve is not a function"});
  });

  it("executes the first example by nbclient", async () => {
    const outputs = ((await client("notebook", resolve("notebooks/0-first-diagnosis.ipynb"))) as (Content[] | null)[]).flatMap(
      (cell) => cell ?? [],
    );
    expect(outputs.filter((it) => it.output_type === "error")).to.deep.equal([]);
    expect(outputs.some((it) => it.data?.["text/html"])).to.equal(true);
  });

  it("answers on all channels, is interrupted with its state kept, and survives the end of its process", async () => {
    const said = await client("talk");
    expect(said.info).to.include({status: "ok", implementation: "ddx"});
    // Code points: the smiling face counts one.
    expect(said.complete).to.deep.include({matches: ["lastIndexOf", "length"], cursor_start: 16, cursor_end: 17});
    expect(said.inspect).to.include({found: true});
    expect([said.complete_code, said.incomplete_code, said.invalid_code]).to.deep.equal([
      {status: "complete"},
      {status: "incomplete", indent: "  "},
      {status: "invalid"},
    ]);
    expect(said.flood).to.be.below(20);
    const {lines, result, silent, error, syntax} = said as Record<string, Ran>;
    const text = lines!.seen
      .filter(([type]) => type === "stream")
      .map(([, content]) => content.text)
      .join("");
    expect(text.split("\n")).to.have.length(201);
    expect(result!.seen.map(([type]) => type)).to.deep.equal(["status", "execute_input", "execute_result", "status"]);
    expect(silent!.seen.map(([type]) => type)).to.deep.equal(["status", "status"]);
    expect(silent!.reply.execution_count).to.equal(result!.reply.execution_count);
    expect(error!.reply).to.include({status: "error", ename: "TypeError"});
    expect(error!.seen.filter(([type]) => type === "error")).to.have.length(1);
    expect(syntax!.seen.find(([type]) => type === "error")![1]).to.include({ename: "SyntaxError"});
    expect(said.history.history.map(([, , [source]]: [number, number, [string]]) => source)).to.deep.equal([
      "const y = 1;\nkeep.nope.nope",
      "let x = ]",
    ]);
    expect(said.queued).to.deep.equal(["error", "aborted", "aborted"]);
    expect(said.busy.matches).to.deep.equal(["length"]);
    expect(said.busy.info).to.be.below(1);
    expect(said.busy.completion).to.be.below(1);
    expect(said.forged).to.equal("dropped");
    for (const how of ["interrupt loop", "interrupt await", "interrupt loop after await", "interrupt library", "signal"]) {
      expect(said[how].reply, how).to.include({status: "error", ename: "Interrupted"});
      expect(said[how].seconds, how).to.be.below(1.9);
    }
    expect(said.kept.seen.find(([type]: [string]) => type === "execute_result")[1].data["text/plain"]).to.equal("3");
    expect(said.exit.reply)
      .to.include({ename: "ProcessEnded"})
      .and.property("evalue")
      .match(/exit code 7/);
    expect(said.after.reply.status).to.equal("ok");
    expect(said.alive).to.equal(false);
  });

  it("ends with one line when it cannot start", async () => {
    const main = resolve(import.meta.dirname, "../../kernel/main.js");
    const wrong = join(folder, "wrong.json");
    await writeFile(wrong, "{nope");
    const failure = async (...args: string[]) =>
      run(process.execPath, [main, ...args], {timeout: 20_000}).then(
        () => expect.fail("it started"),
        ({code, stderr}: {code: number; stderr: string}) => ({code, stderr}),
      );
    expect(await failure())
      .to.include({code: 1})
      .and.property("stderr")
      .match(/^ddx kernel: expected the path of a connection file.*\n$/);
    expect(await failure(join(folder, "none.json")))
      .property("stderr")
      .match(/^ddx kernel: .*none\.json does not exist\n$/);
    expect(await failure(wrong))
      .property("stderr")
      .match(/^ddx kernel: .*wrong\.json is none;.*\n$/);
  });
});
