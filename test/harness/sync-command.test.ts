import {execFileSync} from "node:child_process";
import {mkdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {ddx, notebookText, storedText, result, withFolder} from "./notebooks.js";

const first = storedText({source: "let a = 1;"}, {source: "// Adds.\na + 1", outputs: [result("2")]});

/** A folder with a notebook, a.ipynb, that was extracted into out/; `edit` edits its test. */
async function withTest(
  use: (at: {cwd: string; edit: (from: string, to: string) => Promise<void>; texts: () => Promise<string[]>}) => Promise<void>,
) {
  await withFolder({"a.ipynb": first, "b.ipynb": notebookText("1")}, async (cwd) => {
    // The cache of extracted notebooks is here, and not that of the system.
    await mkdir(path.join(cwd, "node_modules"));
    expect((await ddx(["extract", "a.ipynb", "-o", "out"], {cwd})).code).equal(0);
    const [notebook, test] = ["a.ipynb", "out/a.test.ts"].map((name) => path.join(cwd, name)) as [string, string];
    await use({
      cwd,
      edit: async (from, to) => writeFile(test, (await readFile(test, "utf8")).replace(from, to)),
      texts: () => Promise.all([notebook, test].map((name) => readFile(name, "utf8"))),
    });
  });
}

const shown =
  "a.ipynb, cell 2 (its outputs are those of the old source until it runs again):\n@@ -1,2 +1,2 @@\n // Adds.\n-a + 1\n+a + 2\n";

describe("ddx sync", function () {
  this.timeout(60_000);

  it("shows what it carries, carries it once, and leaves what has no test alone", async () => {
    await withTest(async ({cwd, edit, texts}) => {
      expect(await ddx(["sync", "-o", "out"], {cwd})).deep.equal({code: 0, stdout: "", stderr: ""});
      await edit("a + 1", "a + 2");
      const before = await texts();
      const other = await stat(path.join(cwd, "b.ipynb"));
      expect(await ddx(["sync", "-o", "out", "--dry-run"], {cwd})).deep.equal({code: 0, stdout: shown, stderr: ""});
      const lacking = `${path.join("out/a.test.ts")} has edits that a.ipynb lacks; run ddx sync\n`;
      expect(await ddx(["sync", "-o", "out", "--check"], {cwd})).deep.equal({code: 1, stdout: shown, stderr: lacking});
      expect(await texts()).deep.equal(before);
      expect(await ddx(["sync", "-o", "out"], {cwd})).deep.equal({code: 0, stdout: shown, stderr: ""});
      expect((await texts())[0]).equal(first.replace("a + 1", "a + 2"));
      expect((await ddx(["sync", "-o", "out", "--check"], {cwd})).code).equal(0);
      expect((await ddx(["extract", "a.ipynb", "-o", "out", "--check"], {cwd})).code).equal(0);
      expect((await stat(path.join(cwd, "b.ipynb"))).mtimeMs).equal(other.mtimeMs);
    });
  });

  it("finds what a test was made from in ddx's cache and in git, and refuses where it is nowhere", async () => {
    await withTest(async ({cwd, edit, texts}) => {
      const git = (...words: string[]) =>
        execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...words], {cwd, stdio: "pipe"});
      git("init", "-q");
      git("add", "a.ipynb");
      git("commit", "-qm", "one");
      await edit("a + 1", "a + 2");
      await writeFile(path.join(cwd, "a.ipynb"), first.replace("a = 1", "a = 7"));
      const before = await texts();
      const cached = await ddx(["sync", "-o", "out", "--dry-run"], {cwd});
      expect(cached).deep.equal({code: 0, stdout: shown, stderr: ""});
      await rm(path.join(cwd, "node_modules", ".cache"), {recursive: true});
      expect(await ddx(["sync", "-o", "out", "--dry-run"], {cwd})).deep.equal(cached);
      await rm(path.join(cwd, ".git"), {recursive: true});
      const {code, stdout, stderr} = await ddx(["sync", "-o", "out"], {cwd});
      expect([code, stdout]).deep.equal([1, ""]);
      expect(stderr).match(
        /^out.a\.test\.ts was extracted from a\.ipynb as it neither is now nor was in git or in ddx's cache \(sources \w+\), .+\n$/,
      );
      expect(await texts()).deep.equal(before);
    });
  });

  it("keeps ddx extract from writing over edits, until they are carried or the test is deleted", async () => {
    await withTest(async ({cwd, edit, texts}) => {
      const change = (from: string, to: string) => writeFile(path.join(cwd, "a.ipynb"), first.replace(from, to));
      await edit("a + 1", "a   + 1");
      await change("a = 1", "a = 7");
      expect((await ddx(["extract", "a.ipynb", "-o", "out"], {cwd})).code).equal(0);
      await edit("a + 1", "a + 2");
      await change("a = 1", "a = 8");
      const before = await texts();
      const {code, stdout, stderr} = await ddx(["extract", "a.ipynb", "-o", "out"], {cwd});
      expect([code, stdout]).deep.equal([2, ""]);
      expect(stderr.split("\n")[0]).match(
        /^ddx: out.a\.test\.ts was edited, and a\.ipynb changed since it was extracted; run ddx sync, or /,
      );
      expect(await texts()).deep.equal(before);
      expect((await ddx(["sync", "-o", "out"], {cwd})).code).equal(0);
      const [notebook, test] = await texts();
      expect(notebook).equal(first.replace("a = 1", "a = 8").replace("a + 1", "a + 2"));
      expect(test).include("a = 8").and.include("a + 2");
      await change("a = 1", "a = 9");
      expect((await ddx(["extract", "a.ipynb", "-o", "out"], {cwd})).code).equal(0);
    });
  });

  it("changes neither file where one edit of several is refused", async () => {
    await withTest(async ({cwd, edit, texts}) => {
      await edit("a + 1", "a + 2");
      await edit("60_000", "5");
      const before = await texts();
      const {code, stdout, stderr} = await ddx(["sync", "-o", "out"], {cwd});
      expect([code, stdout]).deep.equal([1, ""]);
      expect(stderr).match(/^out.a\.test\.ts:5: this line is not made from the text of a cell; .+\n$/);
      expect(await texts()).deep.equal(before);
    });
  });

  it("exits with 2 where there is no test, and with 1 where the first line is not ddx's", async () => {
    await withTest(async ({cwd, edit}) => {
      const {code, stderr} = await ddx(["sync", "b.ipynb", "-o", "out"], {cwd});
      expect([code, stderr]).deep.equal([2, "ddx: there is no test in out of a notebook in b.ipynb; ddx extract writes them\n"]);
      await edit("(sources", "(");
      const other = await ddx(["sync", "-o", "out"], {cwd});
      expect([other.code, other.stderr.split("\n").length]).deep.equal([1, 2]);
    });
  });
});
