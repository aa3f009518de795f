import {execFile} from "node:child_process";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect} from "chai";
import {errorLine, isMisuse, usageLine} from "../../scripts/misuse.js";
import {ddx} from "./command.js";

describe("ddx, called wrongly", () => {
  const fileError = (code: string, syscall: string) => Object.assign(new Error(code), {code, syscall});

  it("tells misuse from failure by the kind of error", () => {
    for (const error of [new RangeError("a"), new TypeError("b"), new SyntaxError("c"), fileError("ENOENT", "open")])
      expect(isMisuse(error), String(error)).equal(true);
    for (const error of [
      new Error("a"),
      new DOMException("stopped", "AbortError"),
      fileError("ENOSPC", "write"),
      fileError("ENOENT", "spawn pip"),
    ])
      expect(isMisuse(error), String(error)).equal(false);
  });

  it("says an error in one line that cannot steer a terminal", () => {
    expect(errorLine(new Error("bad \u001b[2J\nat some place"))).equal("ddx: bad  [2J");
    expect(errorLine("thrown")).equal("ddx: thrown");
  });

  it("joins commander's lines", () => {
    expect(usageLine("error: unknown command 'reprot'\n(Did you mean report?)\n")).equal(
      "ddx: unknown command 'reprot' (Did you mean report?) (ddx --help shows what there is)\n",
    );
  });

  for (const words of [["reprot"], ["report"], ["report", "--tilte", "x"], ["kernel", "start"], ["kernel", "instal"]])
    it(`ddx ${words.join(" ")}: one line, exit code 2`, async () => {
      const {code, out, err} = await ddx(words);
      expect([code, out]).deep.equal([2, ""]);
      expect(err).match(/^ddx: .+\n$/);
    });

  it("--help and --version are no misuse", async () => {
    expect((await ddx(["--version"])).code).equal(0);
    expect((await ddx(["report", "--help"])).code).equal(0);
  });
});

describe("ddx, piped into head", () => {
  let folder: string;
  before(async () => void (folder = await mkdtemp(join(tmpdir(), "ddx-pipe-"))));
  after(async () => rm(folder, {recursive: true}));

  it("ends without a word when its reader has seen enough", async () => {
    const finding = {about: {name: "long", stage: "data"}, verdict: "pass", summary: "x".repeat(2_000_000), evidence: []};
    const file = join(folder, "finding.json");
    await writeFile(file, JSON.stringify(finding));
    const {code, err} = await ddx(["report", file, "--json"], {head: true});
    expect([code, err]).deep.equal([141, ""]);
  });

  it("and when there was no reader at all", async () => {
    const script = fileOf("../../scripts/ddx.js");
    const stderr = await new Promise<string>((resolve) => {
      execFile("sh", ["-c", `"${process.execPath}" "${script}" explain | true`], (_, __, said) => resolve(said));
    });
    expect(stderr).equal("");
  });
});

const fileOf = (relative: string): string => new URL(relative, import.meta.url).pathname;
