import {execFileSync} from "node:child_process";
import {chmod, lstat, mkdir, mkdtemp, readFile, readdir, readlink, rm, stat, symlink, writeFile} from "node:fs/promises";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect} from "chai";
import {makeFolder, writeWhole} from "../../scripts/files.js";
import {isMisuse} from "../../scripts/misuse.js";
import {ddx} from "./command.js";

describe("files that ddx writes", () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "ddx-files-"))));
  afterEach(async () => rm(folder, {recursive: true}));

  const here = (...names: string[]) => join(folder, ...names);
  const problem = async (work: Promise<void>): Promise<Error> =>
    work.then(
      () => expect.fail("expected an error, got none"),
      (error: Error) => error,
    );

  it("makes the folders above, and leaves nothing but the file", async () => {
    await writeWhole(here("a", "b", "c.txt"), "one");
    await writeWhole(here("a", "b", "c.txt"), "two");
    expect(await readFile(here("a", "b", "c.txt"), "utf8")).equal("two");
    expect(await readdir(here("a", "b"))).deep.equal(["c.txt"]);
  });

  it("writes through a link, also to a file that is not there yet, and keeps the mode", async () => {
    await mkdir(here("far"));
    await writeFile(here("far", "old.txt"), "old");
    await chmod(here("far", "old.txt"), 0o640);
    for (const name of ["old.txt", "new.txt"]) {
      await symlink(join("far", name), here(name));
      await writeWhole(here(name), "written");
      expect(await readlink(here(name))).equal(join("far", name));
      expect(await readFile(here("far", name), "utf8")).equal("written");
    }
    expect((await stat(here("far", "old.txt"))).mode & 0o777).equal(0o640);
    expect(await readdir(here("far"))).deep.equal(["new.txt", "old.txt"]);
  });

  it("writes into a pipe, which stays one", async function () {
    if (process.platform === "win32") this.skip();
    execFileSync("mkfifo", [here("pipe")]);
    const [read] = await Promise.all([readFile(here("pipe"), "utf8"), writeWhole(here("pipe"), "through")]);
    expect(read).equal("through");
    expect((await lstat(here("pipe"))).isFIFO()).equal(true);
  });

  it("leaves a socket as it is, and says so in one line", async function () {
    if (process.platform === "win32") this.skip();
    const server = createServer().listen(here("socket"));
    await new Promise((resolve) => server.once("listening", resolve));
    const {message} = await problem(writeWhole(here("socket"), "x"));
    expect(message).match(/socket cannot be written: no such device or address$/);
    expect((await lstat(here("socket"))).isSocket()).equal(true);
    server.close();
  });

  it("says in one line what cannot be written, and leaves no temporary file", async () => {
    await writeFile(here("file"), "x");
    await symlink("loop", here("loop"));
    const refused: [string, RegExp][] = [
      ["", /^expected a file to write, got ""$/],
      [folder, /^expected a file to write, got the folder .*$/],
      [here("none/"), /^expected a file to write, got the folder .*none\/$/],
      [here("file", "below.txt"), /below\.txt cannot be written: not a directory$/],
      [here("loop"), /loop cannot be written: too many symbolic links encountered$/],
      [here(`${"n".repeat(250)}.txt`), /cannot be written: name too long$/],
    ];
    for (const [file, words] of refused) {
      const error = await problem(writeWhole(file, "x"));
      expect(error.message).match(words);
      expect(isMisuse(error), error.message).equal(true);
    }
    expect(await readdir(folder)).deep.equal(["file", "loop"]);
  });

  it("does not hang below /proc, where nothing can be made", async function () {
    if (process.platform !== "linux") this.skip();
    expect((await problem(makeFolder("/proc/ddx-none/a/b"))).message).match(/^\/proc\/ddx-none\/a\/b cannot be made: /);
    expect((await problem(writeWhole("/proc/ddx-none/a.txt", "x"))).message).match(/^\/proc\/ddx-none\/a.txt cannot be written: /);
    const {code, out, err} = await ddx(["kernel", "install", "--prefix", "/proc/ddx-none"]);
    expect([code, out]).deep.equal([2, ""]);
    expect(err).match(/^ddx: \/proc\/ddx-none\S* cannot be made: .+\n$/);
  });

  it("takes no name of a kernel that leads elsewhere", async () => {
    for (const name of ["..", "a/b", ""]) {
      const {code, err} = await ddx(["kernel", "install", "--prefix", folder, "--name", name]);
      expect(code, name).equal(2);
      expect(err).match(/^ddx: .*letter or digit first.*\n$/);
    }
    expect(await readdir(folder)).deep.equal([]);
  });
});
