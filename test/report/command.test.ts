import {mkdtemp, readFile, readdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect} from "chai";
import {Command} from "commander";
import {addReport} from "../../scripts/report.js";
import {diagnosis} from "../display/penguins.js";
import {penguinNotebook} from "./notebook.js";

describe("ddx report", function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "ddx-report-"))));
  afterEach(async () => rm(folder, {recursive: true}));

  /** Runs the command on `words`, and gives what it printed. */
  async function run(...words: string[]): Promise<string> {
    const [log, printed] = [console.log, [] as string[]];
    console.log = (...parts: unknown[]) => printed.push(parts.join(" "));
    const program = new Command().exitOverride();
    addReport(program);
    try {
      await program.parseAsync(["report", ...words], {from: "user"});
    } finally {
      console.log = log;
    }
    return printed.join("\n");
  }

  const file = async (name: string, text: string) => (await writeFile(join(folder, name), text), join(folder, name));

  it("writes a page from an executed notebook, and says where and how large", async () => {
    const out = join(folder, "deep", "page.html");
    expect(await run(await file("penguins.ipynb", await penguinNotebook()), "-o", out)).to.match(/page\.html \(\d+ kB\)$/);
    expect(await readFile(out, "utf8")).to.contain("<title>Why do my penguins not learn?</title>");
    expect(await readdir(join(folder, "deep"))).to.deep.equal(["page.html"]);
  });

  it("takes a byte order mark for what it is, in all that it reads", async () => {
    const out = join(folder, "page.html");
    for (const [name, text] of [
      ["bom.ipynb", await penguinNotebook()],
      ["bom.json", JSON.stringify(diagnosis)],
    ] as const)
      expect(await run(await file(name, `\uFEFF${text}`), "-o", out)).to.match(/page\.html \(\d+ kB\)$/);
  });

  it("draws an older report again, with another title when asked", async () => {
    const [one, two, three] = ["one", "two", "three"].map((name) => join(folder, `${name}.html`));
    await run(await file("d.json", JSON.stringify(diagnosis)), "-o", one!, "--title", "First");
    await run(one!, "-o", two!);
    await run(one!, "-o", three!, "-t", "Third");
    expect(await readFile(two!, "utf8")).to.equal(await readFile(one!, "utf8"));
    expect(await readFile(three!, "utf8")).to.contain("<title>Third</title>");
  });

  it("writes the findings of a notebook as JSON, with their cells", async () => {
    const out = join(folder, "found.json");
    await run(await file("penguins.ipynb", await penguinNotebook()), "--json", "-o", out);
    const found = JSON.parse(await readFile(out, "utf8")) as {cell: number; diagnosis: typeof diagnosis}[];
    expect(found.map(({cell}) => cell)).to.deep.equal([3, 4]);
    expect(found[0]!.diagnosis).to.deep.equal(JSON.parse(JSON.stringify(diagnosis)));
  });

  it("says in one line what is wrong", async () => {
    const problem = async (...words: string[]) => run(...words).catch((error: Error) => error.message);
    expect(await problem(join(folder, "no.ipynb"))).to.match(/^cannot read .*no\.ipynb: there is no such file$/);
    expect(await problem(await file("bad.json", "{}"))).to.match(
      /bad\.json: expected an executed notebook, .* got an object with nothing in it$/,
    );
    expect(await problem(await file("readme.md", "# ddx\n\nWhy?"))).to.match(/but Unexpected token '#'.* is not valid JSON$/);
    expect(await problem(await file("d.json", JSON.stringify(diagnosis)), "-o", folder)).to.equal(
      `expected a file to write, got the folder ${folder}`,
    );
  });
});
