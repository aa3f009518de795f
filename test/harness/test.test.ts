import {readdir, readFile, writeFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {ddx, notebookText, start, withFolder} from "./notebooks.js";

const results = (stdout: string) =>
  JSON.parse(stdout.slice(stdout.indexOf("{\n"))) as {
    tests: {title: string; err: {message?: string; stack?: string}}[];
    stats: {passes: number; failures: number; pending: number};
  };

describe("ddx test", function () {
  this.timeout(60_000);

  it("runs cells in order with shared state, in the notebook's folder, and leaves nothing behind", async () => {
    const files = {
      "data.json": "[1, 2]",
      "local.ts": "export const two: number = 2;\n",
      "a.ipynb": notebookText(
        'import {expect} from "chai";\nimport data from "./data.json";\nimport {two} from "./local";\nimport {readFileSync} from "node:fs";',
        "let count = two;\ncount++;\nexpect(data).to.deep.equal([1, 2])",
        'expect(count + early()).to.equal(10);\nfunction early() { return 7; }\nexpect(readFileSync("data.json", "utf8")).to.contain("1")',
        "//| raises: TypeError\n(undefined as any).x",
        "//| skip: later\nnever()",
      ),
    };
    await withFolder(files, async (cwd) => {
      const {code, stdout, stderr} = await ddx(["test", ".", "-R", "json"], {cwd});
      expect(code, stdout + stderr).to.equal(0);
      expect(results(stdout).stats).to.include({passes: 4, failures: 0, pending: 1});
      expect((await readdir(cwd)).sort()).to.deep.equal(Object.keys(files).sort());
    });
  });

  it("names notebook, cell and line of a failure and shows the source", async () => {
    const source = 'import {expect} from "chai";\n\nconst sum = (a: number, b: number): number => a + b;\nexpect(sum(1, 1)).to.equal(3);';
    await withFolder({"b.ipynb": notebookText("# B", "1", source)}, async (cwd) => {
      const {code, stdout} = await ddx(["test", "b.ipynb"], {cwd});
      expect(code).to.equal(1);
      expect(stdout).to.contain("AssertionError: expected 2 to equal 3");
      expect(stdout).to.contain("b.ipynb, cell 2, line 4").and.to.contain("> 4 | expect(sum(1, 1)).to.equal(3);");
      expect(stdout).to.match(/at .*\(b\.ipynb\?cell2:4:\d+\)/);
    });
  });

  it("finds the place of a syntax error, a missing module, a missing export and a timeout", async () => {
    const files = {
      "c.ipynb": notebookText("let a = 1;\nlet b = ;", "//| timeout: 30ms\nawait new Promise(() => {})"),
      "d.ipynb": notebookText("1", '\nimport x from "no-such-module";\nx'),
      "e.ipynb": notebookText('import {nothing} from "chai";\nnothing()'),
    };
    await withFolder(files, async (cwd) => {
      const {code, stdout} = await ddx(["test", "."], {cwd});
      expect(code).to.equal(1);
      const places = [...stdout.matchAll(/^ *(\w\.ipynb, cell \d+, line \d+)$/gm)].map(([, place]) => place);
      expect(places).to.deep.equal([
        "c.ipynb, cell 1, line 2",
        "c.ipynb, cell 2, line 1",
        "d.ipynb, cell 2, line 2",
        "e.ipynb, cell 1, line 1",
      ]);
    });
  });

  it("judges the findings that a cell displays on its way, unless the cell expects them", async () => {
    const finding =
      'import {display} from "ddx";\nconst finding = (name: string) => ({about: {name, stage: "data", symptom: "s", cause: "c", remedy: "r", source: {title: "t", by: "b"}}, verdict: "fail", summary: `${name} seen`, evidence: []});';
    const text = notebookText(
      finding,
      "//| expect: fail a\ndisplay(finding('a'));\nlet x = 1;",
      "display(finding('b'));\nx = 2;",
      "//| expect: fail c\n1",
    );
    await withFolder({"j.ipynb": text}, async (cwd) => {
      const {stdout} = await ddx(["test", "j.ipynb", "-R", "json"], {cwd});
      const messages = results(stdout).tests.map(({err}) => err.message?.split("\n")[0]);
      expect(messages).to.deep.equal([
        undefined,
        "expected no finding to fail, got b",
        "expected c to fail, but no finding was shown",
        undefined,
      ]);
    });
  });

  it("places the failure of a finding that a cell's last line shows in that cell", async () => {
    const sick =
      "import {check, diagnose} from 'ddx';\nconst flu = check({name: 'flu', stage: 'data', symptom: 'a', cause: 'b', remedy: 'c', source: {title: 't', by: 'b'}, needs: ['train']}, () => ({verdict: 'fail', summary: 'sick', evidence: []}));";
    const run = "await diagnose({train: {x: [[1], [2]], y: [[1], [0]]}}, {checks: [flu]})";
    await withFolder(
      {"k.ipynb": notebookText(sick, `//| expect: fail flu\n${run}`, `// Unexpected\nconst k = 1;\n${run}`, "1 + 1")},
      async (cwd) => {
        const {stdout} = await ddx(["test", "k.ipynb"], {cwd});
        expect(stdout).to.include("k.ipynb, cell 3, line 3");
      },
    );
  });

  it("passes on grep, bail and timeout", async () => {
    const text = notebookText("// One\nthrow new Error('a')", "// Two\nthrow new Error('b')", "// Three\n3");
    await withFolder({"f.ipynb": text}, async (cwd) => {
      const stats = async (...args: string[]) => results((await ddx(["test", "f.ipynb", "-R", "json", ...args], {cwd})).stdout).stats;
      expect(await stats("--grep", "Three")).to.include({passes: 1, failures: 0});
      expect(await stats("--bail")).to.include({passes: 0, failures: 1});
    });
  });

  it("tests several notebooks at once, with the places of failures", async () => {
    const files = {
      "a.ipynb": notebookText("// One\nlet a = 1;\na", "// Two\nconst b: number = a;\nthrow new Error(`b is ${b}`)"),
      "b.ipynb": notebookText("// Pid\nprocess.pid"),
      "c.ipynb": notebookText("1 + 1", "process.exit(0)"),
    };
    await withFolder(files, async (cwd) => {
      const {code, stdout, stderr} = await ddx(["test", ".", "--parallel", "--jobs", "2"], {cwd});
      expect(code).to.equal(1);
      expect(stdout).to.include("a.ipynb, cell 2, line 3").and.to.include("b is 1").and.to.include("✔ Pid");
      expect(stderr).to.include('ddx: the test "c › cell 2" ended the process (code 0)');
    });
  });

  it("goes on with the others where one notebook cannot be extracted", async () => {
    await withFolder({"a.ipynb": notebookText("//| skp\n1"), "b.ipynb": notebookText("// Two\n2")}, async (cwd) => {
      const {stdout} = await ddx(["test", ".", "-R", "json"], {cwd});
      expect(results(stdout).stats).to.include({passes: 1, failures: 1});
      const [refused] = results(stdout).tests;
      expect(refused?.err.message).to.match(/^a\.ipynb, cell 1, line 1: there is no directive "skp"; the nearest is "skip"/);
    });
  });

  it("writes JUnit's XML beside what the reporter says", async () => {
    const text = notebookText("// Fine\n1", "// Wrong\nthrow new Error('<a> & b')", "//| skip: later\n2");
    await withFolder({"a.ipynb": text}, async (cwd) => {
      for (const more of [[], ["--parallel"], ["--parallel", "--jobs", "1"]]) {
        const {code, stdout} = await ddx(["test", "a.ipynb", "--junit", "out/report.xml", ...more], {cwd});
        expect(code).to.equal(1);
        expect(stdout).to.include("1 passing").and.to.include("a.ipynb, cell 2, line 2");
        const xml = await readFile(path.join(cwd, "out", "report.xml"), "utf8");
        expect(xml).to.match(/^<\?xml [^>]+\?>\n<testsuite name="ddx test" tests="3" failures="0" errors="1" skipped="1"/);
        expect(xml)
          .to.include('classname="a" name="Wrong"')
          .and.to.include("&#x3C;a&#x3E; &#x26; b")
          .and.to.include("a.ipynb, cell 2, line 2");
      }
    });
  });

  it("tests again when a notebook or a module beside it changes", async () => {
    const files = {
      "a.ipynb": notebookText('import {expect} from "chai";\nimport {n} from "./local";\nexpect(n).to.equal(1);'),
      "local.ts": "export const n = 1;\n",
    };
    await withFolder(files, async (cwd) => {
      const watched = start(["test", "--watch", "."], {cwd});
      await watched.until(/1 passing[^]*waiting for a change/);
      await writeFile(path.join(cwd, "local.ts"), "export const n = 2;\n");
      await watched.until(/waiting for a change[^]*1 failing[^]*a\.ipynb, cell 1, line 3[^]*waiting for a change/);
      await watched.end();
    });
  });

  it("refuses bad input in one line", async () => {
    await withFolder(
      {"g.ipynb": "no json", "h.ipynb": notebookText("1").replaceAll("typescript", "python").replaceAll("ddx", "python3")},
      async (cwd) => {
        for (const [file, message] of [
          ["g.ipynb", /^ddx: g\.ipynb is not a notebook: expected JSON, but .+\n$/],
          ["h.ipynb", /^ddx: h\.ipynb: expected a TypeScript notebook .+ got a python notebook\n$/],
          ["i.ipynb", /^ddx: there is no file or folder i\.ipynb\n$/],
        ] as const) {
          const {code, stderr} = await ddx(["test", file], {cwd});
          expect(stderr).to.match(message);
          expect(code).to.equal(2);
        }
      },
    );
  });

  it("fails when a cell ends the process, and says which and that the rest did not run", async () => {
    await withFolder({"e.ipynb": notebookText("1 + 1", "process.exit(0)", "throw new Error('never')")}, async (cwd) => {
      const {code, stderr} = await ddx(["test", "e.ipynb"], {cwd});
      expect(stderr).to.match(/^ddx: the test "e › cell 2" ended the process \(code 0\); what follows it did not run$/m);
      expect(code).to.equal(1);
    });
  });
});
