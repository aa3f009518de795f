import {readFile, rm, writeFile} from "node:fs/promises";
import path from "node:path";
import {expect} from "chai";
import {installed, run} from "./folder.js";

const notebook = (...sources: string[]): string =>
  JSON.stringify({
    cells: sources.map((source, i) => ({cell_type: "code", id: `c${i}`, metadata: {}, execution_count: null, outputs: [], source})),
    metadata: {kernelspec: {name: "ddx", display_name: "TypeScript (ddx)", language: "typescript"}},
    nbformat: 4,
    nbformat_minor: 5,
  });

const script = `
import * as tf from "@tensorflow/tfjs";
import {diagnose} from "ddx";
const model = () => {
  const net = tf.sequential({layers: [tf.layers.dense({units: 8, activation: "relu", inputShape: [2]}), tf.layers.dense({units: 1, activation: "softmax"})]});
  net.compile({optimizer: tf.train.adam(0.01), loss: "binaryCrossentropy"});
  return net;
};
const x = Array.from({length: 100}, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
for (const given of [model, model()]) {
  const {suspects} = await diagnose({model: given, train: {x: tf.tensor2d(x), y: tf.tensor2d(x.map(([a]) => [Number(a > 0)]))}}, {budget: 5});
  console.log("suspects:", suspects.map(({name}) => name).join());
}
`;

describe("the package, installed in an empty folder", function () {
  let folder: string;

  before(async () => {
    folder = await installed("@tensorflow/tfjs@4.22.0", "typescript-5.0@npm:typescript@5.0.4", "@types/node@20");
  });

  after(() => rm(folder, {recursive: true, force: true}));

  it("ships no tests and no sources of other people's machines", async () => {
    const {stdout} = await run(process.cwd(), "npm", "pack", "--ignore-scripts", "--dry-run", "--json");
    const files = (JSON.parse(stdout) as {files: {path: string}[]}[])[0]!.files.map((file) => file.path);
    expect(files).include.members([
      "dist/src/index.js",
      "dist/src/index.d.ts",
      "dist/scripts/ddx.js",
      "dist/kernel/main.js",
      "notebooks/0-first-diagnosis.ipynb",
    ]);
    expect(files.filter((file) => file.includes("/test/"))).deep.equal([]);
  });

  it("npx ddx doctor finds all that ddx needs", async () => {
    const {code, stdout} = await run(folder, "npx", "ddx", "doctor");
    expect(code, stdout).equal(0);
    expect(stdout).include("All that ddx needs is here.");
  });

  it("npx ddx run executes a notebook that imports ddx and the folder's own tfjs", async () => {
    const cells = [
      'import * as tf from "@tensorflow/tfjs";\nimport {checks} from "ddx";',
      "const square = tf.tensor([1, 2, 3]).square();\nsquare.arraySync()",
      "checks.length > 13",
    ];
    await writeFile(path.join(folder, "first.ipynb"), notebook(...cells));
    const {code, stderr} = await run(folder, "npx", "ddx", "run", "first.ipynb", "-o", "done.ipynb");
    expect(code, stderr).equal(0);
    const done = JSON.parse(await readFile(path.join(folder, "done.ipynb"), "utf8")) as {
      cells: {outputs: {data?: Record<string, string | string[]>}[]}[];
    };
    const shown = done.cells.map(({outputs}) => [outputs.at(-1)?.data?.["text/plain"]].flat().join(""));
    expect(shown[1]).match(/1,\s*4,\s*9/);
    expect(shown[2]).equal("true");
  });

  it("npx ddx test turns it into a suite", async () => {
    const {code, stdout} = await run(folder, "npx", "ddx", "test", "first.ipynb");
    expect(code, stdout).equal(0);
    // The first cell only imports: its imports stand at the top of the suite, and its test is one of types.
    expect(stdout).include("3 passing");
  });

  it("a script diagnoses with ddx next to its own tfjs, one copy", async () => {
    await writeFile(path.join(folder, "script.js"), script);
    const {code, stdout, stderr} = await run(folder, "node", "script.js");
    expect(code, stderr).equal(0);
    expect(stdout.match(/suspects: softmax-on-single-unit/g)).lengthOf(2);
  });

  it("CommonJS, and so stock tslab, can require it", async () => {
    const {stdout, stderr} = await run(folder, "node", "--input-type=commonjs", "-e", 'console.log(typeof require("ddx").diagnose)');
    expect(stdout.trim(), stderr).equal("function");
  });

  it("TypeScript 5.0 reads its declarations, by exports and by main", async () => {
    const source =
      'import {diagnose, tf, type Diagnosis} from "ddx";\nconst run = async (): Promise<Diagnosis> => diagnose({train: {x: tf.tensor([[1]]), y: [[1]]}});\n// @ts-expect-error: there is no such option\nawait diagnose({}, {budgets: 1});\nexport {run};\n';
    await writeFile(path.join(folder, "typed.ts"), source);
    for (const resolution of ["node16", "node"]) {
      const module = resolution === "node" ? "es2022" : "node16";
      const words = [
        "node_modules/typescript-5.0/lib/tsc.js",
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--target",
        "es2022",
        "--module",
        module,
        "--moduleResolution",
        resolution,
        "typed.ts",
      ];
      const {code, stdout} = await run(folder, "node", ...words);
      expect(code, `${resolution}: ${stdout}`).equal(0);
    }
  });

  it("works beside a second copy of tfjs of another version", async () => {
    const installed = await run(folder, "npm", "install", "--ignore-scripts", "@tensorflow/tfjs@4.21.0");
    expect(installed.code, installed.stderr).equal(0);
    const {code, stdout, stderr} = await run(folder, "node", "script.js");
    expect(code, stderr.slice(-2000)).equal(0);
    expect(stdout.match(/suspects: softmax-on-single-unit/g)).lengthOf(2);
  });
});
