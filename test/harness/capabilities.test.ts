import {readFile, writeFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {encode} from "fast-png";
import {ddx, notebookText, result, start, storedText, withFolder} from "./notebooks.js";

interface Told {
  fullTitle: string;
  err: {message?: string; stack?: string; expected?: string};
}

interface Report {
  tests: Told[];
  passes: Told[];
  failures: Told[];
  pending: Told[];
}

const picture = (level: 0 | 9, red: number) => {
  const data = new Uint8Array(4 * 4 * 3).fill(200);
  data[5 * 3] = red;
  return Buffer.from(encode({width: 4, height: 4, channels: 3, data}, {zlib: {level}})).toString("base64");
};
const showing = (bundle: object) => `({[Symbol.for("Jupyter.display")]: () => (${JSON.stringify(bundle)})})`;
const shown = (data: object) => ({output_type: "execute_result", data, metadata: {}, execution_count: 1});
const chart = (mark: string) => ({
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  mark,
  data: {values: [{a: 1}]},
  encoding: {x: {field: "a"}},
});
const vega = (mark: string, html: string) => ({"application/vnd.vegalite.v5+json": chart(mark), "text/html": html});
const kernelOf = (text: string, name: string, language: string) =>
  text.replace('"name":"ddx"', `"name":"${name}"`).replace('"language":"typescript"', `"language":"${language}"`);

/** A notebook for each row, and what it needs. */
const files: Record<string, string> = {
  "unit.ipynb": notebookText(
    "// One\nconst a: number = 1;\nif (a !== 1) throw new Error('a')",
    "// Two\nif (a === 1) throw new Error('b')",
  ),
  "kernels-deno.ipynb": kernelOf(notebookText("// Deno's\nconst a: number = 1;\na"), "deno", "typescript"),
  "kernels-tslab.ipynb": kernelOf(notebookText("// tslab's\nconst a: number = 1;\na"), "tslab", "typescript"),
  "kernels-js.ipynb": kernelOf(notebookText("// JavaScript's\nconst a = 1;\na"), "jslab", "javascript"),
  "fresh-a.ipynb": notebookText("let left = 1;\nleft"),
  "fresh-b.ipynb": notebookText("//| check: off\n// Knows nothing of the other\nif (typeof left !== 'undefined') throw new Error('left')"),
  "order.ipynb": storedText({source: "let a = 1;", count: 2}, {source: "a + 1", count: 1}),
  "directives.ipynb": notebookText("//| test: By its directive\n//| tol: 1e-3\n1"),
  "directives-unknown.ipynb": notebookText("//| timout: 5s\n1"),
  "skip.ipynb": notebookText(
    "//| skip: needs a network\nthrow new Error('ran')",
    "// NBVAL_SKIP\n// By nbval's marker\nthrow new Error('ran')",
  ),
  "raises.ipynb": notebookText("//| raises: TypeError\n// Throws\n(null as any).x", "//| raises: TypeError\n// Does not\n1"),
  "stored.ipynb": storedText({source: "// Same\n1 + 1", outputs: [result("2")]}, {source: "// Other\n1 + 1", outputs: [result("3")]}),
  "sanitize.ipynb": storedText(
    {source: "//| mask: /run-\\w+/\n// By its directive\n'run-' + Math.random().toString(36).slice(2)", outputs: [result("run-abc")]},
    {source: "// By itself\nnew Date().toISOString()", outputs: [result("2020-01-01T00:00:00.000Z")]},
    {source: "// By the command\n'job-' + process.pid", outputs: [result("job-1")]},
    {source: "// Not at all\n'jab-' + process.pid", outputs: [result("jab-x")]},
  ),
  "tolerance.ipynb": storedText(
    {source: "// Near\n1 / 3", outputs: [result("0.33333333331")]},
    {source: "//| tol: 0.1\n// Near enough\n0.52", outputs: [result("0.5")]},
    {source: "// Far\n0.52", outputs: [result("0.5")]},
  ),
  "image.ipynb": storedText(
    {source: `// Same pixels\n${showing({"image/png": picture(0, 10)})}`, outputs: [shown({"image/png": picture(9, 10)})]},
    {source: `// Other pixel\n${showing({"image/png": picture(9, 90)})}`, outputs: [shown({"image/png": picture(9, 10)})]},
  ),
  "mime.ipynb": storedText(
    {source: `// Other markup\n${showing(vega("bar", "<i id=b>"))}`, outputs: [shown(vega("bar", "<b id=a>"))]},
    {source: `// Other chart\n${showing(vega("line", "<b id=a>"))}`, outputs: [shown(vega("bar", "<b id=a>"))]},
  ),
  "timeout.ipynb": notebookText(
    "//| timeout: 50ms\n// Waits\nawait new Promise(() => {})",
    "//| timeout: 200ms\n// Loops\nlet turns = 0;\nwhile (true) turns++;",
    "//| timeout: 200ms\n// Loops behind an await\nawait null;\nfor (;;) await null;",
    "// Is tested all the same\n1",
  ),
  "parametrize.ipynb": notebookText(
    "//| param\nlet rate = 0.5; // each: 0.1, 0.01",
    "// Learns\nif (rate < 0.05) throw new Error(`too slow at ${rate}`)",
  ),
  "mock.ipynb": notebookText(
    "//| mock: load = async () => [1, 2]\nimport {load} from './network';",
    "// Uses what was imported\nif ((await load()).length !== 2) throw new Error('not mocked')",
    "//| mock: train = () => 'quick'\n// Declares\nfunction train() {\n  throw new Error('slow');\n}\ntrain()",
  ),
  "network.ts": "throw new Error('loaded');\nexport const load = async (): Promise<number[]> => [];\n",
  "coverage.ipynb": notebookText(
    "// Sizes\nconst size = (x: number) => {\n  if (x > 1) {\n    return 'big';\n  }\n  return 'small';\n};\nsize(0)",
  ),
  "round.ipynb": notebookText("// Doubles\nconst twice = (x: number) => 2 * x;\nif (twice(2) !== 4) throw new Error('twice')"),
  "promote.ipynb": notebookText("// Sums\nconst sum = [1, 2, 3].reduce((a, b) => a + b);\nsum"),
  "map.ipynb": notebookText("# Heading", "const f = () => {\n  throw new Error('deep');\n};", "1;\n\n  f()"),
};

describe("what tools for notebooks can do, row by row", function () {
  this.timeout(120_000);
  let [folder, report, stderr, junit] = ["", {} as Report, "", ""];
  const done: (() => void)[] = [];

  before("test all notebooks at once", async () => {
    await new Promise<void>((ready, fail) => {
      const use = async (cwd: string) => {
        const run = await ddx(["test", ".", "--strict", "-R", "json", "--junit", "out.xml", "--mask", "job-\\d+"], {cwd});
        [folder, stderr] = [cwd, run.stderr];
        report = JSON.parse(run.stdout.slice(run.stdout.indexOf("{\n"))) as Report;
        junit = await readFile(path.join(cwd, "out.xml"), "utf8");
        expect(run.code).to.equal(1);
        ready();
        await new Promise<void>((end) => done.push(end));
      };
      withFolder(files, use).catch(fail);
    });
  });
  after(() => done.forEach((end) => end()));

  const titles = (list: readonly Told[], notebook: string) =>
    list.flatMap(({fullTitle}) => (fullTitle.startsWith(`${notebook} `) ? [fullTitle.slice(notebook.length + 1)] : []));
  const outcome = (notebook: string) => ({
    passed: titles(report.passes, notebook),
    failed: titles(report.failures, notebook),
    pending: titles(report.pending, notebook),
  });
  const errorOf = (title: string) => report.failures.find(({fullTitle}) => fullTitle === title)?.err;

  it("unit of test: the code cell", () => {
    expect(outcome("unit")).to.deep.equal({passed: ["One"], failed: ["Two"], pending: []});
  });

  it("TS or JS kernels", () => {
    expect(titles(report.passes, "kernels-deno")).to.deep.equal(["Deno's"]);
    expect(titles(report.passes, "kernels-tslab")).to.deep.equal(["tslab's"]);
    expect(titles(report.passes, "kernels-js")).to.deep.equal(["JavaScript's"]);
  });

  it("fresh state per notebook", () => {
    expect(outcome("fresh-b")).to.deep.equal({passed: ["Knows nothing of the other"], failed: [], pending: []});
  });

  it("warns on out-of-order counts", () => {
    expect(stderr).to.include("ddx: order.ipynb: cell 2 needs a from cell 1, which ran later (execution counts 1 and 2)");
  });

  it("directives", () => {
    expect(outcome("directives").passed).to.deep.equal(["By its directive"]);
    expect(errorOf("directives-unknown imports")?.message).to.include('there is no directive "timout"; the nearest is "timeout"');
  });

  it("skip cell", () => {
    // The title is the comment below the marker.
    expect(outcome("skip")).to.deep.equal({passed: [], failed: [], pending: ["cell 1 (skipped: needs a network)", "By nbval's marker"]});
  });

  it("raises-exception", () => {
    expect(outcome("raises")).to.deep.equal({passed: ["Throws"], failed: ["Does not"], pending: []});
    expect(errorOf("raises Does not")?.message).to.equal("expected a TypeError, but nothing was thrown");
  });

  it("compare stored outputs", () => {
    expect(outcome("stored")).to.deep.equal({passed: ["Same"], failed: ["Other"], pending: []});
  });

  it("sanitize regex / normalizers", () => {
    expect(outcome("sanitize")).to.deep.equal({
      passed: ["By its directive", "By itself", "By the command"],
      failed: ["Not at all"],
      pending: [],
    });
  });

  it("numeric tolerance", () => {
    expect(outcome("tolerance")).to.deep.equal({passed: ["Near", "Near enough"], failed: ["Far"], pending: []});
  });

  it("image comparison", () => {
    expect(outcome("image")).to.deep.equal({passed: ["Same pixels"], failed: ["Other pixel"], pending: []});
    expect(errorOf("image Other pixel")?.expected).to.include("1 of 16 pixels differ, the first at pixel 1, 1: rgba(10, 200, 200, 255)");
  });

  it("MIME-bundle aware", () => {
    expect(outcome("mime")).to.deep.equal({passed: ["Other markup"], failed: ["Other chart"], pending: []});
    expect(errorOf("mime Other chart")?.message).to.include("chart, mark");
  });

  it("timeout per cell, of loops too", () => {
    expect(outcome("timeout")).to.deep.equal({
      passed: ["Is tested all the same"],
      failed: ["Waits", "Loops", "Loops behind an await"],
      pending: [],
    });
    expect(errorOf("timeout Loops")?.stack).to.match(
      /^TimeoutError: the cell ran for longer than 200 ms[^]*timeout\.ipynb, cell 2, line 4/,
    );
    expect(errorOf("timeout Loops behind an await")?.stack).to.include("timeout.ipynb, cell 3, line 4");
  });

  it("parametrize", () => {
    expect(titles(report.passes, "parametrize [rate = 0.1]")).to.include("Learns");
    expect(errorOf("parametrize [rate = 0.01] Learns")?.message).to.equal("too slow at 0.01");
  });

  it("mock / patch", () => {
    expect(outcome("mock").passed).to.include.members(["Uses what was imported", "Declares"]);
    expect(outcome("mock").failed).to.deep.equal([]);
  });

  it("source map to cell:line, and editor click-through", () => {
    expect(titles(report.failures, "map")).to.deep.equal(["Heading"]);
    expect(errorOf("map Heading")?.stack)
      .to.include("map.ipynb, cell 1, line 2")
      .and.to.include("> 2 |   throw new Error('deep');")
      .and.match(/\(map\.ipynb\?cell1:2:9\)[^]*\(map\.ipynb\?cell2:3:3\)/);
  });

  it("JUnit per cell", () => {
    expect(junit).to.include('classname="unit" name="One"').and.to.include('classname="unit" name="Two"');
    expect(junit).to.match(new RegExp(`^<\\?xml [^>]+>\\n<testsuite name="ddx test" tests="${report.tests.length}"`));
  });

  it("coverage, cell by cell", async () => {
    const words = ["test", "coverage.ipynb", "--no-types", "--coverage-dir", "covered", "--coverage-reporter", "text,lcov"];
    const {stdout} = await ddx(words, {cwd: folder});
    expect(stdout).to.match(/coverage\.ipynb cell 1 .*\| 4 /);
    expect(await readFile(path.join(folder, "covered", "lcov.info"), "utf8")).to.match(/SF:.*coverage\.ipynb\n/);
  });

  it("round trip (edit generated -> notebook)", async () => {
    await ddx(["extract", "round.ipynb", "-o", "edited"], {cwd: folder});
    const file = path.join(folder, "edited", "round.test.ts");
    await writeFile(file, (await readFile(file, "utf8")).replace("2 * x", "x + x"));
    const {code, stderr} = await ddx(["sync", "round.ipynb", "-o", "edited"], {cwd: folder});
    expect(code, stderr).to.equal(0);
    expect(await readFile(path.join(folder, "round.ipynb"), "utf8")).to.equal(files["round.ipynb"]!.replace("2 * x", "x + x"));
  });

  it("assertion generation", async () => {
    const {code, stderr} = await ddx(["promote", "promote.ipynb", "--write"], {cwd: folder});
    expect(code, stderr).to.equal(0);
    expect(await readFile(path.join(folder, "promote.ipynb"), "utf8")).to.match(/expect\(sum\)\.(?:to\.)?equal\(6\)/);
  });

  it("parallel", async () => {
    const both = await ddx(["test", "unit.ipynb", "stored.ipynb", "--parallel", "--jobs", "2", "--no-types"], {cwd: folder});
    expect(both.stdout).to.include("2 passing").and.to.include("2 failing");
  });

  it("generated test file, and drift check in CI", async () => {
    const extract = (...more: string[]) => ddx(["extract", "unit.ipynb", "-o", "tests", ...more], {cwd: folder});
    await extract();
    const first = await readFile(path.join(folder, "tests", "unit.test.ts"), "utf8");
    expect(first).to.include('it("One", () => {');
    await extract();
    expect(await readFile(path.join(folder, "tests", "unit.test.ts"), "utf8")).to.equal(first);
    expect((await extract("--check")).code).to.equal(0);
    await writeFile(path.join(folder, "unit.ipynb"), files["unit.ipynb"]!.replace("const a: number = 1", "const a: number = 1 + 0"));
    const drifted = await extract("--check");
    expect(drifted.code).to.equal(1);
    expect(drifted.stderr).to.include("does not match unit.ipynb; run ddx extract");
  });

  it("lint, without running anything", async () => {
    const good = await ddx(["debt", "tolerance.ipynb", "raises.ipynb", "--check"], {cwd: folder});
    expect(good.code, good.stdout).to.equal(0);
    const bad = await ddx(["debt", "order.ipynb", "--check"], {cwd: folder});
    expect(bad.code).to.equal(1);
    expect(bad.stdout).to.include("order.ipynb, cell 2: needs a from cell 1, which ran later");
  });

  it("incremental re-run", async () => {
    const counted = async () => (await ddx(["test", "tolerance.ipynb", "--only-changed", "--no-types"], {cwd: folder})).stdout;
    expect(await counted()).to.include("2 passing");
    expect(await counted())
      .to.include("2 pending")
      .and.to.include("1 failing")
      .and.to.include("0 passing");
  });

  it("watch", async () => {
    const watched = start(["test", "--watch", "--no-types", "stored.ipynb"], {cwd: folder});
    await watched.until(/1 failing[^]*waiting for a change/);
    await writeFile(path.join(folder, "stored.ipynb"), files["stored.ipynb"]!.replace('"3"', '"2"'));
    await watched.until(/1 failing[^]*waiting for a change[^]*2 passing[^]*waiting for a change/);
    await watched.end();
  });
});
