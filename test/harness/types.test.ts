import {readdir, readlink} from "node:fs/promises";
import {setTimeout as sleep} from "node:timers/promises";
import {expect} from "chai";
import {ddx, notebookText, withFolder} from "./notebooks.js";

interface Report {
  failures: {fullTitle: string; err: {message: string; stack: string}}[];
  pending: {title: string}[];
  stats: {passes: number; failures: number; pending: number};
}

async function test(files: string | Record<string, string>, ...options: string[]): Promise<Report> {
  let report: Report | undefined;
  await withFolder(typeof files === "string" ? {"a.ipynb": files} : files, async (cwd) => {
    const {stdout, stderr} = await ddx(["test", ".", "-R", "json", ...options], {cwd});
    expect(stdout, stderr).to.include("{\n");
    report = JSON.parse(stdout.slice(stdout.indexOf("{\n"))) as Report;
  });
  return report!;
}

/** What failed, each with the first line of its message. */
const failed = ({failures}: Report) => failures.map(({fullTitle, err}) => `${fullTitle}: ${err.message.split("\n")[0]}`);

const wrong = (line: number) => `TS2322, line ${line}: Type 'string' is not assignable to type 'number'.`;

describe("types of cells under test", function () {
  this.timeout(60_000);

  it("fail the cell that has them wrong, with the place and the excerpt of the first, and what needs it is skipped", async () => {
    const text = notebookText("// Fine\n1", "// Wrong\nlet a: number = 1;\n  a = 'b';\na.foo;", "// User\na");
    const {failures, pending} = await test(text);
    expect(failures).to.have.length(1);
    const {message, stack} = failures[0]!.err;
    expect(message).to.equal(`${wrong(3)}\nTS2339, line 4: Property 'foo' does not exist on type 'number'.`);
    expect(stack).to.equal(
      `TypeCheckError: ${message}\n    a.ipynb, cell 2, line 3\n      1 | // Wrong\n      2 | let a: number = 1;\n    > 3 |   a = 'b';\n        |   ^\n      4 | a.foo;\n`,
    );
    expect(pending.map(({title}) => title)).to.deep.equal(["User (skipped because of cell 2)"]);
  });

  it("are those behind the cells above: a name that changed its type is another one", async () => {
    const report = await test(
      notebookText("// One\nlet n = 1;", "// Two\nconst twice = n * 2;", "// Three\nlet n = 'text';", "// Four\nconst half: number = n;"),
    );
    expect(failed(report)).to.deep.equal([`a Four: ${wrong(2)}`]);
  });

  it("may use in a function what a later cell declares", async () => {
    const {stats} = await test(notebookText("const later = () => ({soon}.soon + soon);", "let soon = 21;", "later()"));
    expect(stats).to.include({failures: 0});
  });

  it("fail a test of their own where a cell only imports or declares", async () => {
    const text = notebookText('import {readFileSync, type Nothing} from "node:fs";', "// Reads\nreadFileSync.name");
    expect(failed(await test(text))).to.deep.equal([
      "a cells without a test types of cell 1: TS2305, line 1: Module '\"node:fs\"' has no exported member 'Nothing'.",
    ]);
    expect(failed(await test(notebookText('import type {Nothing} from "node:fs";')))).to.have.length(1);
  });

  it("are not checked in a cell, in a notebook or in a run that says so, nor in JavaScript", async () => {
    const [error, off] = ["// Wrong\nlet a: number = 'b';", "//| check: off\n// Off\nlet b: number = 'c';"];
    const text = (ddx: object, ...cells: string[]) => {
      const notebook = JSON.parse(notebookText(...cells)) as {metadata: object};
      return JSON.stringify({...notebook, metadata: {...notebook.metadata, ddx}});
    };
    const files = {
      "a.ipynb": notebookText(error, off),
      "b.ipynb": text({check: "off"}, error, "//| check: block\n// On\nlet b: number = 'c';"),
      "c.ipynb": notebookText("// Wrong\nlet a = 1;\na = 'b';").replace('"typescript"', '"javascript"'),
    };
    const found = [`a Wrong: ${wrong(2)}`, `b On: ${wrong(3)}`];
    expect(failed(await test(files))).to.deep.equal(found);
    expect(failed(await test(files, "--parallel", "--jobs", "2"))).to.have.members(found);
    expect((await test(files, "--no-types")).stats).to.include({passes: 5, failures: 0});
    expect((await test(files, "--no-types", "--parallel")).stats).to.include({passes: 5, failures: 0});
  });

  it("are not checked where a cell must throw, unless it asks for it, or is skipped; nor is a failure hidden or told twice", async () => {
    const report = await test(
      notebookText(
        "//| raises: TypeError\n// Must throw\nnull!.foo",
        "//| raises: TypeError\n//| check: warn\n// Checked\nnull!.foo",
        "//| skip: later\n// Skipped\nlet a: number = 'b';",
        "// Throws\nlet c: number = 'd'; throw new Error('thrown')",
      ),
    );
    expect(failed(report)).to.deep.equal(["a Checked: TS2339, line 4: Property 'foo' does not exist on type 'never'.", "a Throws: thrown"]);
    const broken = await test(notebookText("let a = ;", "1"));
    expect(broken.failures.map(({err}) => err.stack))
      .to.have.length(1)
      .and.not.match(/TypeCheckError/);
  });

  it("take no part of the time that a cell may take", async () => {
    expect(failed(await test(notebookText("//| timeout: 100ms\n// Quick\nlet a: number = 'b';")))).to.deep.equal([`a Quick: ${wrong(3)}`]);
  });

  it("leave no compiler behind, whatever ends the tests", async function () {
    if (process.platform !== "linux") this.skip();
    const ends = {passes: "1", fails: "let a: number = 'b';", exits: "process.exit(0)"};
    const files = Object.entries(ends).map(([name, source]) => [`${name}.ipynb`, notebookText("1", source)] as const);
    await withFolder(Object.fromEntries(files), async (cwd) => {
      for (const [name] of files) await ddx(["test", name], {cwd});
      await expectNobodyIn(cwd);
    });
  });
});

/** Waits until no process works in a folder. */
async function expectNobodyIn(folder: string): Promise<void> {
  const someone = async () => {
    const places = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map((pid) => readlink(`/proc/${pid}/cwd`));
    return (await Promise.allSettled(places)).some((place) => place.status === "fulfilled" && place.value === folder);
  };
  for (let tries = 0; await someone(); tries++) {
    expect(tries).to.be.lessThan(50);
    await sleep(100);
  }
}
