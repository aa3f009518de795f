import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect} from "chai";
import type {Publish} from "../../kernel/reports.js";
import {Runners} from "../../kernel/runners.js";
import {startSession, type Session} from "../../kernel/session.js";

type Message = Parameters<Publish>[0];

describe("a session, as clients talk to it", function () {
  this.timeout(60_000);
  let folder: string;
  let session: Session;
  let seen: Message[];
  let hear: (message: Message) => void;

  const open = () =>
    startSession({
      runners: new Runners({cwd: process.cwd()}),
      history: folder,
      publish: (message) => {
        seen.push(message);
        hear(message);
      },
    });
  const run = async (code: string, more: object = {}, parent: unknown = {}) =>
    (await session.request("execute_request", {code, ...more}, {parent}))! as any;
  const of = (type: string, parent?: unknown) => seen.filter((it) => it.type === type && (parent === undefined || it.parent === parent));
  const until = async (found: () => unknown) => {
    for (const end = Date.now() + 5000; !found() && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(found(), String(found)).to.be.ok;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "ddx-session-"));
    [seen, hear] = [[], () => undefined];
    session = await open();
  });
  beforeEach(() => void ([seen, hear] = [[], () => undefined]));
  after(async () => {
    await session.shutdown();
    await rm(folder, {recursive: true, force: true});
  });

  it("evaluates user expressions behind a cell, each with its own fate", async () => {
    const {user_expressions} = await run("let ue = 4", {user_expressions: {good: "ue * 2", object: "{a: ue}", bad: "nope.x"}});
    expect(user_expressions.good).to.deep.include({status: "ok"}).and.nested.include({"data.text/plain": "8"});
    expect(user_expressions.object.data["text/plain"]).to.equal("{ a: 4 }");
    expect(user_expressions.bad).to.include({status: "error", ename: "ReferenceError"});
    expect(of("execute_result")).to.have.length(0);
    expect((await run("throw 1", {user_expressions: {good: "1"}})).user_expressions).to.equal(undefined);
  });

  it("asks the client whose cell it is, in both ways, and refuses where it may not", async () => {
    hear = ({type, content}) => type === "input_request" && session.answer(`<${String(content.prompt)}${String(content.password)}>`);
    const parent = {};
    await run("[await input('a', {password: true}), prompt('b'), confirm('c')]", {allow_stdin: true}, parent);
    expect(of("input_request").map(({to, parent: from}) => [to, from === parent])).to.deep.equal(Array(3).fill(["stdin", true]));
    expect((of("execute_result")[0]!.content.data as any)["text/plain"]).to.equal('["<atrue>", "<b false>", false]');
    for (const code of ["await input()", "prompt('x')"])
      expect(await run(code, {allow_stdin: false})).to.include({status: "error", ename: "StdinNotImplementedError"});
  });

  it("is interrupted while it stands still for an answer, and asks again", async () => {
    hear = ({type}) => type === "input_request" && setTimeout(() => session.interrupt(), 20);
    expect(await run("prompt('never')", {allow_stdin: true})).to.include({status: "error", ename: "Interrupted"});
    hear = ({type}) => type === "input_request" && session.answer("late");
    await run("prompt('now')", {allow_stdin: true});
    expect((of("execute_result")[0]!.content.data as any)["text/plain"]).to.equal("late");
  });

  it("runs the cells of a subshell while one of the main shell waits", async () => {
    const {subshell_id: subshell} = (await session.request("create_subshell_request", {}, {parent: {}})) as {subshell_id: string};
    const long = run("await new Promise((resolve) => (globalThis.goOn = resolve)); 'main'");
    const short = await session.request("execute_request", {code: "globalThis.goOn(); 1"}, {parent: {}, subshell});
    expect(short).to.include({status: "ok"});
    expect(await long).to.include({status: "ok"});
    const listed = () => session.request("list_subshell_request", {}, {parent: {}});
    expect(await listed()).to.deep.equal({status: "ok", subshell_id: [subshell]});
    await session.request("delete_subshell_request", {subshell_id: subshell}, {parent: {}});
    expect(await listed()).to.deep.equal({status: "ok", subshell_id: []});
    const failed = await session.request("execute_request", {code: "1"}, {parent: {}, subshell}).catch(({message}: Error) => message);
    expect(failed).to.match(/^expected one of the subshells \(there are none\)/);
  });

  it("aborts what is queued behind an error only when asked", async () => {
    const replies = async (stop_on_error: boolean) =>
      (await Promise.all([run("await 0; throw 1", {stop_on_error}), run("1"), run("2")])).map(({status}) => status);
    expect(await replies(true)).to.deep.equal(["error", "aborted", "aborted"]);
    expect(await replies(false)).to.deep.equal(["error", "ok", "ok"]);
  });

  it("carries comms both ways with binary data, and knows which are open", async () => {
    const host = 'globalThis[Symbol.for("ddx.host")]';
    await run(
      `const comm = ${host}.openComm("t", {data: {a: 1}, buffers: [Uint8Array.of(1, 2)]}); comm.onMessage((data, {buffers}) => { console.log("heard", data.b, buffers[0].length); comm.send(data, {buffers}) })`,
    );
    const [opened] = of("comm_open");
    expect(opened!.content).to.deep.include({target_name: "t", data: {a: 1}});
    expect(opened!.buffers!.map((it) => [...it])).to.deep.equal([[1, 2]]);
    const comm_id = opened!.content.comm_id;
    expect((await session.request("comm_info_request", {target_name: "t"}, {parent: {}}))!.comms).to.deep.equal({
      [String(comm_id)]: {target_name: "t"},
    });
    const parent = {};
    await session.request("comm_msg", {comm_id, data: {b: 2}}, {parent, buffers: [Buffer.alloc(2e7)]});
    expect(of("comm_msg", parent)[0]!.buffers![0]).to.have.length(2e7);
    expect(of("stream", parent)[0]!.content.text).to.equal("heard 2 20000000\n");
    await session.request("comm_open", {comm_id: "theirs", target_name: "unknown", data: {}}, {parent: {}});
    expect(of("comm_close")[0]!.content.comm_id).to.equal("theirs");
    await run(`${host}.registerComm("known", (it, data) => it.send({got: data.x}))`);
    await session.request("comm_open", {comm_id: "mine", target_name: "known", data: {x: 5}}, {parent: {}});
    expect(of("comm_msg").at(-1)!.content).to.deep.equal({comm_id: "mine", data: {got: 5}});
    await session.request("comm_close", {comm_id, data: {}}, {parent: {}});
    expect(Object.keys((await session.request("comm_info_request", {}, {parent: {}}))!.comms as object)).to.deep.equal(["mine"]);
  });

  it("puts pages and the next cell into its reply", async () => {
    const {payload} = await run('import {page, setNextInput} from "ddx"; page("text"); setNextInput("1 + 1")');
    expect(payload).to.deep.equal([
      {source: "page", data: {"text/plain": "text"}, start: 0},
      {source: "set_next_input", text: "1 + 1", replace: false},
    ]);
  });

  it("sends what a cell prints, does and throws late to that cell", async () => {
    const [early, late] = [{}, {}];
    await run("setTimeout(() => { console.log('tick'); Promise.reject(new Error('lost')) }, 50); 0", {}, early);
    await run("await new Promise((resolve) => setTimeout(resolve, 200)); console.log('own')", {}, late);
    await until(() => of("error", early)[0]);
    expect(of("stream", early).map(({content}) => content.text)).to.deep.equal(["tick\n"]);
    expect(of("error", early)[0]!.content).to.include({evalue: "lost"});
    expect(of("stream", late).map(({content}) => content.text)).to.deep.equal(["own\n"]);
  });

  it("puts what native code and child processes print where it belongs, before the end of the cell", async () => {
    const code = (n: number) =>
      `require("child_process").execSync("echo child ${n}", {stdio: "inherit"}); require("fs").writeSync(1, "raw ${n}\\n")`;
    for (const n of [1, 2, 3]) {
      const parent = {};
      await run(code(n), {}, parent);
      const kinds = seen
        .filter((it) => it.parent === parent)
        .map(({type, content}) => (type === "stream" ? content.text : (content.execution_state ?? type)));
      expect(kinds.filter((it) => it !== "execute_input" && it !== "execute_result").join("|")).to.match(
        new RegExp(`^busy\\|child ${n}\\n(\\|)?raw ${n}\\n\\|idle$`),
      );
    }
  });

  it("says what is lost when its process ends, and goes on", async () => {
    await run("let alpha = 1, beta = 2");
    const {evalue} = await run("process.exit(3)");
    expect(evalue).to.match(/^its process ended with exit code 3; the variables of all cells are lost: .*alpha, beta/);
    expect(await run("typeof alpha")).to.include({status: "ok"});
  });

  it("keeps the history across sessions", async () => {
    await run("'remember me'");
    await session.shutdown();
    session = await open();
    await run("'another'");
    const ask = async (content: object) =>
      (await session.request("history_request", content as Record<string, unknown>, {parent: {}}))!.history as any[];
    const [found] = await ask({hist_access_type: "search", pattern: "*remember*"});
    const [last] = await ask({hist_access_type: "tail", n: 1, output: true});
    expect(found[2]).to.equal("'remember me'");
    expect(last).to.deep.equal([found[0] + 1, 1, ["'another'", "another"]]);
    expect(await ask({hist_access_type: "range", session: 0})).to.deep.equal([[0, 1, "'another'"]]);
    expect((await ask({hist_access_type: "range", session: -1})).at(-1)).to.deep.equal([found[0], found[1], "'remember me'"]);
  });

  it("says how much of the machine it takes", async () => {
    const usage = (await session.request("usage_request", {}, {parent: {}})) as any;
    expect(usage).to.include({status: "ok", pid: process.pid});
    expect(usage.kernel_memory).to.be.within(3e7, 4e9);
    expect(usage.host_virtual_memory.total).to.be.greaterThan(1e8);
  });
});
