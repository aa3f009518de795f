import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import {loadModel} from "../../src/load/model.js";
import {loadTable} from "../../src/load/table.js";
import {useBackend} from "../../src/backend/backend.js";

describe("load", () => {
  let folder: string;
  before(async () => {
    await useBackend(undefined, {say: false});
    folder = await mkdtemp(join(tmpdir(), "ddx-load-"));
  });
  after(async () => rm(folder, {recursive: true}));

  const file = async (name: string, content: string | Uint8Array) => (await writeFile(join(folder, name), content), join(folder, name));
  const problem = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => expect.fail("expected an error, got none"),
      (error: Error) => {
        expect(error).satisfy((each: Error) => [RangeError, TypeError, SyntaxError].some((kind) => each instanceof kind), error.name);
        expect(error.message).not.match(/\n/);
        expect(error.message.replaceAll(folder, "").length).lessThan(320);
        return error.message.replaceAll(`${folder}/`, "");
      },
    );
  const topology = (): string => {
    const model = tf.sequential({layers: [tf.layers.dense({units: 2, activation: "softmax", inputShape: [2]})]});
    const json = JSON.stringify(model.toJSON(null, false));
    model.dispose();
    return json;
  };

  describe("a model", () => {
    it("is compiled with the loss that is named, in tfjs's or Keras's way", async () => {
      const path = await file("model.json", topology());
      for (const loss of ["categoricalCrossentropy", "categorical_crossentropy"]) {
        const model = await loadModel(path, {loss});
        expect((model as unknown as {loss: string}).loss).equal("categoricalCrossentropy");
        model.dispose();
      }
    });

    it("is read behind a byte order mark", async () => {
      (await loadModel(await file("bom.json", `\uFEFF${topology()}`), {loss: "poisson"})).dispose();
    });

    it("says in one short line what it is not", async () => {
      const path = await file("model.json", topology());
      expect(await problem(loadModel(path, {loss: "foo"}))).match(/^expected a loss \(binaryCrossentropy, .*cosineProximity\), got foo$/);
      expect(await problem(loadModel(path, {loss: "poisson", optimizer: "foo"}))).match(/^expected an optimizer \(sgd, .*\), got foo$/);
      expect(await problem(loadModel(path))).match(/was saved without a loss; give --loss/);
      expect(await problem(loadModel(join(folder, "none.json")))).equal("cannot read none.json: there is no such file");
      await mkdir(join(folder, "saved"), {recursive: true});
      expect(await problem(loadModel(join(folder, "saved")))).match(/^cannot read .*saved: it is a folder$/);
      expect(await problem(loadModel(await file("a.csv", `a,b\n${"1,2\n".repeat(9999)}`)))).equal(
        `expected the JSON of a model in a.csv, got ${JSON.stringify(`a,b\n${"1,2\n".repeat(9)}`)}…`,
      );
      expect(await problem(loadModel(await file("a.png", new Uint8Array([0x89, 0x50, 27, 91, 50, 74, 0]))))).not.match(/\u001b/);
      expect(await problem(loadModel(await file("empty.json", "")))).equal("expected the JSON of a model in empty.json, got an empty file");
      expect(await problem(loadModel("package.json", {loss: "poisson"}))).match(/got an object with name, version, .*… \d+ more$/);
      expect(await problem(loadModel(await file("null.json", "null")))).match(/got "null"$/);
      expect(await problem(loadModel(await file("graph.json", '{"format":"graph-model","modelTopology":{}}')))).match(/got a graph model/);
      expect(await problem(loadModel(await file("odd.json", '{"class_name":"Odd","config":{}}')))).match(
        /^tfjs cannot make a model of odd\.json: /,
      );
    });

    it("names the weights that are missing", async () => {
      const saved = {modelTopology: JSON.parse(topology()) as object, weightsManifest: [{paths: ["gone.bin"], weights: []}]};
      expect(await problem(loadModel(await file("weights.json", JSON.stringify(saved)), {loss: "poisson"}))).equal(
        "cannot read gone.bin, the weights of weights.json: there is no such file",
      );
    });
  });

  describe("a table", () => {
    it("gives further rows the columns and the classes of the training rows", async () => {
      const train = await loadTable(await file("train.csv", "a,kind,b\n1,cat,2\n3,dog,4\n5,eel,6\n"), {target: "kind", oneHot: true});
      const held = await loadTable(await file("held.csv", "kind,b,a\neel,8,7\n"), {target: "kind", oneHot: true, like: train});
      expect(held).deep.equal({x: [[7, 8]], y: [[0, 0, 1]], names: train.names});
      const odd = await file("odd.csv", "kind,b,a\nfox,8,7\n");
      expect(await problem(loadTable(odd, {target: "kind", oneHot: true, like: train}))).equal(
        'expected classes of the training rows (cat, dog, eel) in the column kind of odd.csv, got "fox" in line 2',
      );
    });

    it("keeps numbers to predict as they are in further rows", async () => {
      const train = await loadTable(await file("n.csv", "a,y\n1,2\n"), {target: "y"});
      expect((await loadTable(await file("m.csv", "a,y\n3,4\n"), {target: "y", like: train})).y).deep.equal([[4]]);
      expect(await problem(loadTable(await file("w.csv", "a,y\n3,x\n"), {target: "y", like: train}))).match(
        /expected numbers in the column y/,
      );
    });

    it("is read behind a byte order mark", async () => {
      expect((await loadTable(await file("bom.tsv", "\uFEFFa\ty\n1\t2\n"), {target: "y"})).names).deep.equal({features: ["a"]});
    });

    it("says in one short line what it is not", async () => {
      const csv = await file("t.csv", "a,y\n1,2\n");
      expect(await problem(loadTable(csv))).match(/give --target with one of a, y$/);
      expect(await problem(loadTable(csv, {target: "z"}))).equal('expected a column of t.csv, got "z"; there are a, y');
      const wide = Array.from({length: 400}, (_, i) => `column${i}`).join(",");
      expect(await problem(loadTable(await file("wide.csv", `${wide}\n1\n`)))).match(/column11, … 388 more$/);
      expect(await problem(loadTable(await file("null.json", "null")))).match(/^expected \{x, y\} or an array of objects in null\.json/);
      expect(await problem(loadTable(await file("bad.json", "{nonsense")))).match(/in bad\.json, got "\{nonsense"$/);
    });
  });
});
