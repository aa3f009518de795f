import {readdir, readFile, writeFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {observe} from "../../../src/harness/promote/observe.js";
import {random} from "../../../src/math/random.js";
import {mutate} from "../../../scripts/proof/promote/mutate.js";
import {drawNotebook} from "../../../scripts/proof/promote/notebooks.js";
import {ddx, notebookText, start, storedText, result, withFolder} from "../notebooks.js";

describe("ddx promote", function () {
  this.timeout(120_000);

  it("prints a diff, writes it when told, and then has nothing to propose; the tests pass", async () => {
    const text = storedText(
      {source: "# Numbers"},
      {source: "// Twice\nconst twice = (x: number): number => 2 * x;\ntwice(21)", outputs: [result("42")]},
      {
        source: "const mean = Array.from({length: 500}, () => Math.random()).reduce((a, b) => a + b) / 500;\nmean;",
        outputs: [result("0.5")],
      },
      {source: "mean > 0"},
      {source: 'import {expect} from "chai";\nexpect(1).to.equal(1);\n1'},
      {source: "//| raises: TypeError\n(undefined as any).x"},
      {source: "//| skip: later\ntwice(2)"},
      {source: "//| ignore-output\ntwice(3)"},
      {source: "const n = 5 as unknown;\n({n, many: [1, 2].map(() => n)})"},
    );
    await withFolder({"a.ipynb": text}, async (cwd) => {
      const file = path.join(cwd, "a.ipynb");
      const {code, stdout} = await ddx(["promote", "a.ipynb"], {cwd});
      expect(stdout).to.include('a.ipynb, cell 1/8 "Numbers"').and.not.to.include("\u001b");
      expect(stdout).to.include("-twice(21)\n+const result = twice(21);\n+expect(result).to.equal(42);\n+result;");
      expect(stdout).to.match(
        /\+\/\/\| ignore-output\n.*\n\+expect\(mean\)\.to\.be\.closeTo\(0\.[45]\d*, 0\.\d+\); \/\/ 5 runs: 0\.\d+ to 0\.\d+\n mean;/,
      );
      expect(stdout).to.include("+expect(result2).to.equal(true); // in each of 5 runs");
      expect(stdout).to.include("5 runs cannot tell everything");
      expect(stdout).to.match(/\n4 assertions for 4 cells; ddx promote --write a\.ipynb writes them\n$/);
      expect(code).to.equal(0);
      expect(await readFile(file, "utf8")).to.equal(text);
      const written = await ddx(["promote", "--write", "a.ipynb"], {cwd});
      expect(written.stdout).to.match(/4 assertions for 4 cells written to a\.ipynb\n$/);
      expect(await readdir(cwd)).to.deep.equal(["a.ipynb"]);
      const after = await readFile(file, "utf8");
      expect((await ddx(["promote", "--write", "a.ipynb"], {cwd})).stdout).to.equal("nothing to promote in a.ipynb\n");
      expect(await readFile(file, "utf8")).to.equal(after);
      const tested = await ddx(["test", "a.ipynb"], {cwd});
      expect(tested.code, tested.stdout).to.equal(0);
      expect(tested.stdout).to.include("6 passing");
    });
  });

  it("leaves alone what fails, what a parameter shrinks, and other cells than those that are asked for", async () => {
    const text = notebookText(
      "1 + 1",
      "throw new Error('no')",
      "//| param\nlet epochs = 50; // test: 2",
      "epochs * 2",
      "2 + 2",
      "const f = (x: number) => x;\nf",
    );
    await withFolder({"a.ipynb": text}, async (cwd) => {
      const all = await ddx(["promote", "a.ipynb", "--runs", "2"], {cwd});
      expect(all.stdout).to.include("cell 2: left alone: it fails as it is: Error: no");
      expect(all.stdout).to.include("cell 4: left alone: a parameter that it needs has another value under test");
      expect(all.stdout).to.include("cell 6: nothing is proposed: the value is a function");
      expect(all.stdout).to.include("2 assertions for 2 cells;");
      expect(all.code).to.equal(1);
      const one = await ddx(["promote", "a.ipynb", "--runs", "2", "--cell", "5"], {cwd});
      expect(one.stdout).to.include("cell 5/6").and.include("1 assertion for 1 cell;").and.not.to.include("cell 1/6");
    });
  });

  it("drops what does not hold on another seed, and says so", async () => {
    const rare = "const seen = globalThis as {count?: number};\nMath.floor(Math.random() * 2) + 0";
    await withFolder({"a.ipynb": notebookText(rare, "process.argv.length > 99 ? 'a' : process.pid % 1")}, async (cwd) => {
      // Seeds of which the first two draw below a half, and the third does not.
      const seed = Array.from({length: 1000}, (_, one) => one).find(
        (one) => [0, 1, 2].map((more) => random(one + more)() >= 0.5).join() === "false,false,true",
      )!;
      const {stdout} = await ddx(["promote", "a.ipynb", "--runs", "2", "--seed", String(seed)], {cwd});
      expect(stdout).to.include("cell 1: nothing is proposed: a test with it failed: AssertionError: expected 1 to equal +0");
      expect(stdout).to.include("1 assertion for 1 cell;");
    });
  });

  it("refuses bad input in one line, and a stopped run writes nothing", async () => {
    const text = notebookText("await new Promise((resolve) => setTimeout(resolve, 30_000));\n1");
    await withFolder({"b.ipynb": "no json", "c.ipynb": notebookText("1", "process.exit(3)", "2"), "d.ipynb": text}, async (cwd) => {
      for (const [words, message, code] of [
        [["b.ipynb"], /^ddx: b\.ipynb is not a notebook: expected JSON, but .+\n$/, 2],
        [["missing.ipynb"], /^ddx: there is no file missing\.ipynb\n$/, 2],
        [["c.ipynb", "--runs", "1"], /^ddx: .*expected a whole number from 2 on.*\n$/, 2],
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

  it("writes tests that pass on fresh seeds and catch mistakes, into a notebook that was drawn", async () => {
    await withFolder({"a.ipynb": drawNotebook(3, {cells: 16})}, async (cwd) => {
      const file = path.join(cwd, "a.ipynb");
      expect((await ddx(["promote", "--write", "a.ipynb"], {cwd})).code).to.equal(0);
      const text = await readFile(file, "utf8");
      const failures = async (task: {text: string; seed: number}) =>
        (await observe({file, timeout: 5000, tested: false, ...task})).filter(({state}) => state === "failed");
      for (const seed of [101, 102, 103]) expect(await failures({text, seed})).to.deep.equal([]);
      const draw = random(9);
      const mutants = Array.from({length: 6}, () => mutate(text, draw));
      let caught = 0;
      for (const mutant of mutants) caught += Number((await failures({text: mutant.text, seed: 104})).length > 0);
      expect(caught, mutants.map(({change}) => change).join("\n")).to.be.at.least(3);
      await writeFile(file, text);
    });
  });
});
