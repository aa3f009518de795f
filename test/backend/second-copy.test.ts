import {cp, mkdir, mkdtemp, rm, symlink} from "node:fs/promises";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {fileURLToPath, pathToFileURL} from "node:url";
import {expect} from "chai";
import {inProcess} from "./process.js";

const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));
const parts = ["tfjs", "tfjs-core", "tfjs-layers", "tfjs-data", "tfjs-converter", "tfjs-backend-cpu", "tfjs-backend-webgl"];

describe("a second copy of tfjs in the process", function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "ddx-copy-"));
    const scope = join(folder, "node_modules", "@tensorflow");
    await mkdir(scope, {recursive: true});
    for (const part of parts)
      await cp(join(modules, "@tensorflow", part), join(scope, part), {
        recursive: true,
        filter: (path) => !/\\.map$|esm|\\.min\\.|miniprogram/.test(path),
      });
    for (const name of ["seedrandom", "long", "node-fetch", "argparse", "chalk", "core-js", "regenerator-runtime", "yargs", "@types"])
      await symlink(join(modules, name), join(folder, "node_modules", name));
  });
  after(() => rm(folder, {recursive: true}));

  it("shares the engine and our kernels, whichever was imported first", async () => {
    const theirs = pathToFileURL(join(folder, "node_modules/@tensorflow/tfjs/dist/tf.node.js")).href;
    expect(dirname(theirs)).not.equal(dirname(import.meta.resolve("@tensorflow/tfjs")));
    const {stdout, stderr} = await inProcess(`
      const other = await import("${theirs}");
      const choice = await useBackend();
      const model = other.sequential({layers: [other.layers.conv2d({inputShape: [6, 6, 1], filters: 2, kernelSize: 3}), other.layers.flatten(), other.layers.dense({units: 1})]});
      model.compile({optimizer: "sgd", loss: "meanSquaredError"});
      const {history} = await model.fit(other.ones([4, 6, 6, 1]), tf.ones([4, 1]), {epochs: 1, verbose: 0});
      console.log(other === tf, other.getBackend(), Number.isFinite(history.loss[0]), model instanceof tf.LayersModel);`);
    expect(stdout).equal("false wasm true false\n");
    // tfjs itself warns of each cpu kernel that the second copy registers again.
    expect(stderr)
      .contain("backend: wasm (fastest for small networks)\n")
      .not.match(/'wasm' is already registered/);
  });
});
