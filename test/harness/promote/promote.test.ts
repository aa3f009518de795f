import {readdir, readFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {observe} from "../../../src/harness/promote/observe.js";
import {patchNotebook} from "../../../src/notebook/patch.js";
import {random} from "../../../src/math/random.js";
import {parseNotebook} from "../../../src/notebook/notebook.js";
import {drawNotebook} from "../../../scripts/proof/promote/notebooks.js";
import {ddx, notebookText, start, storedText, result, withFolder} from "../notebooks.js";

const mean = "const mean = Array.from({length: 500}, () => Math.random()).reduce((a, b) => a + b) / 500;\nmean;";

const cells = [
  {source: "# Numbers"},
  {source: "// Twice\nconst twice = (x: number): number => 2 * x;\ntwice(21)", outputs: [result("42")]},
  {source: mean, outputs: [result("0.5")]},
  {source: "mean > 0"},
  {source: 'import {expect} from "chai";\nexpect(1).to.equal(1);\n1'},
  {source: "//| raises: TypeError\n(undefined as any).x"},
  {source: "//| skip: later\ntwice(2)"},
  {source: "//| ignore-output\ntwice(3)"},
  {source: "const n = 5 as unknown;\n({n, many: [1, 2].map(() => n)})"},
];

describe("ddx promote", function () {
  this.timeout(120_000);

  it("prints a diff and writes it when told; the tests pass on other seeds and catch mistakes, and nothing more is proposed", async () => {
    const drawn = parseNotebook(drawNotebook(3, {cells: 12}), {path: "b.ipynb"}).cells.map(({source}) => ({source}));
    await withFolder({"a.ipynb": storedText(...cells, ...drawn)}, async (cwd) => {
      const file = path.join(cwd, "a.ipynb");
      const {code, stdout} = await ddx(["promote", "--write", "--runs", "3", "a.ipynb"], {cwd});
      expect(stdout).to.include('a.ipynb, cell 1/20 "Numbers"').and.not.to.include("\u001b");
      expect(stdout).to.include("-twice(21)\n+const result = twice(21);\n+expect(result).to.equal(42);\n+result;");
      expect(stdout).to.match(
        /\+\/\/\| ignore-output\n.*\n\+expect\(mean\)\.to\.be\.closeTo\(0\.[45]\d*, 0\.\d+\); \/\/ 3 runs: 0\.\d+ to 0\.\d+\n mean;/,
      );
      expect(stdout).to.include("+expect(result2).to.equal(true); // in each of 3 runs");
      expect(stdout).to.include("3 runs cannot tell everything");
      expect(stdout).to.match(/\n\d+ assertions for 16 cells written to a\.ipynb\n$/);
      expect(code).to.equal(0);
      expect(await readdir(cwd)).to.deep.equal(["a.ipynb"]);
      const written = await readFile(file, "utf8");
      expect((await ddx(["promote", "--write", "a.ipynb"], {cwd})).stdout).to.equal("nothing to promote in a.ipynb\n");
      expect(await readFile(file, "utf8")).to.equal(written);
      const tested = await ddx(["test", "a.ipynb"], {cwd});
      expect(tested.code, tested.stdout).to.equal(0);
      const {cells: all} = parseNotebook(written, {path: file});
      const wrong = new Map(
        [
          [2, "/ 500", "* 500"],
          [3, "mean > 0", "mean < 0"],
          [8, "[1, 2]", "[1]"],
        ].map(([index, old, fresh]) => [Number(index), all[Number(index)]!.source.replace(String(old), String(fresh))]),
      );
      const seen = await observe({
        file,
        text: patchNotebook(written, {sources: wrong}),
        seed: 99,
        timeout: 5000,
        types: false,
        watched: true,
      });
      expect(seen.filter(({state}) => state === "failed").map(({number}) => number)).to.deep.equal([2, 8]);
      expect(seen.filter(({state}) => state === "pending").map(({number}) => number)).to.deep.equal([3]);
    });
  });

  it("looks at the cells that are asked for, leaves alone what fails, what a parameter shrinks and what does not hold on another seed, and writes nothing unless it is told", async () => {
    // The first two seeds draw below a half, and the third does not.
    const [seed] = Array.from({length: 1000}, (_, one) => one).filter(
      (one) => [0, 1, 2].map((more) => random(one + more)() >= 0.5).join() === "false,false,true",
    );
    const rest = ["//| param\nlet epochs = 50; // test: 2", "epochs * 2", "2 + 2", "() => 1", "'not asked for'"];
    const text = notebookText("Math.floor(Math.random() * 2)", "throw new Error('no')", ...rest);
    await withFolder({"a.ipynb": text}, async (cwd) => {
      const chosen = [1, 2, 3, 4, 5, 6].flatMap((number) => ["--cell", String(number)]);
      const {stdout, code} = await ddx(["promote", "a.ipynb", "--runs", "2", "--seed", String(seed), ...chosen], {cwd});
      expect(stdout).to.include("cell 1: nothing is proposed: a test with it failed: AssertionError: expected 1 to equal +0");
      expect(stdout).to.include("cell 2: left alone: it fails as it is: Error: no");
      expect(stdout).to.include("cell 3: shows nothing, has its assertions, or its first lines say that it is to be left alone");
      expect(stdout).to.include("cell 4: left alone: a parameter that it needs has another value under test");
      expect(stdout).to.include("cell 6: nothing is proposed: the value is a function");
      expect(stdout).to.include("1 assertion for 1 cell; ddx promote --write a.ipynb writes them\n");
      expect(code).to.equal(1);
      expect(await readFile(path.join(cwd, "a.ipynb"), "utf8")).to.equal(text);
    });
  });

  it("refuses bad input in one line, and a stopped run writes nothing", async () => {
    const text = notebookText("await new Promise((resolve) => setTimeout(resolve, 30_000));\n1");
    await withFolder({"b.ipynb": "no json", "c.ipynb": notebookText("1", "process.exit(3)", "2"), "d.ipynb": text}, async (cwd) => {
      for (const [words, message, code] of [
        [["b.ipynb"], /^ddx: b\.ipynb is not a notebook: expected JSON, but .+\n$/, 2],
        [["missing.ipynb"], /^ddx: there is no file missing\.ipynb\n$/, 2],
        [["c.ipynb", "--runs", "1"], /^ddx: .*expected a whole number from 2 on.*\n$/, 2],
        [["c.ipynb", "--cell", "4"], /^ddx: there is no code cell 4 in c\.ipynb, which has 3\n$/, 2],
        [["c.ipynb"], /^ddx: the test "c › cell 2" ended the process \(code 3\); what follows it did not run\n$/, 1],
      ] as const) {
        const said = await ddx(["promote", ...words], {cwd});
        expect(said.stderr).to.match(message);
        expect(said.code).to.equal(code);
      }
      const running = start(["promote", "--write", "d.ipynb"], {cwd});
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await running.end();
      expect(await readFile(path.join(cwd, "d.ipynb"), "utf8")).to.equal(text);
      expect((await readdir(cwd)).sort()).to.deep.equal(["b.ipynb", "c.ipynb", "d.ipynb"]);
    });
  });
});
