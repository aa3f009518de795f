import {readFile, writeFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {codeCells, parseNotebook} from "../../src/notebook/notebook.js";
import {ddx, notebookText, result, storedText, withFolder} from "./notebooks.js";

const params = "//| param\nlet epochs: number = 50; // test: 2\nlet name = 'none';";

/** A notebook whose last cell asserts what its parameters are. */
const asserting = (expected: string) =>
  notebookText('import {expect} from "chai";', params, `expect([epochs, name]).to.deep.equal(${expected})`);

describe("parameters of a notebook", function () {
  this.timeout(60_000);

  it("are set by ddx run -p, also in the notebook that is written", async () => {
    await withFolder({"a.ipynb": notebookText(params, "console.log(epochs * 2, name)")}, async (cwd) => {
      const {code, stdout, stderr} = await ddx(["run", "a.ipynb", "-p", "epochs=3", "-p", "name=a=b", "-o", "out.ipynb"], {cwd});
      expect(code, stderr).to.equal(0);
      expect(stdout).to.equal("6 a=b\n");
      const written = parseNotebook(await readFile(path.join(cwd, "out.ipynb"), "utf8"), {path: "out.ipynb"});
      expect(codeCells(written)[0]?.source).to.equal('//| param\nlet epochs: number = 3; // test: 2\nlet name = "a=b";');
      expect((await ddx(["run", "a.ipynb"], {cwd})).stdout).to.equal("100 none\n");
    });
  });

  it("are set by ddx test -p, else by what they are under test, in one process and in several", async () => {
    await withFolder({"a.ipynb": asserting("[2, 'none']"), "b.ipynb": asserting("[7, 'x']")}, async (cwd) => {
      for (const more of [[], ["--parallel"]]) {
        const shrunk = await ddx(["test", "a.ipynb", ...more], {cwd});
        expect(shrunk.code, shrunk.stdout).to.equal(0);
        const set = await ddx(["test", "b.ipynb", "-p", "epochs=7", "--param", "name=x", ...more], {cwd});
        expect(set.code, set.stdout).to.equal(0);
      }
    });
  });

  it("are what they are under test in an extracted test too", async () => {
    await withFolder({"a.ipynb": notebookText(params, "epochs")}, async (cwd) => {
      await ddx(["extract", "a.ipynb", "-o", "out"], {cwd});
      expect(await readFile(path.join(cwd, "out", "a.test.ts"), "utf8")).to.match(/epochs(: number)? = 2;/);
      expect((await ddx(["extract", "a.ipynb", "-o", "out", "--check"], {cwd})).code).to.equal(0);
    });
  });

  it("keep the lines of the cell, so that a failure has its place", async () => {
    const source = "//| param\nconst rows = [\n  1,\n  2,\n]; // test: [3]\nif (rows[0] === 3) throw new Error('three');";
    await withFolder({"a.ipynb": notebookText(source)}, async (cwd) => {
      const {stdout} = await ddx(["test", "a.ipynb"], {cwd});
      expect(stdout).to.include("a.ipynb, cell 1, line 6").and.to.include("> 6 | if (rows[0] === 3)");
    });
  });

  it("make nothing of what is stored below the cells that they change, and of nothing else", async () => {
    const text = storedText(
      {source: "//| param\nlet epochs = 50; // test: 2\nepochs", outputs: [result("50")]},
      {source: "const doubled = epochs * 2;\ndoubled", outputs: [result("100")]},
      {source: "1 + 1", outputs: [result("3")]},
    );
    await withFolder({"a.ipynb": text}, async (cwd) => {
      const {stdout} = await ddx(["test", "a.ipynb"], {cwd});
      expect(stdout).to.include("2 passing").and.to.include("1 failing").and.to.include("a.ipynb, cell 3");
      expect((await ddx(["test", "a.ipynb", "-p", "epochs=50"], {cwd})).stdout).to.include("2 passing");
    });
  });

  it("may be declared again by a cell that papermill puts behind theirs, which -p sets too", async () => {
    const stored = JSON.parse(notebookText("const a = 1;\nlet b = 'x';", "const a = 5;\nconst b = 7;", "console.log(a, b);"));
    stored.cells[0].metadata = {tags: ["parameters"]};
    stored.cells[1].metadata = {tags: ["injected-parameters"]};
    await withFolder({"a.ipynb": JSON.stringify(stored)}, async (cwd) => {
      expect((await ddx(["run", "a.ipynb"], {cwd})).stdout).to.equal("5 7\n");
      expect((await ddx(["run", "a.ipynb", "-p", "a=6"], {cwd})).stdout).to.equal("6 7\n");
      stored.cells[2].source = 'import {expect} from "chai";\nexpect([a, b]).to.deep.equal([5, 7]);';
      await writeFile(path.join(cwd, "a.ipynb"), JSON.stringify(stored));
      const {code, stdout} = await ddx(["test", "a.ipynb"], {cwd});
      expect(code, stdout).to.equal(0);
    });
  });

  it("that do not exist, or are no assignment, are misuse", async () => {
    await withFolder({"a.ipynb": notebookText(params, "1"), "b.ipynb": notebookText("1")}, async (cwd) => {
      for (const command of ["run", "test"]) {
        const unknown = await ddx([command, "a.ipynb", "-p", "epoch=2"], {cwd});
        expect(unknown).to.deep.equal({code: 2, stdout: "", stderr: 'ddx: there is no parameter "epoch"; the nearest is "epochs"\n'});
        const nothing = await ddx([command, "a.ipynb", "-p", "epochs"], {cwd});
        expect(nothing.code).to.equal(2);
        expect(nothing.stderr).to.match(/^ddx: .*expected NAME=VALUE, such as epochs=2\. .*\n$/);
      }
      expect((await ddx(["test", ".", "-p", "epochs=2"], {cwd})).code).to.equal(0);
    });
  });
});
