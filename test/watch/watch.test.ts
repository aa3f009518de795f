import {spawn} from "node:child_process";
import {mkdtemp, readFile, readdir, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {expect} from "chai";
import type {Diagnosis} from "../../src/index.js";
import {scripts} from "./scripts.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const command = path.join(root, "dist/scripts/ddx.js");

interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

/** Runs Node in a folder; `heard` is told of standard error and standard output as they come. */
function node(
  cwd: string,
  words: readonly string[],
  {heard}: {heard?: (told: {out: string; err: string; child: ReturnType<typeof spawn>}) => void} = {},
): Promise<Ended> {
  const child = spawn(process.execPath, words, {cwd, env: {...process.env, NO_COLOR: "1", NODE_OPTIONS: ""}, timeout: 100_000});
  const told = {out: "", err: "", child};
  child.stdout.setEncoding("utf8").on("data", (text: string) => heard?.(Object.assign(told, {out: told.out + text})) ?? undefined);
  child.stderr.setEncoding("utf8").on("data", (text: string) => heard?.(Object.assign(told, {err: told.err + text})) ?? undefined);
  if (!heard) {
    child.stdout.on("data", (text: string) => (told.out += text));
    child.stderr.on("data", (text: string) => (told.err += text));
  }
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({code, signal, out: told.out, err: told.err})));
}

describe("ddx watch", function () {
  this.timeout(120_000);
  let folder: string;
  const watch = (...words: string[]) => node(folder, [command, "watch", ...words]);
  const written = async (file = "ddx-watch.json") =>
    JSON.parse(await readFile(path.join(folder, file), "utf8")) as Diagnosis & {
      watch: {title: string; trainings: string[]; threw?: {message: string}; history?: {steps: number}};
    };

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "ddx watch test "));
    await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
    for (const [name, source] of Object.entries(scripts)) await writeFile(path.join(folder, name), source);
  });

  after(() => rm(folder, {recursive: true, force: true}));

  it("leaves output, weights, names and the script's own words as they are, and writes what ddx report takes", async () => {
    const plain = await node(folder, ["healthy.mjs", "--epochs", "5"]);
    const watched = await watch("--no-experiments", "-o", "out/healthy.json", "healthy.mjs", "--", "--epochs", "5");
    expect(watched.out).equal(plain.out);
    expect(watched.code).equal(0);
    expect(watched.err)
      .include("ddx watch: sequential_1 (2 layers, 41 weights) on 240 rows: 6 epochs, 36 steps")
      .and.include("No illness found");
    const {suspects, watch: told} = await written("out/healthy.json");
    expect(suspects).deep.equal([]);
    expect(told.history!.steps).equal(36);
    expect(await readdir(path.join(folder, "out"))).deep.equal(["healthy.json"]);
    const report = await node(folder, [command, "report", "out/healthy.json", "-o", "out/healthy.html"]);
    expect(report.code, report.err).equal(0);
  });

  it("says what is certain while the script still trains", async () => {
    let early = "";
    const stop = (err: string) => {
      if (early || !err.includes("npx ddx explain")) return;
      early = err;
      void writeFile(path.join(folder, "stop"), "");
    };
    const {code, out, err} = await node(folder, [command, "watch", "--quick", "softmax.mjs"], {heard: (told) => stop(told.err)});
    expect(out).equal("stopped\n");
    expect(code).equal(0);
    expect(early).match(/✗ softmax-on-single-unit .*\n.*the output dense 2 has 1 unit under softmax.*\n\s+Remedy: Use a sigmoid/);
    expect(early).not.include("suspect");
    expect(err.slice(early.length)).include("1. softmax-on-single-unit");
    expect((await written()).suspects[0]!.name).equal("softmax-on-single-unit");
  });

  it("says which layer was not finite first, as it happens", async () => {
    const {code, err} = await watch("--no-experiments", "nan.mjs");
    expect(code).equal(0);
    expect(err).match(/✗ not a finite number .*\n\s+step \d+ \(epoch 1, batch \d+\): dense \d/);
    const {suspects} = await written();
    expect(suspects[0]).include({name: "divergence", certainty: "certain"});
    expect(suspects[0]!.because[0]).match(/first in step \d+ \(epoch 1, batch \d+\)/);
  });

  it("examines what an error left, whose stack and exit code stay", async () => {
    const plain = await node(folder, ["shape.mjs"]);
    const watched = await watch("--no-experiments", "shape.mjs");
    expect(watched.code).equal(plain.code).and.equal(1);
    expect(watched.err)
      .include(plain.err.slice(plain.err.indexOf("ValueError")))
      .and.include("the training threw");
    expect((await written()).suspects[0]).include({
      name: "error-in-fit",
      remedy: "Set inputShape: [3] on the first layer, or bring the inputs to shape [240, 4].",
    });
    expect((await written()).watch.threw!.message).include("[240,3]");
  });

  it("tells trainings apart, joins the calls of one, and survives a rejection that nobody caught", async () => {
    const {code, err} = await watch("--no-experiments", "folds.mjs");
    expect(code).equal(1);
    expect(err).include("ddx watch: 3 trainings").and.include("Error: nobody caught this");
    const {trainings} = (await written()).watch;
    expect(trainings.map((line) => /: (.*), loss/.exec(line)![1])).deep.equal(Array(3).fill("2 epochs, 16 steps"));
  });

  it("takes a stream's rows once, whatever the epochs", async () => {
    const {err} = await watch("--no-experiments", "stream.mjs");
    expect(err).include("on 90 rows: 3 epochs, 9 steps");
  });

  it("takes CommonJS, batches one by one, and process.exit", async () => {
    const {code, err} = await watch("--no-experiments", "batches.cjs");
    expect(code).equal(3);
    expect(err).include("on 240 rows: 12 steps");
    expect((await written()).environment["rows"]).equal(240);
  });

  it("takes TypeScript, with enums, imports without an ending, and lines in stacks", async () => {
    const {code, out, err} = await watch("--no-experiments", "train.ts", "--", "throw");
    expect(code).equal(1);
    expect(out).equal("slow throw\n");
    expect(err).match(/RangeError: thrown in line 9\n\s+at .*train\.ts:9/);
    expect(err).include("on 200 rows: 2 epochs");
  });

  it("says of a loop of one's own that nothing was seen, and how to record it", async () => {
    const plain = await node(folder, ["loop.mjs"]);
    const {code, out, err} = await watch("loop.mjs");
    expect([code, out]).deep.equal([0, plain.out]);
    expect(err).include("only 50 steps of optimizer.minimize (SGD)").and.include("record(model");
  });

  it("says of a script without tfjs, and of one whose loss it does not know, what is missing", async () => {
    expect((await watch("nothing.mjs")).err).equal("\nddx watch: this script loaded no tensorflow.js, so there was nothing to watch\n");
    const {err} = await watch("--no-experiments", "own-loss.mjs");
    expect(err).include("Without the model: its loss is a function of the script's own.");
  });

  it("does not watch the experiments of ddx itself", async () => {
    const source = scripts["diagnoses.mjs"]!.replace('"ddx"', JSON.stringify(pathToFileURL(path.join(root, "dist/src/index.js")).href));
    await writeFile(path.join(folder, "diagnoses.mjs"), source);
    const {out, err} = await watch("--no-experiments", "diagnoses.mjs");
    expect(out).equal("diagnosed\n");
    expect(err).include("called neither fit, fitDataset nor trainOnBatch");
  });

  it("sums up at Ctrl-C, also without the command, and ends by the signal", async () => {
    const hook = pathToFileURL(path.join(root, "dist/src/watch/index.js")).href;
    await rm(path.join(folder, "stop"), {force: true});
    const {signal, err} = await node(folder, ["--import", hook, "softmax.mjs"], {
      heard: ({err: told, child}) => told.includes("npx ddx explain") && !told.includes("ddx watch: seq") && child.kill("SIGTERM"),
    });
    expect(signal).equal("SIGTERM");
    expect(err).include("of 1,000,000 epochs").and.include("1. softmax-on-single-unit");
  });

  it("refuses what is no script in one line", async () => {
    expect(await watch("absent.js")).include({code: 2, err: "ddx: there is no script absent.js\n"});
    expect(await watch(".")).include({code: 2, err: "ddx: expected a script, got the folder .\n"});
  });
});
