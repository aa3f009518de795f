import {mkdir, readdir, readFile, symlink, writeFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {ddx, mocha, notebookText, register, withFolder} from "./notebooks.js";

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

  it("extracts the others where one notebook cannot be", async () => {
    const files = {"a.ipynb": "no json", "b.ipynb": notebookText("//| skp\n1"), "c.ipynb": notebookText("1")};
    await withFolder(files, async (cwd) => {
      const {code, stdout, stderr} = await ddx(["extract", ".", "-o", "out"], {cwd});
      expect(code).to.equal(2);
      expect(stdout).to.equal(`${path.join("out/c.test.ts")}\n`);
      expect(stderr).to.match(
        /^ddx: a\.ipynb is not a notebook: .+\nddx: b\.ipynb, cell 1, line 1: there is no directive "skp"; .+\nrun them: /,
      );
    });
  });

  it("writes tests that mocha runs as it says, with JSON, local TypeScript and chai", async () => {
    const files = {
      "data.json": "[1, 2]",
      "local.ts": "export const two: number = 2;\n",
      "a.ipynb": notebookText(
        'import {expect} from "chai";\nimport data from "./data.json" with {type: "json"};\nimport {two} from "./local";',
        "// Sums\nexpect(data[0] + two).to.equal(3)",
        "// Breaks\nlet wrong: number = two;\nexpect(wrong).to.equal(3)",
      ),
    };
    await withFolder(files, async (cwd) => {
      const {stderr} = await ddx(["extract", "a.ipynb", "-o", "out"], {cwd});
      expect(stderr).to.equal(`run them: npx mocha --import=ddx/register "${path.join("out", "**", "*.test.ts")}"\n`);
      const {code, stdout} = await mocha([`--import=${register}`, "out/**/*.test.ts"], {cwd});
      expect(stdout).to.include("✔ Sums").and.to.include("1 failing").and.to.include("expected 2 to equal 3").and.to.include("a.test.ts:");
      expect(code).to.equal(1);
    });
  });

  it("writes into its folder only, whatever notebooks are called", async () => {
    const names = ['it\'s "q" `x` ${y}', "😀", "..", "a\nthrow 1;", "b\u2028throw 1;", "$(touch z)", "..\\\\c"];
    const files = Object.fromEntries(names.map((name) => [`${name}.ipynb`, notebookText("let a = 1;\nconsole.log(a);")]));
    await withFolder(files, async (cwd) => {
      const {code, stderr} = await ddx(["extract", ...Object.keys(files), "-o", "out"], {cwd});
      expect(code, stderr).to.equal(0);
      expect((await readdir(cwd)).sort()).to.deep.equal([...Object.keys(files), "out"].sort());
      expect((await readdir(path.join(cwd, "out"))).sort()).to.deep.equal(names.map((name) => `${name}.test.ts`).sort());
      for (const name of names) {
        const text = await readFile(path.join(cwd, "out", `${name}.test.ts`), "utf8");
        const [, blank, opening] = text.split("\n");
        const [, title = ""] = /^describe\(([^]*), function \(\) \{$/.exec(opening ?? "") ?? [];
        expect([blank, Function(`return ${title}`)()]).to.deep.equal(["", name.split("\\").at(-1)]);
      }
    });
  });

  it("writes through no link, and leaves what is not written as it is", async () => {
    await withFolder({"a.ipynb": notebookText("1"), "b.ipynb": notebookText("1"), "other.ts": "mine"}, async (cwd) => {
      await mkdir(path.join(cwd, "out"));
      await symlink("../other.ts", path.join(cwd, "out", "a.test.ts"));
      await symlink("../none.ts", path.join(cwd, "out", "b.test.tsx"));
      for (const words of [["extract"], ["extract", "--check"], ["sync"]]) {
        const {code, stderr} = await ddx([...words, ".", "-o", "out"], {cwd});
        expect(code).to.equal(2);
        expect(stderr).to.match(/^ddx: out.a\.test\.ts is a link, and what it leads to is not written; remove it, then ddx extract\n/);
      }
      expect(await readFile(path.join(cwd, "other.ts"), "utf8")).to.equal("mine");
      expect((await readdir(cwd)).sort()).to.deep.equal(["a.ipynb", "b.ipynb", "other.ts", "out"]);
      expect((await readdir(path.join(cwd, "out"))).sort()).to.deep.equal(["a.test.ts", "b.test.tsx"]);
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
