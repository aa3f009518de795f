import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect} from "chai";
import {notebookMode, type CheckMode} from "../../kernel/check-mode.js";
import {problemsBundle, problemsType} from "../../kernel/problems.js";
import type {Publish} from "../../kernel/reports.js";
import {Runners} from "../../kernel/runners.js";
import {startSession, type Session} from "../../kernel/session.js";

describe("the kernel's type checks", function () {
  this.timeout(60_000);
  let session: Session;
  let mode: CheckMode;
  let seen: Parameters<Publish>[0][] = [];

  before(async () => {
    session = await startSession({
      runners: new Runners({cwd: process.cwd()}),
      check: () => mode,
      publish: (message) => void seen.push(message),
    });
  });
  beforeEach(() => void ([mode, seen] = ["warn", []]));
  after(() => session.shutdown());

  const run = async (code: string) => {
    const parent = {};
    const reply = (await session.request("execute_request", {code}, {parent}))!;
    const own = () => seen.filter((it) => it.parent === parent);
    for (const end = Date.now() + 20_000; Date.now() < end && own().at(-1)?.content.execution_state !== "idle";)
      await new Promise((resolve) => setTimeout(resolve, 5));
    return {reply, problems: () => own().flatMap(({content}) => ((content.data as any)?.[problemsType] as any[]) ?? []), own: own()};
  };

  it("warns beside a run that it does not hold up, before the cell's end", async () => {
    // Until the compiler is warm, an end does not wait for it.
    await run("let first = 1");
    for (let turn = 0; turn < 100 && (await run("const probe: string = 1")).problems().length === 0; turn++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    const {reply, problems, own} = await run('const wrong: number = "a";\nwrong');
    expect(reply).to.include({status: "ok"});
    expect(problems()[0]).to.include({code: 2322, line: 1, column: 7});
    expect(own.at(-1)!.content).to.include({execution_state: "idle"});
  });

  it("keeps a wrong cell from running when told so, by the kernel or by the cell", async () => {
    mode = "block";
    const {reply} = await run("let never = 1; never.foo");
    expect(reply).to.include({status: "error", ename: "TypeCheckError"});
    expect(reply.evalue).to.match(/^TS2339, line 1: Property 'foo' does not exist on type 'number'/);
    expect((reply.traceback as string[]).join("\n")).to.include("never.foo");
    mode = "warn";
    expect((await run("//| check: block\nlet neither: string = 2")).reply).to.include({status: "error"});
    expect(
      (await run("typeof never + typeof neither")).own.some(({content}) => (content.data as any)?.["text/plain"] === "undefinedundefined"),
    ).to.equal(true);
  });

  it("is silent when told so, by the kernel or by the cell", async () => {
    expect((await run("//| check: off\nconst quiet: number = 'a'")).problems()).to.deep.equal([]);
    mode = "off";
    expect((await run("const quiet2: number = 'a'")).problems()).to.deep.equal([]);
  });

  it("knows the types of earlier cells, as they were declared last", async () => {
    mode = "block";
    await run("interface Shape { side: number }\nlet shape: Shape = {side: 2}");
    expect((await run("shape.side.toUpperCase()")).reply).to.include({status: "error", ename: "TypeCheckError"});
    await run("let shape = 'text'");
    expect((await run("shape.toUpperCase()")).reply).to.include({status: "ok"});
  });

  it("shows where, and how many", () => {
    const source = "let a: string = 1;\n\tfoo()";
    const problem = {
      start: 4,
      end: 5,
      line: 1,
      column: 5,
      endLine: 1,
      endColumn: 6,
      code: 2322,
      message: "Type 'number' is not <assignable>",
      category: "error" as const,
    };
    const {data} = problemsBundle([problem, {...problem, line: 2, column: 2, endLine: 2, endColumn: 5}], {label: "3", source});
    expect(data["text/plain"]).to.equal(
      [
        "cell 3: 2 type errors; it runs all the same",
        "TS2322, line 1: Type 'number' is not <assignable>",
        "1 | let a: string = 1;",
        "  |     ^",
        "TS2322, line 2: Type 'number' is not <assignable>",
        "2 | \tfoo()",
        "  | \t^^^",
      ].join("\n"),
    );
    expect(data["text/html"]).to.include("&#60;assignable&#62;");
  });
});

describe("how a notebook wants its cells checked", () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), "ddx-mode-"))));
  after(async () => {
    delete process.env.JPY_SESSION_NAME;
    await rm(folder, {recursive: true, force: true});
  });

  it("is read from its metadata, again when it changes", async () => {
    process.env.JPY_SESSION_NAME = "some/where/book.ipynb";
    const mode = notebookMode({cwd: folder, otherwise: "warn"});
    expect(mode()).to.equal("warn");
    const write = (check: unknown) => writeFile(join(folder, "book.ipynb"), JSON.stringify({metadata: {ddx: {check}}}));
    await write("block");
    expect(mode()).to.equal("block");
    await new Promise((resolve) => setTimeout(resolve, 20));
    await write("nonsense");
    expect(mode()).to.equal("warn");
  });
});
