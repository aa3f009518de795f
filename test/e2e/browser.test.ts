import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import path from "node:path";
import {expect} from "chai";
import {build} from "esbuild";
import type {Diagnosis} from "../../src/index.js";
import {findBrowser, openBrowser, type Window} from "./browser.js";

const page = `
import {diagnose, text, tf, toBundle, useBackend} from "../../src/index.js";
const sick = () => {
  const net = tf.sequential({layers: [tf.layers.dense({units: 8, activation: "relu", inputShape: [2]}), tf.layers.dense({units: 1, activation: "softmax"})]});
  net.compile({optimizer: tf.train.adam(0.01), loss: "binaryCrossentropy"});
  return net;
};
const x = Array.from({length: 100}, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
globalThis.run = async (backend) => {
  if (backend) await useBackend(backend, {say: false});
  const diagnosis = await diagnose({model: sick, train: {x, y: x.map(([a]) => [Number(a > 0)])}}, {effort: "quick"});
  return {diagnosis, text: text(diagnosis), html: (await toBundle(diagnosis)).data["text/html"], tensors: tf.memory().numTensors};
};
globalThis.ready = true;
`;

interface Answer {
  diagnosis: Diagnosis;
  text: string;
  html: string;
  tensors: number;
}

describe("the library in a browser", function () {
  const found = findBrowser();
  let opened: Window;

  before(async function () {
    if (!found && !process.env.CI) {
      console.warn("SKIPPED: no Chromium on PATH; install it (Debian: apt install chromium) or set DDX_BROWSER");
      this.skip();
    }
    expect(found, "a browser on PATH; CI installs Debian's chromium").a("string");
    opened = await openBrowser(found!, {
      "": {type: "text/html", body: '<!doctype html><title>ddx</title><script type="module" src="bundle.js"></script>'},
      "bundle.js": {type: "text/javascript", body: await bundle()},
      "tfjs-backend-wasm.wasm": {type: "application/wasm", body: await readFile(wasmFile("tfjs-backend-wasm.wasm"))},
      "tfjs-backend-wasm-simd.wasm": {type: "application/wasm", body: await readFile(wasmFile("tfjs-backend-wasm-simd.wasm"))},
    });
  });

  after(() => opened?.close());

  for (const backend of ["wasm", "cpu"])
    it(`makes a quick diagnosis on ${backend}, without a script of Node's`, async () => {
      const tab = await opened.browser.newPage();
      const errors: string[] = [];
      tab.on("pageerror", ({message}) => errors.push(message));
      await tab.goto(opened.url);
      await tab.waitForFunction("globalThis.ready", undefined, {timeout: 60_000});
      const {diagnosis, text, html, tensors} = await tab.evaluate<Answer>(`run(${JSON.stringify(backend)})`);
      expect(errors).deep.equal([]);
      expect(diagnosis.suspects[0]?.name).equal("softmax-on-single-unit");
      expect(diagnosis.environment.backend).equal(backend);
      expect(text).include("softmax-on-single-unit");
      expect(html).include("softmax-on-single-unit");
      expect(tensors).equal(0);
      await tab.close();
    });
});

async function bundle(): Promise<string> {
  const {outputFiles, warnings} = await build({
    stdin: {contents: page, resolveDir: import.meta.dirname},
    bundle: true,
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "silent",
  });
  expect(warnings.map(({text}) => text)).deep.equal([]);
  return outputFiles[0]!.text;
}

const wasmFile = (name: string): string =>
  path.join(path.dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json")), "wasm-out", name);
