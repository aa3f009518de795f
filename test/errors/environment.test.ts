import {expect} from "chai";
import fc from "fast-check";
import {inRange} from "../../src/errors/range.js";
import {knownBugs, type KnownBug} from "../../src/errors/versions.js";
import {checkEnvironment, tf, useBackend} from "../../src/index.js";

const nodePackage = "@tensorflow/tfjs-node";
const urls = (versions: Record<string, string>) => checkEnvironment({versions}).map(({url}) => url.split("/").at(-1));

describe("checkEnvironment", () => {
  it("finds tfjs-node 4.22 bad on Node 23 and later, and good before", () => {
    expect(urls({[nodePackage]: "4.22.0", node: "24.1.0"})).deep.equal(["8609"]);
    expect(urls({[nodePackage]: "4.22.0", node: "23.0.0"})).deep.equal(["8609"]);
    expect(urls({[nodePackage]: "4.22.0", node: "22.21.1"})).deep.equal([]);
    expect(urls({[nodePackage]: "4.22.0"})).deep.equal([]);
    expect(urls({[nodePackage]: "4.22.0", node: "24.1.0", "util.isNullOrUndefined": "there"})).deep.equal([]);
  });

  it("says where a bug came and where it went", () => {
    for (const [version, bad] of [
      ["4.8.0", false],
      ["4.9.0", true],
      ["4.10.0", true],
      ["4.11.0", false],
    ] as const)
      expect(urls({"@tensorflow/tfjs-layers": version}).includes("7865"), version).equal(bad);
    expect(checkEnvironment({versions: {"@tensorflow/tfjs-converter": "4.3.0"}})[0]).include({
      version: "4.3.0",
      fixedIn: "4.4.0",
      lastGood: "4.2.0",
    });
  });

  it("asks for the backend of a bug that shows on one", () => {
    const webgl = {"@tensorflow/tfjs-backend-webgl": "4.22.0"};
    expect(urls({...webgl, backend: "webgl"})).deep.equal(["5984"]);
    expect(urls({...webgl, backend: "cpu"})).deep.equal([]);
  });

  it("finds packages of tfjs of two versions", () => {
    const [found] = checkEnvironment({
      versions: {"@tensorflow/tfjs": "4.22.0", "@tensorflow/tfjs-core": "4.22.0", "@tensorflow/tfjs-layers": "4.21.0"},
    });
    expect(found).include({package: "@tensorflow/tfjs-layers", version: "4.21.0"});
    expect(found!.symptom).include("@tensorflow/tfjs 4.22.0");
  });

  it("reads the versions of the tfjs that runs, and of Node, when none are given", async () => {
    await useBackend("wasm", {say: false});
    const found = checkEnvironment();
    expect(found.map(({url}) => url)).include("https://github.com/tensorflow/tfjs/issues/6323");
    expect(found.filter(({package: name}) => name.endsWith("wasm")).map(({version}) => version)[0]).equal(tf.version["tfjs-core"]);
    expect(JSON.parse(JSON.stringify(found))).deep.equal(found);
    await tf.setBackend("cpu");
  });

  it("takes another list, and refuses one that is none", () => {
    const known: KnownBug[] = [
      {
        package: "mine",
        range: "<2.0.0",
        symptom: "slow",
        effect: "limit",
        advice: "update",
        fixedIn: "2.0.0",
        url: "https://example.org/1",
      },
    ];
    expect(checkEnvironment({versions: {mine: "1.9.9"}, known})).deep.equal([{...known[0], version: "1.9.9"}]);
    expect(checkEnvironment({versions: {mine: "2.0.0"}, known})).deep.equal([]);
    expect(() => checkEnvironment({known: {} as never})).throw(TypeError, "expected known to be a list of {package,range,");
    expect(() => checkEnvironment({known: [{...known[0]!, range: "^1"}]})).throw(
      TypeError,
      'expected known[0].range to be a range such as ">=4.9.0 <4.11.0", got "^1"',
    );
    expect(() => checkEnvironment({known: [{package: "a"} as never]})).throw(TypeError, "expected known[0] to have range");
  });

  it("cites tfjs's own tracker, and a last good version outside of the range", () => {
    for (const {url, range, fixedIn, lastGood} of knownBugs) {
      expect(url).match(/^https:\/\/github\.com\/tensorflow\/tfjs\/(issues|pull)\/\d+$/);
      for (const version of [fixedIn, lastGood])
        if (version && /^\d+\.\d+\.\d+$/.test(version)) expect(inRange(version, range), url).equal(false);
    }
  });

  describe("what is said of the wasm backend holds in the version that is installed", () => {
    const both = async (compute: () => tf.Tensor) => {
      const said: number[][] = [];
      for (const backend of ["cpu", "wasm"] as const) {
        await useBackend(backend, {say: false});
        said.push([...(await compute().data())]);
      }
      await tf.setBackend("cpu");
      return said;
    };

    // When one of these fails because ddx has mended it, its entry gets `mended`.
    it("zeros of a convolution whose stride is longer than its filter along one axis", async () => {
      const [cpu, wasm] = await both(() =>
        tf.conv2d(tf.ones([1, 4, 4, 1]) as tf.Tensor4D, tf.ones([1, 3, 1, 1]) as tf.Tensor4D, 2, "same"),
      );
      expect(cpu).deep.equal([3, 2, 3, 2]);
      expect(wasm).deep.equal([0, 0, 0, 0]);
    });

    it("gather with batchDims, which ddx's kernels mend", async () => {
      const values = Array.from({length: 12}, (_, i) => i + 0.25);
      const indices = () => tf.tensor2d([0, 2, 1, 2], [4, 1], "int32");
      const [cpu, wasm] = await both(() => tf.gather(tf.tensor2d(values, [4, 3]), indices(), 1, 1));
      expect(cpu).deep.equal([0, 5, 7, 11].map((i) => values[i]));
      expect(wasm).deep.equal(cpu);
    });

    it("max pooling's gradient, which ddx's kernels mend", async () => {
      const [cpu, wasm] = await both(() =>
        tf.grad((x: tf.Tensor) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid").sum())(tf.tensor4d([-4, -3, -2, -1], [1, 2, 2, 1])),
      );
      expect(cpu).deep.equal([0, 0, 0, 1]);
      expect(wasm).deep.equal(cpu);
    });
  });
});

describe("ranges of versions", () => {
  const part = fc.integer({min: 0, max: 12});
  const version = fc.tuple(part, part, part);
  /** The order of versions by another way: one number. */
  const rank = ([a, b, c]: readonly number[]) => a! * 1e4 + b! * 100 + c!;

  it("compare as numbers do", () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        const [left, right] = [a.join("."), b.join(".")];
        expect(inRange(left, `>=${right}`)).equal(rank(a) >= rank(b));
        expect(inRange(left, `<=${right}`)).equal(rank(a) <= rank(b));
        expect(inRange(left, `>${right}`)).equal(rank(a) > rank(b));
        expect(inRange(left, `<${right}`)).equal(rank(a) < rank(b));
        expect(inRange(left, right)).equal(rank(a) === rank(b));
      }),
      {seed: 1},
    );
  });

  it("hold all comparisons of one part of those that || divides", () => {
    expect(inRange("4.9.5", ">=4.9.0 <4.11.0")).equal(true);
    expect(inRange("4.11.0", ">=4.9.0 <4.11.0 || 4.11.0")).equal(true);
    expect(inRange("v4.22.0-rc.1", "4.22.0")).equal(true);
    expect(inRange("4", ">=4.0.0")).equal(true);
    expect(inRange("unknown", ">=0.0.0")).equal(false);
    expect(inRange("4.0.0", "latest")).equal(false);
  });
});
