import {readFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {ddx, notebookText, withFolder} from "./notebooks.js";

const cells = [
  "# Prepare",
  "//| setup\n// Load the rows\nlet rows = [1, 2];",
  "# First",
  "// One\nrows[0]",
  "// Two\nrows[1]",
  "# Second",
  "//| setup\n//| timeout: 5s\n// More\nlet more = rows.concat(3);\nif (more.length !== 3) throw new Error('broken');",
  "// Three\nmore[2]",
  "# Third",
  "// Needs it\nmore.length",
  "// Needs nothing\n1",
];

describe("a cell that prepares others", function () {
  this.timeout(60_000);

  it("becomes a hook of the notebook, or of the section below it", async () => {
    await withFolder({"a.ipynb": notebookText(...cells)}, async (cwd) => {
      const {code, stdout} = await ddx(["test", "a.ipynb", "--no-types"], {cwd});
      expect(code, stdout).to.equal(0);
      expect(stdout).to.include("5 passing").and.not.to.include("Load the rows");
      await ddx(["extract", "a.ipynb", "-o", "out"], {cwd});
      const text = await readFile(path.join(cwd, "out", "a.test.ts"), "utf8");
      expect(text).to.match(
        /before\("Load the rows", \(\) => \{[^]*describe\("Second", \(\) => \{\s+before\("More", function \(\) \{\s+this\.timeout\(5_000\);/,
      );
    });
  });

  it("fails by itself, and what needs it is skipped with its number", async () => {
    const broken = cells.map((source) => source.replace("!== 3", "=== 3"));
    await withFolder({"a.ipynb": notebookText(...broken)}, async (cwd) => {
      const {code, stdout} = await ddx(["test", "a.ipynb", "--no-types"], {cwd});
      expect(code).to.equal(1);
      expect(stdout).to.include("3 passing").and.to.include("1 failing").and.to.include("a.ipynb, cell 4, line 5");
      expect(stdout).to.include("- Needs it (skipped because of cell 4)").and.to.include("✔ Needs nothing");
    });
  });

  it("is refused where it would run before what stands above it, or before nothing", async () => {
    const files = {
      "a.ipynb": notebookText("1", "//| setup\nlet a = 1;", "a"),
      "b.ipynb": notebookText("1", "# Last", "//| setup\nlet a = 1;"),
    };
    await withFolder(files, async (cwd) => {
      const {stdout} = await ddx(["test", ".", "--no-types"], {cwd});
      expect(stdout).to.include("a.ipynb, cell 2: this cell prepares tests (setup), but stands behind one of its section");
      expect(stdout).to.include("b.ipynb, cell 2: no test stands below this cell, which prepares them (setup)");
    });
  });
});
