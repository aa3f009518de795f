import {createWriteStream} from "node:fs";
import {mkdir, readdir, readFile, symlink, writeFile} from "node:fs/promises";
import path from "node:path";
import {once} from "node:events";
import {expect} from "chai";
import {ddx, notebookText, withFolder} from "./notebooks.js";

const commands = ["test", "run", "extract", "debt"];
const change = (text: string, to: (notebook: any) => void): string => {
  const notebook = JSON.parse(text);
  to(notebook);
  return JSON.stringify(notebook);
};
const good = notebookText("1 + 1");

describe("bad notebooks", function () {
  this.timeout(120_000);

  it("are refused by each command in one line, with exit code 2", async () => {
    const files = {
      "text.ipynb": "no json",
      "three.ipynb": change(good, (notebook) => (notebook.nbformat = 3)),
      "none.ipynb": change(good, (notebook) => (notebook.metadata = {})),
      "python.ipynb": good.replaceAll("typescript", "python").replaceAll("ddx", "python3"),
    };
    const said: Record<string, RegExp> = {
      "text.ipynb": /^ddx: text\.ipynb is not a notebook: expected JSON, but .+\n$/,
      "three.ipynb": /^ddx: three\.ipynb has nbformat 3, expected 4; open and save it in JupyterLab, which converts it\n$/,
      "none.ipynb": /^ddx: none\.ipynb: expected a TypeScript notebook .+ got a notebook that names no kernel; choose one and save it\n$/,
      "python.ipynb": /^ddx: python\.ipynb: expected a TypeScript notebook .+ got a python notebook\n$/,
    };
    await withFolder(files, async (cwd) => {
      for (const command of commands)
        await Promise.all(
          Object.entries(said).map(async ([file, line]) => {
            const {code, stdout, stderr} = await ddx([command, file], {cwd});
            expect({code, stdout}, `${command} ${file}`).to.deep.equal({code: 2, stdout: ""});
            expect(stderr).to.match(line);
          }),
        );
      expect((await readdir(cwd)).sort()).to.deep.equal(Object.keys(files).sort());
    });
  });

  it("of other languages are left out of a folder, with a word", async () => {
    await withFolder({"a.ipynb": good, "b.ipynb": good.replaceAll("typescript", "python").replaceAll("ddx", "python3")}, async (cwd) => {
      for (const [command, ...more] of [["test", "--no-types"], ["extract", "-o", "out"], ["debt"]]) {
        const {code, stdout, stderr} = await ddx([command!, ".", ...more], {cwd});
        expect({code, said: stderr.split("\n")[0]}, command).to.deep.equal({code: 0, said: "ddx: b.ipynb: left out, a python notebook"});
        expect(stdout, command).to.match(/1 passing|^out.a\.test\.ts\n|^a\.ipynb /m);
      }
    });
  });

  it("may hold cells of another language, which fail where they cannot be read", async () => {
    await withFolder({"a.ipynb": notebookText("import numpy as np", "%matplotlib inline", "// Fine\n1")}, async (cwd) => {
      const {code, stdout} = await ddx(["test", "a.ipynb"], {cwd});
      expect(code).to.equal(1);
      expect(stdout).to.include("1 passing").and.to.include("a.ipynb, cell 1, line 1").and.to.include("a.ipynb, cell 2, line 1");
      expect((await ddx(["debt", "a.ipynb", "--check"], {cwd})).code).to.equal(1);
    });
  });

  it("have no name that leads out of the output folder, or into code", async () => {
    const names = ["q\"uo'te`${1}", "emo😀ji", "new\nline", "..dots", "$(touch x)", "a;b"];
    await withFolder({}, async (cwd) => {
      await mkdir(path.join(cwd, "in"));
      for (const name of names) await writeFile(path.join(cwd, "in", `${name}.ipynb`), good);
      await symlink("..", path.join(cwd, "in", "up"));
      const paths = names.map((name) => `in/up/in/../in/${name}.ipynb`);
      const {code, stderr} = await ddx(["extract", ...paths, "-o", "out"], {cwd});
      expect(code, stderr).to.equal(0);
      expect((await readdir(path.join(cwd, "out"))).sort()).to.deep.equal(names.map((name) => `${name}.test.ts`).sort());
      expect((await readdir(cwd)).sort()).to.deep.equal(["in", "out"]);
      const tested = await ddx(["test", ...paths, "--no-types"], {cwd});
      expect(tested.stdout, tested.stderr).to.include(`${names.length} passing`);
      const run = await ddx(["run", paths[0]!, "-q", "-o", "done.ipynb"], {cwd});
      expect(run.code, run.stderr).to.equal(0);
      expect((await readdir(cwd)).sort()).to.deep.equal(["done.ipynb", "in", "out"]);
    });
  });

  it("are written over whole or not at all", async () => {
    await withFolder({"a.ipynb": good, "b.ipynb": notebookText("throw new Error('x')")}, async (cwd) => {
      await mkdir(path.join(cwd, "out", "a.test.ts"), {recursive: true});
      const refused = await ddx(["extract", "a.ipynb", "-o", "out"], {cwd});
      expect(refused.code).to.equal(2);
      expect(refused.stderr).to.match(/^ddx: expected a file to write, got the folder out.a\.test\.ts/);
      expect(await readdir(path.join(cwd, "out"))).to.deep.equal(["a.test.ts"]);
      expect((await ddx(["run", "b.ipynb", "-o", "b.ipynb"], {cwd})).code).to.equal(1);
      expect(JSON.parse(await readFile(path.join(cwd, "b.ipynb"), "utf8")).cells[0].outputs[0].ename).to.equal("Error");
    });
  });

  it("of 200 MB are dealt with in seconds", async () => {
    await withFolder({}, async (cwd) => {
      const line = "loss 0.12345678 at 2024-01-01 10:00:00 /home/a/b.txt\\n".repeat(20_000);
      const [head, tail] = change(good, ({cells: [cell]}) => {
        cell.outputs = [{output_type: "execute_result", data: {"text/plain": "@@"}, metadata: {}, execution_count: 1}];
      }).split("@@") as [string, string];
      const file = createWriteStream(path.join(cwd, "a.ipynb"));
      file.write(head);
      for (let size = 0; size < 2e8; size += line.length) if (!file.write(line)) await once(file, "drain");
      await new Promise<void>((done) => file.end(tail, done));
      const start = performance.now();
      const {code, stdout} = await ddx(["test", "a.ipynb", "--no-types"], {cwd});
      expect(code).to.equal(1);
      expect(stdout).to.match(/result, letter 1: loss 0\.12345678 .*letters\)/);
      expect(performance.now() - start).to.be.lessThan(50_000);
    });
  });
});
