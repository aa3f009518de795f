import {writeFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {ddx, notebookText, withFolder} from "./notebooks.js";

const timer = "// Timer\nlet a = 1;\nlet id = setTimeout(() => {\n  throw new Error('late timer');\n}, 50);";
const rejection = "// Promise\nvoid Promise.reject(new Error('at once'));\n2";
const slow = "// Slow\nawait new Promise((resolve) => setTimeout(resolve, 200));\na";

describe("errors that nobody caught", function () {
  this.timeout(60_000);

  it("fail the suite, placed in the cell that they come from, and the test of that cell while it runs", async () => {
    const files = {
      "during.ipynb": notebookText(timer, slow),
      "last.ipynb": notebookText("let b = 1;", "// Last\nsetTimeout(() => void Promise.reject(new Error('late rejection')), 20);"),
      "once.ipynb": notebookText(rejection, "// Other\n3"),
    };
    await withFolder(files, async (cwd) => {
      const {code, stdout} = await ddx(["test", ".", "--no-types"], {cwd});
      expect(code).to.equal(1);
      expect(stdout).to.match(/✔ Slow[^]*during[^]*errors that nobody caught[^]*Error: late timer\s+during\.ipynb, cell 1, line 4/);
      expect(stdout).to.match(/✔ Last[^]*errors that nobody caught[^]*Error: late rejection\s+last\.ipynb, cell 2, line 2/);
      expect(stdout).to.match(/\d\) Promise[^]*✔ Other[^]*Error: at once\s+once\.ipynb, cell 1, line 2/);
      expect(stdout).to.include("5 passing").and.to.include("3 failing");
    });
  });

  it("are no pass that --only-changed could remember", async () => {
    await withFolder({"a.ipynb": notebookText("// Early\n1", timer)}, async (cwd) => {
      for (let run = 0; run < 2; run++) {
        const {code, stdout} = await ddx(["test", "a.ipynb", "--no-types", "--only-changed"], {cwd});
        expect(code, stdout).to.equal(1);
        expect(stdout).to.include("late timer");
      }
    });
  });

  it("are said by ddx run, which exits with 1", async () => {
    const files = {"a.ipynb": notebookText(timer, "'end'"), "b.ipynb": notebookText("setInterval(() => 0, 10);", "'end'")};
    await withFolder(files, async (cwd) => {
      const [late, endless] = await Promise.all(["a.ipynb", "b.ipynb"].map((file) => ddx(["run", file], {cwd})));
      expect(late?.stdout).to.equal("end\n");
      expect(late?.stderr).to.include("a.ipynb, cell 1, line 4, when the cell was done: Error: late timer");
      expect(late?.code).to.equal(1);
      expect(endless?.code, endless?.stderr).to.equal(0);
    });
  });
});

describe("a cell whose time is up", function () {
  this.timeout(60_000);

  it("fails in the line of its loop, and the process ends where a library's loop cannot be stopped", async () => {
    const files = {
      "loop.ipynb": notebookText(
        "// Own\nconst spin = (turns: number): number => {\n  for (;;) turns++;\n};\nspin(1)",
        "// Left behind\nconst ticks: number[] = [];\nwhile (ticks.length < 1e9) {\n  await new Promise((resolve) => setTimeout(resolve, 5));\n  ticks.push(1);\n}",
        "//| raises\n// Not what is meant\nwhile (true) {}",
        "// Next\n1",
      ),
      "library.ipynb": notebookText("import {spin} from './spin.mjs';\n1", "// Caught in it\nspin();", "2"),
      "spin.mjs": "export const spin = () => {\n  for (;;);\n};\n",
    };
    await withFolder(files, async (cwd) => {
      const [loop, library] = await Promise.all(
        ["loop.ipynb", "library.ipynb"].map((file) => ddx(["test", file, "-t", "300", "--no-types"], {cwd})),
      );
      expect(loop?.stdout).to.match(/1\) Own[^]*2\) Left behind[^]*3\) Not what is meant[^]*✔ Next/);
      expect(loop?.stdout).to.match(/TimeoutError: the cell ran for longer than 300 ms[^]*loop\.ipynb, cell 1, line 3/);
      expect(loop?.code).to.equal(1);
      expect(library?.stderr).to.include('ddx: the test "library › Caught in it" (cell 2) goes on behind its time and cannot be stopped');
      expect(library?.code).not.to.equal(0);
    });
  });

  it("is interrupted by ddx run where a directive says when", async () => {
    await withFolder({"a.ipynb": notebookText("//| timeout: 200ms\nfor (;;) await null;", "never()")}, async (cwd) => {
      const {code, stderr} = await ddx(["run", "a.ipynb"], {cwd});
      expect(stderr).to.include("a.ipynb, cell 1: TimeoutError: the cell ran for longer than 200 ms");
      expect(code).to.equal(1);
    });
  });
});

describe("modules by the paths of tsconfig.json", function () {
  this.timeout(60_000);

  it("are found from cells and from one another, by ddx test and ddx run, and seen by --only-changed", async () => {
    const files = {
      "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["./lib-*.ts"]}}}',
      "lib-two.ts": "import {three} from '@/three';\nexport const two: number = three - 1;\n",
      "lib-three.ts": "export const three = 3;\n",
      "a.ipynb": notebookText("import {two} from '@/two';", "// Uses\nif (two !== 2) throw new Error(`two is ${two}`)"),
    };
    await withFolder(files, async (cwd) => {
      const test = async () => (await ddx(["test", "a.ipynb", "--no-types", "--only-changed"], {cwd})).stdout;
      expect(await test()).to.include("1 passing");
      expect(await test()).to.include("1 pending");
      await writeFile(path.join(cwd, "lib-three.ts"), "export const three = 4;\n");
      expect(await test()).to.include("two is 3");
      expect((await ddx(["run", "a.ipynb"], {cwd})).stderr).to.include("two is 3");
    });
  });
});
