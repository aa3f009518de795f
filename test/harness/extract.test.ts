import {readFile, mkdir, writeFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {ddx, notebookText, withFolder} from "./notebooks.js";

describe("ddx extract", function () {
  this.timeout(60_000);

  it("writes tests whose relative imports still lead to the same files, and notices drift", async () => {
    await withFolder({"a.ipynb": notebookText('import {x} from "./x.js";\nx', 'await import("./y.js")')}, async (cwd) => {
      const first = await ddx(["extract", "a.ipynb", "-o", "out/deep"], {cwd});
      expect(first.code, first.stderr).to.equal(0);
      const file = path.join(cwd, "out/deep/a.test.ts");
      const text = await readFile(file, "utf8");
      expect(text).to.contain('from "../../x.js"').and.to.contain('import("../../y.js")');
      expect((await ddx(["extract", "a.ipynb", "-o", "out/deep", "--check"], {cwd})).code).to.equal(0);
      await writeFile(path.join(cwd, "a.ipynb"), notebookText("2"));
      const drift = await ddx(["extract", "a.ipynb", "-o", "out/deep", "--check"], {cwd});
      expect(drift.code).to.equal(1);
      expect(drift.stderr).to.equal(`${path.join("out/deep/a.test.ts")} does not match a.ipynb; run ddx extract\n`);
      expect(await readFile(file, "utf8")).to.equal(text);
    });
  });

  it("refuses two notebooks of one name", async () => {
    await withFolder({"a.ipynb": notebookText("1")}, async (cwd) => {
      await mkdir(path.join(cwd, "sub"));
      await writeFile(path.join(cwd, "sub", "a.ipynb"), notebookText("1"));
      const {code, stderr} = await ddx(["extract", ".", "-o", "out"], {cwd});
      expect(code).to.equal(2);
      expect(stderr).to.match(/^ddx: a\.ipynb and sub.a\.ipynb would both become out.a\.test\.ts; extract them into two folders\n$/);
    });
  });
});
