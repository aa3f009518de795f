import {existsSync} from "node:fs";
import {mkdir, readFile, rm, writeFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {cacheFile} from "../../src/harness/cache.js";
import {suiteOf} from "../../src/harness/kept-suite.js";
import {makeSuite} from "../../src/harness/make.js";
import {parseNotebook} from "../../src/notebook/notebook.js";
import {notebookText} from "./notebooks.js";

const options = {timeout: 1000, counted: false, broken: new Map(), failing: new Set<string>()};
const name = path.join("out", `kept-${process.pid}.ipynb`);
const file = cacheFile(name, {ending: "suite"});
const read = (...cells: string[]) => parseNotebook(notebookText(...cells), {path: name});
const notebook = read("//| tol: 1e-3\n// One\nimport {sum} from './sum';\nlet a: number = sum(1, 2);\na", "a + 1");

describe("a suite that is kept", () => {
  afterEach(() => rm(file, {force: true}));

  it("is what would be made", async () => {
    const made = await makeSuite(notebook, options);
    for (const round of ["made", "kept"]) {
      const {suite, graph, compiled} = await suiteOf(notebook, options);
      expect({graph, compiled}, round).to.deep.equal({graph: made.graph, compiled: made.compiled});
      const plain = ({parts, ...rest}: typeof suite) => ({
        ...rest,
        parts: parts.map(({syntax, ...part}) => ({...part, source: syntax.source})),
      });
      expect(plain(suite), round).to.deep.equal(plain(made.suite));
    }
  });

  it("is really kept, and made anew for other cells, another timeout and where its file is broken", async () => {
    await suiteOf(notebook, options);
    const kept = await readFile(file);
    const forged = Buffer.from(kept.toString("latin1").replaceAll("'cell 2'", "'cell X'").replaceAll('"cell 2"', '"cell X"'), "latin1");
    await writeFile(file, forged);
    expect((await suiteOf(notebook, options)).suite.code).to.include('"cell X"');
    expect((await suiteOf(read("1", "a + 2"), options)).suite.code)
      .to.include("a + 2")
      .and.to.include('"cell 2"');
    await writeFile(file, forged);
    expect((await suiteOf(notebook, {...options, timeout: 2000})).suite.code).to.include('"cell 2"');
    await mkdir(path.dirname(file), {recursive: true});
    await writeFile(file, kept.subarray(0, kept.length / 2));
    expect((await suiteOf(notebook, options)).suite.code).to.include('"cell 2"');
  });

  it("is not kept of a run that counts", async () => {
    await suiteOf(notebook, {...options, counted: true});
    expect(existsSync(file)).to.equal(false);
  });
});
