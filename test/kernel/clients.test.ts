import {execFile} from "node:child_process";
import {readFile, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {promisify} from "node:util";
import {expect} from "chai";
import {useJupyter} from "./jupyter.js";

type Output = Record<string, any>;

const run = promisify(execFile);
const metadata = {kernelspec: {name: "ddx", display_name: "TypeScript (ddx)", language: "typescript"}, language_info: {name: "typescript"}};
let cells = 0;
const code = (source: string, ...tags: string[]) => ({
  cell_type: "code",
  id: `cell-${++cells}`,
  source,
  metadata: {tags},
  outputs: [],
  execution_count: null,
});

describe("the kernel under programs that people use", function () {
  this.timeout(120_000);
  const jupyter = useJupyter();

  const module = async (...words: string[]) =>
    run(jupyter.python, ["-m", ...words], {env: jupyter.env, cwd: jupyter.folder, timeout: 100_000});
  const write = async (name: string, ...sources: ReturnType<typeof code>[]) =>
    writeFile(join(jupyter.folder, name), JSON.stringify({nbformat: 4, nbformat_minor: 5, metadata, cells: sources}));
  const outputs = async (name: string): Promise<Output[][]> => {
    const {cells} = JSON.parse(await readFile(join(jupyter.folder, name), "utf8")) as {cells: {outputs: Output[]}[]};
    return cells.map((cell) => cell.outputs);
  };
  const plain = (output?: Output): string => [output?.data["text/plain"]].flat().join("");

  it("runs a notebook by papermill, and stops at an error with the cell's trouble in the output", async () => {
    await write("plain.ipynb", code("let n: number = 20;\nconsole.log('one');"), code("n + 1"));
    await module("papermill", "plain.ipynb", "plain-out.ipynb", "--no-progress-bar");
    const [printed, result] = await outputs("plain-out.ipynb");
    expect(printed![0]).to.include({name: "stdout"});
    expect(plain(result![0])).to.equal("21");
    await write("bad.ipynb", code("const a = 1;\nnull.foo"), code("2"));
    const failure = await module("papermill", "bad.ipynb", "bad-out.ipynb", "--no-progress-bar").catch((error: {stderr: string}) => error);
    expect(failure.stderr)
      .to.match(/PapermillExecutionError/)
      .and.match(/cell 1, line 2/);
    const [thrown] = (await outputs("bad-out.ipynb")).filter((each) => each?.some(({output_type}) => output_type === "error"));
    expect(thrown![0]).to.include({ename: "TypeError"});
  });

  // papermill has no translator of its own for TypeScript; the one for C# writes what TypeScript reads too.
  it("takes papermill's parameters over those of the cell with the tag", async () => {
    await write(
      "parameters.ipynb",
      code("let epochs: number = 3;\nconst title = 'none';", "parameters"),
      code("`${title}: ${epochs * 2}`"),
    );
    const words = ["-p", "epochs", "7", "-p", "title", 'é "q"', "--language", ".net-csharp"];
    await module("papermill", "parameters.ipynb", "parameters-out.ipynb", "--no-progress-bar", ...words);
    expect(plain((await outputs("parameters-out.ipynb")).at(-1)![0])).to.equal('é "q": 14');
  });

  it("runs a notebook by nbconvert, to a page and in place, with the colour of the code", async () => {
    await write(
      "convert.ipynb",
      code("const squares: number[] = [1, 4, 9];\nsquares"),
      code("console.error('to stderr')"),
      code("({[Symbol.for('Jupyter.display')]: () => ({'text/html': '<b id=bold>bold</b>'})})"),
    );
    await module("nbconvert", "--execute", "--to", "html", "convert.ipynb");
    const page = await readFile(join(jupyter.folder, "convert.html"), "utf8");
    expect(page)
      .to.include("[1, 4, 9]")
      .and.include("to stderr")
      .and.match(/<b id="?bold"?>bold<\/b>/);
    expect(page, "highlighted as TypeScript")
      .to.match(/<span class="kr?d?">const<\/span>/)
      .and.match(/<span class="kt">number<\/span>/);
    await module("nbconvert", "--execute", "--to", "notebook", "--inplace", "convert.ipynb");
    expect(plain((await outputs("convert.ipynb"))[0]![0])).to.equal("[1, 4, 9]");
    await module("nbconvert", "--to", "script", "convert.ipynb");
    expect(await readFile(join(jupyter.folder, "convert.ts"), "utf8")).to.include("const squares: number[]");
  });

  it("runs a notebook by jupyter execute, which is nbclient, with a cell that may fail", async () => {
    await write(
      "execute.ipynb",
      code("throw new Error('as wanted')", "raises-exception"),
      code("await new Promise((r) => setTimeout(r, 50));\n'after'"),
    );
    await module("nbclient", "--inplace", "execute.ipynb").catch(async () => module("jupyter", "execute", "--inplace", "execute.ipynb"));
    const [thrown, after] = await outputs("execute.ipynb");
    expect(thrown![0]).to.include({ename: "Error", evalue: "as wanted"});
    expect(plain(after![0])).to.equal("after");
  });

  describe("in jupyter console", () => {
    let seen: Record<string, true | string>;
    before(async () => {
      const {stdout} = await run(jupyter.python, [resolve("test/kernel/console.py"), "ddx"], {
        env: jupyter.env,
        cwd: jupyter.folder,
        timeout: 100_000,
      });
      seen = JSON.parse(stdout) as Record<string, true | string>;
    });
    for (const step of ["value", "print", "error", "continued", "called", "completed", "stopped", "kept", "asked", "left"])
      it(`answers: ${step}`, () => expect(seen[step]).to.equal(true));
  });
});
