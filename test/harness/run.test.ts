import {readFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {parseNotebook} from "../../src/notebook/notebook.js";
import {ddx, notebookText, withFolder} from "./notebooks.js";

describe("ddx run", function () {
  this.timeout(60_000);

  it("writes the executed notebook and a line for each cell", async () => {
    const text = notebookText(
      "# Sum",
      "let a = 1;\nconsole.log('hi')",
      "a + 41",
      "//| skip\nnever()",
      "//| raises: TypeError\n(null as any).x",
      "",
    );
    await withFolder({"a.ipynb": text}, async (cwd) => {
      const {code, stdout, stderr} = await ddx(["run", "a.ipynb", "-o", "out.ipynb"], {cwd});
      expect(code, stderr).to.equal(0);
      expect(stdout).to.equal("hi\n42\n");
      expect(stderr.replace(/\d\.\d s/g, "T").split("\n")).to.deep.equal([
        '✓ cell 1/5 "Sum" T',
        '✓ cell 2/5 "Sum" T',
        '– cell 3/5 "Sum" skipped',
        '✓ cell 4/5 "Sum" T',
        '– cell 5/5 "Sum" skipped',
        "",
      ]);
      const {cells} = parseNotebook(await readFile(path.join(cwd, "out.ipynb"), "utf8"), {path: "out.ipynb"});
      expect(cells.map(({outputs}) => outputs.map(({output_type}) => output_type))).to.deep.equal([
        [],
        ["stream"],
        ["execute_result"],
        [],
        ["error"],
        [],
      ]);
      expect(cells.map(({source}) => source)).to.deep.equal(parseNotebook(text, {path: "a.ipynb"}).cells.map(({source}) => source));
    });
  });

  it("stops at a failing cell, says where, and exits with 1", async () => {
    await withFolder(
      {"b.ipynb": notebookText("1", "// Breaks\nconst f = () => {\n  throw new RangeError('no');\n};\nf()", "console.log('never')")},
      async (cwd) => {
        const {code, stdout, stderr} = await ddx(["run", "b.ipynb"], {cwd});
        expect(code).to.equal(1);
        expect(stdout).to.not.contain("never");
        expect(stderr)
          .to.contain("b.ipynb, cell 2, line 3: RangeError: no")
          .and.to.contain("> 3 |   throw new RangeError('no');\n    |         ^");
        const again = await ddx(["run", "b.ipynb", "--keep-going", "--json"], {cwd});
        expect(JSON.parse(again.stdout).cells.map(({status}: {status: string}) => status)).to.deep.equal(["ok", "failed", "ok"]);
        expect(again.code).to.equal(1);
      },
    );
  });

  it("fails a cell that should have thrown", async () => {
    await withFolder({"c.ipynb": notebookText("//| raises: TypeError\n1")}, async (cwd) => {
      const {code, stderr} = await ddx(["run", "c.ipynb", "-q"], {cwd});
      expect(code).to.equal(1);
      expect(stderr).to.contain("c.ipynb, cell 1: AssertionError: expected a TypeError, but nothing was thrown");
    });
  });
});
