import {execFile} from "node:child_process";
import {readdir, readFile, realpath, writeFile} from "node:fs/promises";
import path from "node:path";
import {promisify} from "node:util";
import {expect} from "chai";
import type {CoverageMapData} from "istanbul-lib-coverage";
import istanbul from "istanbul-lib-coverage";
import type {NotebookRan} from "../../src/notebook/ran.js";
import {ddx, notebookText, register, withFolder} from "./notebooks.js";

const c8 = path.resolve("node_modules/c8/bin/c8.js");
const mocha = path.resolve("node_modules/mocha/bin/mocha.js");

/** Cells in plain JavaScript, which are one module when they are joined. */
const cells = [
  "import path from 'node:path';\nexport function sign(x) {\n  if (x > 0) {\n    return 'plus';\n  } else if (x < 0) {\n    return 'minus';\n  }\n  return 'zero';\n}",
  "let total = 0;\nconst add = (n) => {\n  total += n;\n  return total;\n};\nconst never = () => {\n  total = -1;\n  return total;\n};",
  "add(\n  2,\n);\nsign(total);\nconst label =\n  total > 3\n    ? path.join('a', 'b')\n    : 'few';\nlabel",
  "const later = async (n) => {\n  await null;\n  if (n > 1) {\n    return 7;\n  }\n  throw new Error('small');\n};\nif ((await later(2)) === 8) {\n  total = 100;\n}\ntotal",
  "class Stack {\n  #items = [];\n  push(item) {\n    this.#items.push(item);\n  }\n  pop() {\n    return this.#items.pop();\n  }\n  static of() {\n    return new Stack();\n  }\n}\nconst stack = Stack.of();\nstack.push(1);",
  "function* count() {\n  yield 1;\n  yield 2;\n  total = 3;\n}\nfor (const one of count()) {\n  if (one === 2) break;\n  add(one);\n}\nswitch (total) {\n  case 3:\n    add(1);\n    break;\n  case 99:\n    add(2);\n    break;\n}",
  "try {\n  await later(0);\n  total = 5;\n} catch {\n  total = 6;\n}\nhoisted();\nfunction hoisted() {\n  return total;\n}\nlet again = 1;",
  "again = 2;\nconst object = {\n  get() {\n    return again;\n  },\n  set: function (value) {\n    again = value;\n  },\n};\nobject.get();",
];

const quiet = {env: {...process.env, NO_COLOR: "1", NODE_V8_COVERAGE: ""}, timeout: 60_000};

/** What c8 says of the lines of each file. */
async function counted(words: readonly string[], cwd: string): Promise<Map<string, Record<string, number>>> {
  const report = ["--reporter", "json", "--reporter", "text", "--reports-dir", "c8"];
  await promisify(execFile)(process.execPath, [c8, ...report, process.execPath, ...words], {cwd, ...quiet}).catch(() => undefined);
  const map = JSON.parse(await readFile(path.join(cwd, "c8", "coverage-final.json"), "utf8")) as CoverageMapData;
  return new Map(
    Object.entries(map).map(([file, data]) => [path.relative(cwd, file), istanbul.createFileCoverage(data as never).getLineCoverage()]),
  );
}

const ranOf = async (cwd: string, name: string): Promise<NotebookRan["cells"]> => {
  const all = JSON.parse(await readFile(path.join(cwd, "coverage", "notebooks.json"), "utf8")) as Record<string, NotebookRan>;
  return all[name]!.cells;
};

const linesThat = (states: readonly string[], lines: Readonly<Record<string, string>> = {}) =>
  Object.keys(lines)
    .filter((line) => states.includes(lines[line]!))
    .map(Number);

describe("coverage", function () {
  this.timeout(120_000);

  it("says of each line what c8 says of the same code as a plain module, and c8 says it of the cells", async () => {
    await withFolder({"a.ipynb": notebookText(...cells), "plain.mjs": cells.join("\n")}, async (folder) => {
      const cwd = await realpath(folder);
      const plain = (await counted(["plain.mjs"], cwd)).get("plain.mjs")!;
      const {code, stdout, stderr} = await ddx(["test", "a.ipynb", "--no-types", "--coverage"], {cwd});
      expect(code, stdout + stderr).to.equal(0);
      const ran = await ranOf(cwd, "a.ipynb");
      const byC8 = await counted([mocha, `--import=${register}`, "a.ipynb"], cwd);
      const offsets = cells.map((_, index) => cells.slice(0, index).join("\n").split("\n").length - (index === 0 ? 1 : 0));
      const wrong = cells.flatMap((source, index) =>
        Object.entries(ran[index]!.lines).flatMap(([line, state]) => {
          // c8 counts whole lines: in `} else if (…)` the bracket ran.
          if (source.split("\n")[Number(line) - 1]!.trim().startsWith("}")) return [];
          const counts = [plain[offsets[index]! + Number(line)], byC8.get(path.join("a.ipynb", `cell ${index + 1}`))?.[line]];
          return counts.every((count) => (count === 0) === (state === "never"))
            ? []
            : [`cell ${index + 1}:${line} ${state}, c8: ${counts}`];
        }),
      );
      expect(wrong).to.deep.equal([]);
      expect(ran.map(({lines}) => linesThat(["never"], lines))).to.deep.equal([[5, 6, 8], [7, 8], [], [9], [7], [4, 15, 16], [3], [7]]);
      expect(ran.map(({lines}) => linesThat(["partly"], lines))).to.deep.equal([[3], [], [6], [8], [], [10], [], []]);
    });
  });

  const typed = "import {half} from './local';\nenum Kind { A = 1 }\nconst kind: Kind = Kind.A;\nhalf(kind)";
  const failing = "// Fails\nlet made = half(4);\n(undefined as any).x;\nmade = 1;\nmade = 2;";
  const files = {
    "a.ipynb": notebookText("# A", typed, failing, "// Needs it\nmade + 1", "//| skip: slow\nlet idle: number = 1;\nidle += 1;"),
    "b.ipynb": notebookText(
      "import {other} from './local';\nother(2)",
      "//| raises: TypeError\nconst gone = null as any;\ngone.x;\ngone.y;",
    ),
    "c.ipynb": notebookText("import './missing';", "let lost = 1;"),
    "local.ts": "export const half = (n: number): number => n / 2;\nexport function other(n: number): number {\n  return n;\n}\n",
  };

  const rowsOf = (stdout: string) =>
    [...stdout.matchAll(/^ *(\S.*?) +\| +([\d.]+) \| +([\d.]+) \| +([\d.]+) \| +([\d.]+) \| (.*?) *$/gm)].map(
      ([, name = "", , , functions, lines, missed]) => [name.replace(/^.*[\\/]/, ""), functions, lines, missed].join(" | "),
    );
  const expectedRows = [
    "local.ts | 100 | 100 | ",
    "a.ipynb | 100 | 50 | ",
    "cell 1 | 100 | 100 | ",
    "cell 2 (failed) | 100 | 50 | 4-5",
    "cell 3 (skipped because of cell 2) | 100 | 0 | 2",
    "cell 4 (skipped) | 100 | 0 | 2-3",
    "b.ipynb | 100 | 75 | ",
    "cell 1 | 100 | 100 | ",
    "cell 2 | 100 | 66.66 | 4",
    "c.ipynb | 100 | 100 | ",
    "cell 1 (failed) | 100 | 100 | ",
    "cell 2 | 100 | 100 | ",
  ];

  for (const more of [[], ["--parallel"]])
    it(`counts what failed, was skipped or cannot be imported, and modules of several notebooks together ${more.join("")}`, async () => {
      await withFolder(files, async (cwd) => {
        await writeFile(path.join(cwd, "a.ipynb"), `${JSON.stringify(JSON.parse(files["a.ipynb"]), undefined, 1)}\n`);
        const {code, stdout} = await ddx(["test", ".", "--no-types", "--coverage", "--coverage-dir", "out/all", ...more], {cwd});
        expect(code).to.equal(1);
        expect(rowsOf(stdout).slice(2)).to.deep.equal(expectedRows);
        const lcov = await readFile(path.join(cwd, "out/all/lcov.info"), "utf8");
        expect(lcov).to.include("SF:local.ts\n").and.to.include("SF:a.ipynb\n");
        const json = (await readFile(path.join(cwd, "a.ipynb"), "utf8")).split("\n");
        const [, lines = ""] = /SF:a\.ipynb\n(.*?)end_of_record/s.exec(lcov) ?? [];
        expect([...lines.matchAll(/^DA:(\d+),/gm)].every(([, line]) => json[Number(line) - 1]!.includes('"source": "'))).to.equal(true);
        const summary = JSON.parse(await readFile(path.join(cwd, "out/all/coverage-summary.json"), "utf8")) as Record<string, object>;
        expect(Object.keys(summary).map((name) => path.basename(name))).to.include.members(["total", "local.ts", "cell 4"]);
        expect(await readFile(path.join(cwd, "out/all/html", path.basename(cwd), "a.ipynb/cell 2 (failed).html"), "utf8")).to.include(
          "half",
        );
      });
    });

  it("counts a cell that prepares others, which has no test of its own", async () => {
    await withFolder(
      {"a.ipynb": notebookText("//| setup\nlet rows = [1];\nif (rows.length > 1) rows = [];", "rows.length")},
      async (cwd) => {
        const {code, stdout} = await ddx(["test", "a.ipynb", "--no-types", "--coverage"], {cwd});
        expect(code, stdout).to.equal(0);
        const [setup] = await ranOf(cwd, "a.ipynb");
        expect(setup).to.deep.include({number: 1, test: "", lines: {2: "ran", 3: "partly"}});
        const summary = JSON.parse(await readFile(path.join(cwd, "coverage/coverage-summary.json"), "utf8")) as Record<string, object>;
        const own = Object.entries(summary).find(([file]) => file.endsWith("cell 1"));
        expect(own?.[1]).to.have.nested.property("functions.total", 0);
      },
    );
  });

  it("says in one line what cannot be asked, and paints the lines of no other cells", async () => {
    await withFolder({"a.ipynb": notebookText("let a = 1;")}, async (cwd) => {
      const said = async (...words: string[]) => {
        const {code, stderr} = await ddx(words, {cwd});
        return [code, stderr.trim()];
      };
      expect(await said("test", "a.ipynb", "--coverage-reporter", "xml")).to.deep.equal([
        2,
        'ddx: there is no coverage report "xml"; there are text, text-summary, html, json-summary, json, lcov, cobertura, clover',
      ]);
      expect(await said("test", "--coverage", "--only-changed")).to.deep.equal([2, "ddx: expected --coverage or --only-changed, got both"]);
      expect((await said("report", "a.ipynb", "--coverage", "coverage"))[1]).to.include(
        "there is no coverage/notebooks.json; run ddx test",
      );
      await ddx(["test", "a.ipynb", "--no-types", "--coverage-reporter", "text-summary"], {cwd});
      expect(await said("report", "a.ipynb", "--coverage", "coverage")).to.deep.equal([0, ""]);
      expect(await readFile(path.join(cwd, "a.html"), "utf8")).to.include("✓ test passed · 1 of 1 lines ran");
      await writeFile(path.join(cwd, "a.ipynb"), notebookText("let a = 2;"));
      expect((await said("report", "a.ipynb", "--coverage", "coverage"))[1]).to.include("is of other cells than a.ipynb holds now");
      expect((await readdir(cwd)).sort()).to.deep.equal(["a.html", "a.ipynb", "coverage"]);
    });
  });
});
