import path from "node:path";
import {expect} from "chai";
import {mocha, notebookText, register, withFolder} from "./notebooks.js";

describe("ddx/register", function () {
  this.timeout(60_000);

  const failing = 'import {expect} from "chai";\nimport {two} from "./local";\nexpect(two).to.equal(3);';
  const files = {
    "local.ts": "export const two: number = 2;\n",
    "a.ipynb": notebookText("# First", "let count = 1;", "// Fails\n" + failing, "//| timeout: 30ms\nawait new Promise(() => {})"),
    "b.ipynb": notebookText("# Second", "// Long\nawait new Promise((resolve) => setTimeout(resolve, 2500))"),
    "by-hand.cjs": 'it("is a test of another kind", () => {});\n',
  };

  for (const way of [[`--import=${register}`], ["--require", register], ["--require", register, "--parallel", "--jobs", "2"]])
    it(`has mocha run notebooks beside other tests: ${way.map((word) => path.basename(word)).join(" ")}`, async () => {
      await withFolder(files, async (cwd) => {
        const {code, stdout} = await mocha([...way, "a.ipynb", "b.ipynb", "by-hand.cjs"], {cwd});
        expect(code).to.equal(2);
        expect(stdout)
          .to.match(/\b3 passing/)
          .and.to.include("✔ Second")
          .and.to.include("is a test of another kind");
        expect(stdout).to.include("a.ipynb, cell 2, line 4").and.to.include("> 4 | expect(two).to.equal(3);");
        expect(stdout).to.match(/\(a\.ipynb\?cell2:4:\d+\)/);
        expect(stdout).to.include("a.ipynb, cell 3, line 1");
      });
    });
});
