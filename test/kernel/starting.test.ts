import {spawn, type ChildProcess} from "node:child_process";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {createServer, type AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect} from "chai";
import {Dealer, Subscriber} from "zeromq";
import {decode, encode, message, type Key, type Message} from "../../kernel/wire.js";

const main = join(import.meta.dirname, "../../kernel/main.js");
const channels = ["shell", "control", "stdin", "iopub", "hb"];
const key: Key = {key: "secret", hash: "sha256"};
/** Lets the process that runs cells, and no other, begin a second late. */
const late = `if (process.argv[1]?.endsWith("runner.js")) await new Promise((resolve) => setTimeout(resolve, 1000))`;

describe("a kernel that still starts", function () {
  this.timeout(20_000);
  let folder: string;
  let kernel: ChildProcess;
  let ports: Record<string, number>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "ddx-starting-"));
    ports = Object.fromEntries(await Promise.all(channels.map(async (name) => [`${name}_port`, await freePort()] as const)));
    const file = join(folder, "connection.json");
    await writeFile(file, JSON.stringify({...ports, key: key.key, signature_scheme: "hmac-sha256"}));
    const args = ["--import", `data:text/javascript,${encodeURIComponent(late)}`];
    const env = {...process.env, DDX_HISTORY: folder, NODE_OPTIONS: args.join(" ")};
    kernel = spawn(process.execPath, [main, file], {cwd: folder, env, stdio: "inherit"});
  });
  after(async () => {
    kernel.kill();
    await new Promise((resolve) => kernel.once("exit", resolve));
    await rm(folder, {recursive: true, force: true});
  });

  it("says who it is before it can run cells, and then answers what waited in order", async () => {
    const [shell, iopub] = [new Dealer(), new Subscriber()];
    iopub.connect(`tcp://127.0.0.1:${ports.iopub_port}`);
    iopub.subscribe();
    shell.connect(`tcp://127.0.0.1:${ports.shell_port}`);
    const requests: [string, Record<string, unknown>][] = [
      ["kernel_info_request", {}],
      ["history_request", {hist_access_type: "tail", n: 10, output: false, raw: true}],
      ["execute_request", {code: "1 + 1"}],
    ];
    for (const [type, content] of requests) await shell.send(encode(message(type, {content, identities: []}), key));
    const replies: {type: string; at: number}[] = [];
    const states: string[] = [];
    const listening = listen(iopub, ({header, parent, content}) => {
      if (header.msg_type === "status") states.push(`${parent.msg_type ?? "nobody"} ${String(content.execution_state)}`);
      return states.at(-1) === "execute_request idle";
    });
    await listen(shell, ({header}) => replies.push({type: header.msg_type, at: performance.now()}) === 3);
    await listening;
    shell.close();
    iopub.close();
    expect(replies.map(({type}) => type)).to.deep.equal(["kernel_info_reply", "history_reply", "execute_reply"]);
    expect(replies[1]!.at - replies[0]!.at).to.be.above(300);
    expect(states).to.deep.equal(["nobody starting", ...requests.flatMap(([type]) => [`${type} busy`, `${type} idle`])]);
  });
});

/** Reads messages until one of them is the last. */
async function listen(socket: AsyncIterable<Buffer[]>, isLast: (message: Message) => boolean): Promise<void> {
  for await (const frames of socket) if (isLast(decode(frames, key))) return;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const {port} = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
