import {expect} from "chai";
import {transform} from "esbuild";
import {tf, type Case} from "../../src/index.js";
import type {Finding} from "../../src/finding.js";
import {random} from "../../src/math/random.js";
import {openCase, type Opened} from "../../src/trial/measure.js";
import {remedies} from "../../src/treatment/index.js";
import {freeRows} from "../../src/treatment/rows.js";
import {patientOf, type Proposal} from "../../src/treatment/treatment.js";
import {normal} from "../examples.js";
import {scenes as more, type Scene} from "./scenes.js";

/** Rows of four columns, one of them with much of -9 in place of numbers, and a row without a number. */
function rows(count: number, {seed, target}: {seed: number; target: (row: number[]) => number[]}): {x: tf.Tensor2D; y: tf.Tensor2D} {
  const draw = random(seed);
  const x = Array.from({length: count}, () => Array.from({length: 4}, (_, j) => (j === 3 && draw() < 0.5 ? -9 : normal(draw))));
  const y = x.map(target);
  x[5]![0] = NaN;
  return {x: tf.tensor2d(x), y: tf.tensor2d(y)};
}

/** Something of everything that a remedy may change. */
const layers = (units: number, activation: "softmax" | "sigmoid") => () => {
  const made = tf.sequential({
    layers: [
      tf.layers.dense({units: 8, activation: "sigmoid", kernelRegularizer: tf.regularizers.l2({l2: 0.1}), inputShape: [4]}),
      tf.layers.batchNormalization(),
      tf.layers.dense({units: 8, trainable: false}),
      tf.layers.dropout({rate: 0.3}),
      tf.layers.dense({units: 8, activation: "relu", kernelInitializer: "zeros"}),
      tf.layers.dense({units, activation}),
      tf.layers.dropout({rate: 0.3}),
      tf.layers.batchNormalization(),
    ],
  });
  made.compile({optimizer: tf.train.adam(0.01), loss: units === 3 ? "categoricalCrossentropy" : "meanSquaredError"});
  return made;
};

const classes = (row: number[]) => [0, 1, 2].map((label) => Number(label === (row[0]! > 0.4 ? 2 : row[1]! > 0 ? 1 : 0)));
const parts = (target: (row: number[]) => number[]) => ({train: rows(80, {seed: 1, target}), validation: rows(40, {seed: 2, target})});

/** A finding that names a column, as `leaked-labels` does. */
const leak = {evidence: [{kind: "table", label: "", columns: ["column", "place"], rows: [["x2", 1]]}]} as unknown as Finding;

const scenes: Record<string, Scene> = {
  "a classifier": {
    make: () => ({model: layers(3, "softmax"), ...parts(classes), fit: {epochs: 20, batchSize: 64, shuffle: false}}),
    finding: leak,
    least: 30,
    titles: ["gradients clipped to a norm of 1", "a split by chance, within each class", "the metric categoricalAccuracy"],
  },
  "a regression": {
    make: () => ({
      model: layers(1, "sigmoid"),
      ...parts((row) => [50 + 10 * row[0]!]),
      fit: {epochs: 20, batchSize: 64, shuffle: false},
    }),
    finding: leak,
    least: 30,
    titles: ["a split by chance, within each range of the targets", "the metric mae"],
  },
  ...more,
};

const proposalsOf = (opened: Opened, {only = Object.keys(remedies), finding}: Scene): Proposal[] => {
  const all = only.flatMap((name) => {
    const made = remedies[name]!(patientOf(opened, finding));
    return "impossible" in made ? [] : made;
  });
  return [...new Map(all.map((one) => [one.title, one])).values()];
};

for (const [title, scene] of Object.entries(scenes))
  describe(`what is proposed for ${title}`, function () {
    this.timeout(120_000);
    let [subject, opened] = [{} as Case, {} as Opened];
    let proposals: Proposal[] = [];
    before(async () => {
      subject = scene.make();
      opened = await openCase(subject, {most: 0});
      proposals = proposalsOf(opened, scene);
    });
    after(async () => {
      await opened.prepared.dispose();
      freeRows(subject, {but: {} as Case});
    });

    it("is much", () => {
      expect(proposals).length.at.least(scene.least);
      expect(proposals.map((one) => one.title)).include.members([...(scene.titles ?? [])]);
    });

    it("can be applied and trained, changes nothing of the case, and leaves nothing behind", async () => {
      for (const proposal of proposals) {
        const tensors = tf.memory().numTensors;
        const held = JSON.stringify([subject.fit, opened.prepared.setting!.blueprint.prototype.getConfig()]);
        const made = await proposal.apply(subject);
        const trial = await openCase(made, {most: 0});
        const {runs} = await trial.measure(1);
        expect(runs[0]!.steps, proposal.title).above(0);
        await trial.prepared.dispose();
        freeRows(made, {but: subject});
        expect(tf.memory().numTensors - tensors, proposal.title).equal(0);
        expect(JSON.stringify([subject.fit, opened.prepared.setting!.blueprint.prototype.getConfig()]), proposal.title).equal(held);
      }
    });

    it("comes with code that runs", async () => {
      const run = Object.getPrototypeOf(async () => undefined).constructor as new (
        ...text: string[]
      ) => (...given: unknown[]) => Promise<unknown>;
      for (const {title, change} of proposals) {
        const {code} = await transform(`async () => {${change}\n}`, {loader: "ts"});
        const model = (subject.model as () => tf.LayersModel)();
        const train = subject.train as {x: tf.Tensor; y: tf.Tensor};
        tf.engine().startScope();
        // A fit of many epochs says nothing more than one.
        const brief = {fit: () => undefined, compile: model.compile.bind(model), optimizer: model.optimizer};
        await new run("tf", "model", "train", "validation", `return (${code.trim().replace(/;$/, "")})()`)(
          tf,
          brief,
          train,
          subject.validation,
        ).catch((error: unknown) => {
          throw new Error(`${title}: ${String(error)}\n${change}`);
        });
        tf.engine().endScope();
        model.dispose();
      }
    });
  });
