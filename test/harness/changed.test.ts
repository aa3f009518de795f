import {mkdir, readdir, readFile, writeFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {ddx, notebookText, result, storedText, withFolder} from "./notebooks.js";

interface Told {
  /** Titles of the tests that passed. */
  passed: string[];
  /** Titles of the tests that failed. */
  failed: string[];
  /** Titles of the tests that did not run. */
  pending: string[];
}

/** What became of each test of `ddx test --only-changed`. */
async function test(cwd: string, ...options: string[]): Promise<Told> {
  await mkdir(path.join(cwd, "node_modules"), {recursive: true});
  const {stdout, stderr} = await ddx(["test", ".", "--only-changed", "--no-types", "-R", "json", ...options], {cwd});
  expect(stdout, stderr).to.include("{\n");
  const told = JSON.parse(stdout.slice(stdout.indexOf("{\n"))) as Record<string, {title: string}[]>;
  const titles = (name: string) => (told[name] ?? []).map(({title}) => title);
  return {passed: titles("passes"), failed: titles("failures"), pending: titles("pending")};
}

const save = (cwd: string, {name = "a.ipynb", text}: {name?: string; text: string}) => writeFile(path.join(cwd, name), text);

const cells = ["# S", "// Base\nlet base = 1", "// Next\nlet next = base + 1", "// Alone\nlet alone = 3;", "//| skip: later\nnever()"];

const changed = (from: string, to: string) => notebookText(...cells.map((source) => source.replace(from, to)));

const all = ["Base", "Next", "Alone"];

describe("ddx test --only-changed", function () {
  this.timeout(120_000);

  it("runs nothing of a notebook that did not change, not even its imports, and leaves nothing beside it", async () => {
    const loud = ["import './loud.js';", ...cells];
    await withFolder({"a.ipynb": notebookText(...loud), "loud.js": "console.log('loaded');"}, async (cwd) => {
      expect((await test(cwd)).passed).to.deep.equal(all);
      for (let run = 0; run < 2; run++) {
        const {code, stdout} = await ddx(["test", ".", "--only-changed", "--no-types"], {cwd});
        expect(code).to.equal(0);
        expect(stdout).not.to.include("loaded");
        expect(stdout.trim().split(/(?: \(\d+ms\))?\s*\n\s*/)).to.deep.equal([
          "a",
          "S",
          "- Base (unchanged)",
          "- Next (unchanged)",
          "- Alone (unchanged)",
          "- cell 5 (skipped: later)",
          "0 passing",
          "4 pending",
        ]);
      }
      expect((await readdir(cwd)).sort()).to.deep.equal(["a.ipynb", "loud.js", "node_modules"]);
      const kept = await readdir(path.join(cwd, "node_modules", ".cache", "ddx"));
      expect(kept.map((name) => path.extname(name)).sort()).to.deep.equal([".json", ".suite"]);
      expect((await ddx(["test", ".", "--no-types"], {cwd})).stdout)
        .to.include("loaded")
        .and.to.include("3 passing");
    });
  });

  it("runs a cell that changed with what it needs, and what needs a cell that changed", async () => {
    await withFolder({"a.ipynb": notebookText(...cells)}, async (cwd) => {
      await test(cwd);
      await save(cwd, {text: changed("base + 1", "base + 2")});
      expect(await test(cwd)).to.deep.include({passed: ["Base", "Next"], pending: ["Alone (unchanged)", "cell 4 (skipped: later)"]});
      await save(cwd, {text: changed("base = 1", "base = 2")});
      expect((await test(cwd)).passed).to.deep.equal(["Base", "Next"]);
      await save(cwd, {text: changed("base = 1", "base = 2").replace("// Alone", "//| slow\\n// Alone")});
      expect(await test(cwd)).to.deep.include({
        passed: ["Alone"],
        pending: ["Base (unchanged)", "Next (unchanged)", "cell 4 (skipped: later)"],
      });
    });
  });

  it("runs a cell again until it passes, and what needs it", async () => {
    await withFolder({"a.ipynb": notebookText(...cells)}, async (cwd) => {
      await test(cwd);
      const broken = changed("base = 1", "base = 1; if (true) throw new Error('x')");
      for (let run = 0; run < 2; run++) {
        await save(cwd, {text: broken});
        expect(await test(cwd)).to.deep.include({
          failed: ["Base"],
          pending: ["Next (skipped because of cell 1)", "Alone (unchanged)", "cell 4 (skipped: later)"],
        });
      }
      expect((await test(cwd, "--keep-going")).passed).to.deep.equal(["Next"]);
      expect((await test(cwd, "--keep-going")).passed).to.deep.equal(["Next"]);
    });
  });

  it("runs all cells when a local file changed that they import, directly or through others", async () => {
    const files = {
      "a.ipynb": notebookText("import {two} from './one';", "// Uses\ntwo"),
      "one.ts": "export {two} from './two.js';",
      "two.ts": "import data from './data.json';\nexport const two: number = data.two;",
      "data.json": '{"two": 2}',
    };
    await withFolder(files, async (cwd) => {
      await test(cwd);
      for (let run = 0; run < 2; run++) expect(await test(cwd)).to.deep.include({passed: [], pending: ["Uses (unchanged)"]});
      await save(cwd, {name: "data.json", text: '{"two": 3}'});
      expect((await test(cwd)).passed).to.deep.equal(["Uses"]);
    });
  });

  it("runs a cell when what is stored below it changed, or more of it is compared", async () => {
    const text = (shown: string) =>
      storedText({source: "// Shown\n1 + 1", outputs: [result(shown)]}, {source: "// Alone\n3", outputs: [result("3")]});
    await withFolder({"a.ipynb": text("2")}, async (cwd) => {
      await test(cwd);
      await save(cwd, {text: text("3")});
      expect(await test(cwd)).to.deep.include({failed: ["Shown"], pending: ["Alone (unchanged)"]});
      expect((await test(cwd, "--lax")).passed).to.deep.equal(["Shown", "Alone"]);
      expect((await test(cwd)).failed).to.deep.equal(["Shown"]);
    });
  });

  it("tells two cells of one content apart, and parameters", async () => {
    const twice = "// Twice\nif (Math.abs(globalThis.seen = (globalThis.seen ?? 0) + 1) > 1) throw new Error('again');";
    await withFolder({"a.ipynb": notebookText(twice, twice), "b.ipynb": notebookText("//| param\nlet n = 1;", "n")}, async (cwd) => {
      expect((await test(cwd)).failed).to.have.length(1);
      expect((await test(cwd)).pending).to.deep.equal(["Twice (unchanged)", "cell 1 (unchanged)", "cell 2 (unchanged)"]);
      expect((await test(cwd, "-p", "n=2")).passed).to.deep.equal(["cell 1", "cell 2"]);
    });
  });

  it("fails only the cell whose import fails, and keeps nothing of such a notebook", async () => {
    await withFolder({"a.ipynb": notebookText(...cells)}, async (cwd) => {
      await test(cwd);
      await save(cwd, {text: notebookText(...cells, "import 'no-such-module';")});
      for (let run = 0; run < 2; run++) expect(await test(cwd)).to.deep.include({passed: all, failed: ["cell 5"]});
      await save(cwd, {text: notebookText(...cells)});
      expect((await test(cwd)).passed).to.deep.equal(all);
    });
  });

  it("runs everything where what it kept cannot be read, and works in several processes", async () => {
    await withFolder({"a.ipynb": notebookText("// One\n1"), "b.ipynb": notebookText("// Two\n2")}, async (cwd) => {
      await test(cwd, "--parallel", "-j", "2");
      expect((await test(cwd, "--parallel", "-j", "2")).pending).to.have.members(["One (unchanged)", "Two (unchanged)"]);
      const folder = path.join(cwd, "node_modules", ".cache", "ddx");
      const [first = "", ...others] = (await readdir(folder)).filter((name) => name.endsWith(".json")).sort();
      expect(first).to.match(/^a-[\w-]{16}\.json$/);
      expect(others).to.have.length(1);
      expect(await readFile(path.join(folder, first), "utf8")).not.to.include(cwd);
      await writeFile(path.join(folder, first), '{"passed": 7}');
      expect(await test(cwd)).to.deep.include({passed: ["One"], pending: ["Two (unchanged)"]});
    });
  });
});
