import {expect} from "chai";
import {ddx, notebookText, result, storedText, withFolder} from "./notebooks.js";

interface Report {
  tests: {title: string; err: {message?: string; stack?: string; actual?: string; expected?: string}}[];
  stats: {passes: number; failures: number; pending: number};
}

async function test(text: string, ...options: string[]): Promise<Report> {
  let report: Report | undefined;
  await withFolder({"a.ipynb": text}, async (cwd) => {
    const {stdout, stderr} = await ddx(["test", "a.ipynb", "-R", "json", ...options], {cwd});
    expect(stdout, stderr).to.include("{\n");
    report = JSON.parse(stdout.slice(stdout.indexOf("{\n"))) as Report;
  });
  return report!;
}

describe("tests of cells that need each other", function () {
  this.timeout(60_000);

  it("fails once, skips what needs the cell that failed, directly or through others, and runs the rest", async () => {
    const {stats, tests} = await test(
      notebookText(
        "// Base\nlet base = 1; throw new Error('broken')",
        "// Next\nlet next = base + 1",
        "// Last\nnext * 2",
        "// Alone\nlet alone = 3; alone",
        "// Also broken\nif (alone === 3) throw new Error('too')",
        "// Not of it\nalone + 1",
      ),
    );
    expect(stats).to.include({passes: 2, failures: 2, pending: 2});
    expect(tests.map(({title}) => title)).to.have.members([
      "Base",
      "Next (skipped because of cell 1)",
      "Last (skipped because of cell 1)",
      "Alone",
      "Also broken",
      "Not of it",
    ]);
  });

  it("runs those first that --grep leaves out, each once and in its own time", async () => {
    const cells = [
      "// Base\nglobalThis.runs = (globalThis.runs ?? 0) + 1; const base = 1;",
      "// Slow\n//| timeout: 10s\nawait new Promise((done) => setTimeout(done, 300)); const slow = base + 1;",
      "// Aside\nglobalThis.runs += 100; const aside = base;",
      "// Wanted\n//| timeout: 150ms\nif (slow !== 2 || globalThis.runs !== 1) throw new Error(`runs: ${globalThis.runs}`);",
      "// Wanted too\nif (slow + base !== 3 || globalThis.runs !== 1) throw new Error(`runs: ${globalThis.runs}`);",
    ];
    const {stats, tests} = await test(notebookText(...cells), "--grep", "Wanted", "--no-types");
    expect(stats).to.include({passes: 2, failures: 0, pending: 0});
    expect(tests.map(({title}) => title)).to.deep.equal(["Wanted", "Wanted too"]);
  });

  it("fails the first test that needs one which --grep leaves out and which fails, at its place, and skips the rest", async () => {
    const {stats, tests} = await test(
      notebookText("// Base\nlet base = 1;\nthrow new Error('broken')", "// Wanted\nbase + 1", "// Wanted too\nbase + 2"),
      "--grep",
      "Wanted",
    );
    expect(stats).to.include({passes: 0, failures: 1, pending: 1});
    expect(tests[0]!.err.stack).to.include("broken").and.to.include("a.ipynb, cell 1, line 3");
    expect(tests[1]!.title).to.equal("Wanted too (skipped because of cell 1)");
  });

  it("knows a cell that took too long as failed", async () => {
    const {tests} = await test(notebookText("// Slow\n//| timeout: 30ms\nlet a = await new Promise<number>(() => {})", "// User\na"));
    expect(tests.map(({title}) => title)).to.include("User (skipped because of cell 1)");
  });
});

describe("the order of cells", function () {
  this.timeout(60_000);

  it("is warned of where they cannot run from top to bottom, or cannot have run so", async () => {
    const text = storedText(
      {source: "later + 1", outputs: [result("2")], count: 3},
      {source: "let later = 1;", count: 2},
      {source: "later * 2", outputs: [result("2")], count: 1},
    );
    await withFolder({"a.ipynb": text}, async (cwd) => {
      const {code, stderr} = await ddx(["test", "a.ipynb"], {cwd});
      expect(code).to.equal(1);
      expect(stderr).to.include(
        "ddx: a.ipynb: cell 1 uses later in line 1, which only cell 2 declares: it cannot run from top to bottom\n",
      );
      expect(stderr).to.include("ddx: a.ipynb: cell 3 needs later from cell 2, which ran later (execution counts 1 and 2)");
    });
  });
});

describe("what is stored below cells", function () {
  this.timeout(60_000);

  it("is compared with what they show, numbers with tolerance", async () => {
    const {stats, tests} = await test(
      storedText(
        {source: "// Same\n1 / 3", outputs: [result("0.33333333333333")]},
        {source: "// Other\n({loss: 0.5, name: 'a'})", outputs: [result("{ loss: 0.25, name: 'a' }")]},
        {source: "// Gone\nlet x = 1;", outputs: [result("1")]},
        {source: "// Nothing stored\n5"},
        {source: "//| ignore-output\n// Ignored\nMath.random()", outputs: [result("0.5")]},
        {source: "//| tol: 0.6\n// Near\n0.5", outputs: [result("0.25")]},
        {source: "// Printed\nconsole.log('b')", outputs: [{output_type: "stream", name: "stdout", text: "a\n"}]},
      ),
    );
    expect(stats).to.include({passes: 5, failures: 2});
    const [other, gone] = ["Other", "Gone"].map((title) => tests.find((one) => one.title === title)!.err);
    expect(other?.message).to.match(/^expected what is stored below the cell, got something else: result \(/);
    expect(other?.expected).to.include("0.25");
    expect(other?.actual).to.include("0.5");
    expect(gone?.expected).to.include("1");
  });

  it("is compared down to prints with --strict, and not at all with --lax; what is shown by display counts too", async () => {
    const spec = (mark: string) => ({
      $schema: "https://vega.github.io/schema/vega-lite/v5.json",
      mark,
      data: {values: [{a: 1}]},
      encoding: {x: {field: "a"}},
    });
    const chart = (mark: string) => ({output_type: "display_data", data: {"application/vnd.vegalite.v5+json": spec(mark)}, metadata: {}});
    const text = storedText(
      {source: "// Prints\nconsole.log('b')", outputs: [{output_type: "stream", name: "stdout", text: "a\n"}]},
      {source: `// Bar\nimport {display} from "ddx";\nawait display(${JSON.stringify(spec("bar"))});`, outputs: [chart("bar")]},
      {source: `// Line\nawait display(${JSON.stringify(spec("line"))});`, outputs: [chart("bar")]},
    );
    expect((await test(text)).stats).to.include({passes: 2, failures: 1});
    expect((await test(text, "--strict")).stats).to.include({passes: 1, failures: 2});
    expect((await test(text, "--lax")).stats).to.include({passes: 3, failures: 0});
  });
});
