import {execFile} from "node:child_process";
import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {createServer, type AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {expect} from "chai";
import {readConnection} from "../../kernel/connection.js";

const main = join(import.meta.dirname, "../../kernel/main.js");

describe("the connection file", function () {
  this.timeout(20_000);
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), "ddx-connection-"))));
  after(() => rm(folder, {recursive: true, force: true}));

  const ports = {shell_port: 1, control_port: 2, stdin_port: 3, iopub_port: 4, hb_port: 5};
  const write = async (content: string): Promise<string> => {
    const path = join(folder, "connection.json");
    await writeFile(path, content);
    return path;
  };
  const failure = async (content: string) =>
    readConnection(await write(content)).then(
      () => "",
      ({message}: Error) => message,
    );

  it("gives addresses and the key", async () => {
    const {address, key} = await readConnection(
      await write(JSON.stringify({...ports, ip: "1.2.3.4", key: "k", signature_scheme: "hmac-sha512"})),
    );
    expect(address("iopub")).to.equal("tcp://1.2.3.4:4");
    expect(key).to.deep.equal({key: "k", hash: "sha512"});
    const ipc = await readConnection(await write(JSON.stringify({...ports, transport: "ipc", ip: "/run/k"})));
    expect(ipc.address("hb")).to.equal("ipc:///run/k-5");
  });

  it("says what is wrong with it", async () => {
    expect(await failure("nope")).to.match(/^expected a connection file in JSON, .* is none/);
    expect(await failure("3")).to.match(/^expected a connection file with shell_port/);
    expect(await failure(JSON.stringify({...ports, hb_port: "x"}))).to.match(/with hb_port, .* has none/);
    expect(await readConnection(join(folder, "none")).catch(({message}: Error) => message)).to.match(/does not exist$/);
  });

  it("lets the kernel end with one line when zeromq has no binary", async () => {
    const hook = `export const resolve = (name, context, next) => { if (name === "zeromq") throw new Error("No native build"); return next(name, context); }`;
    const preload = `import {register} from "node:module"; process.noDeprecation = true; register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});`;
    const args = ["--import", `data:text/javascript,${encodeURIComponent(preload)}`, main, await write(JSON.stringify(ports))];
    const failed = await promisify(execFile)(process.execPath, args, {timeout: 15_000}).catch((error: unknown) => error);
    expect(failed).to.include({code: 1});
    expect(failed)
      .to.have.property("stderr")
      .match(/^ddx kernel: zeromq cannot be loaded on .*No native build.*\n$/);
  });

  it("lets the kernel end with one line when a port is taken", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const {port} = server.address() as AddressInfo;
    const path = await write(JSON.stringify({...ports, shell_port: port, ip: "127.0.0.1"}));
    const failed = await promisify(execFile)(process.execPath, [main, path], {timeout: 15_000}).catch((error: unknown) => error);
    server.close();
    expect(failed).to.include({code: 1});
    expect(failed)
      .to.have.property("stderr")
      .match(new RegExp(`^ddx kernel: cannot listen on tcp://127\\.0\\.0\\.1:${port} .*\\n$`));
  });
});
