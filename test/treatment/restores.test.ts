import {expect} from "chai";
import {tf, type Case} from "../../src/index.js";
import {openCase} from "../../src/trial/measure.js";
import {clipped} from "../../src/trial/clipping.js";
import {copyOptimizer} from "../../src/trial/blueprint.js";
import {layersOf} from "../../src/treatment/rebuild.js";
import {remedies} from "../../src/treatment/index.js";
import {freeRows} from "../../src/treatment/rows.js";
import {patientOf} from "../../src/treatment/treatment.js";
import {plane, scenes} from "./scenes.js";

type Rows = {x: tf.Tensor; y: tf.Tensor};

/** The case with the proposal of a title, or the first one, and what is looked at of it. */
async function treated<T>(subject: Case, {name, title, look}: {name: string; title?: string; look: (made: Case) => T}): Promise<T> {
  const opened = await openCase(subject, {most: 0});
  let made: Case | undefined;
  try {
    const proposals = remedies[name]!(patientOf(opened));
    if ("impossible" in proposals) throw new Error(proposals.impossible);
    made = await proposals.find((one) => !title || one.title === title)!.apply(subject);
    return look(made);
  } finally {
    if (made) freeRows(made, {but: subject});
    freeRows(subject, {but: {} as Case});
    await opened.prepared.dispose();
  }
}

const scene = (name: string): Case => scenes[name]!.make();
const labels = (part: Case["train"] | undefined): number[] => [...(part as Rows).y.dataSync()];
const values = (part: Case["train"]): unknown => (part as Rows).x.arraySync();

describe("what a remedy restores", () => {
  it("gives exchanged labels back to their rows", async () => {
    const made = await treated(scene("exchanged labels"), {
      name: "swapped-labels",
      look: ({train, validation}) => [labels(train), labels(validation)],
    });
    expect(made).deep.equal([plane(80, {seed: 1}).y.flat(), plane(80, {seed: 2}).y.flat()]);
  });

  it("names the classes of a part as those of the training rows", async () => {
    const made = await treated(scene("classes of other names in one part"), {
      name: "swapped-labels",
      look: ({validation}) => labels(validation),
    });
    expect(made).deep.equal(plane(80, {seed: 2}).y.flat());
  });

  it("names three classes that were permuted in one part, one-hot, as the training rows do", async () => {
    const kinds = (seed: number) => plane(150, {seed}).x.map((row) => ({row, label: row[0]! > 0.4 ? 2 : row[1]! > 0 ? 1 : 0}));
    const hot = (label: number) => [0, 1, 2].map((one) => Number(one === label));
    const [own, other] = [kinds(1), kinds(2)];
    const rows = (all: typeof own, name: (label: number) => number) => ({
      x: tf.tensor2d(all.map(({row}) => row)),
      y: tf.tensor2d(all.map(({label}) => hot(name(label)))),
    });
    const model = () => {
      const made = tf.sequential({layers: [tf.layers.dense({units: 3, activation: "softmax", inputShape: [4]})]});
      made.compile({optimizer: "sgd", loss: "categoricalCrossentropy"});
      return made;
    };
    const subject: Case = {model, train: rows(own, (label) => label), validation: rows(other, (label) => (label + 1) % 3)};
    const made = await treated(subject, {name: "swapped-labels", look: ({validation}) => labels(validation)});
    expect(made).deep.equal(other.flatMap(({label}) => hot(label)));
  });

  it("moves labels back, and leaves out the rows that have none", async () => {
    const {x, y} = plane(200, {seed: 1});
    const made = await treated(scene("labels that were moved"), {
      name: "misaligned-labels",
      look: ({train}) => ({x: values(train), y: labels(train)}),
    });
    expect(made.y).deep.equal(y.slice(0, 197).flat());
    expect(made.x).deep.equal(tf.tidy(() => tf.tensor2d(x.slice(0, 197)).arraySync()));
  });

  it("finds no move where labels are no other rows'", async () => {
    const {x} = plane(200, {seed: 1});
    const subject = {...scene("labels that were moved"), train: {x, y: plane(200, {seed: 9}).y}};
    const failed = await treated(subject, {name: "misaligned-labels", look: () => "moved"}).catch((error: Error) => error.message);
    expect(failed).match(/read both anew/);
  });

  it("transposes pictures as tf.transpose does", async () => {
    const subject = scene("pictures with the channels first");
    const expected = tf.tidy(() => (subject.train as Rows).x.reshape([-1, 3, 6, 8]).transpose([0, 2, 3, 1]).arraySync());
    const title = "pictures that lie as [3, 6, 8] transposed";
    expect(await treated(subject, {name: "wrong-image-layout", title, look: ({train}) => values(train)})).deep.equal(expected);
  });

  it("shares the rows out anew in the sizes that they had, no subject on both sides", async () => {
    const made = await treated(scene("subjects on both sides"), {
      name: "grouped-split",
      look: ({train, validation}) => [train, validation].map((part) => [...(part as unknown as {groups: number[]}).groups]),
    });
    const [own, held] = made as [number[], number[]];
    expect(own.length + held.length).equal(100);
    expect(held.length).within(10, 30);
    expect(held.filter((subject) => own.includes(subject))).deep.equal([]);
  });

  it("splits a series at one time, without windows on both sides", async () => {
    const made = await treated(scene("windows split by chance"), {
      name: "future-leak",
      look: ({train, validation}) => [train, validation].map((part) => values(part!) as number[][]),
    });
    const [own, held] = made as [number[][], number[][]];
    const learned = new Set(own.flat().map((value) => value.toFixed(5)));
    expect(held).length(30);
    expect(own.length).within(70, 90);
    expect(held.flat().filter((value) => learned.has(value.toFixed(5)))).deep.equal([]);
  });

  it("has each class on both sides of a split, the same ones for the same seed", async () => {
    const split = () =>
      treated(scene("nothing held out"), {
        name: "missing-validation",
        look: ({train, validation, fit}) => ({own: labels(train), held: labels(validation), x: values(validation!), fit}),
      });
    const [first, second] = [await split(), await split()];
    expect(first).deep.equal(second);
    expect(first.held).length(16);
    const share = (list: number[]) => list.reduce((a, b) => a + b, 0) / list.length;
    expect(share(first.held)).closeTo(share(first.own), 0.05);
    expect(first.fit).deep.equal({epochs: 2});
  });
});

describe("layers put into a functional model", () => {
  it("stand only where one tensor goes from one layer to the next", async () => {
    const subject = scene("a model that is no list of layers");
    const kinds = await treated(subject, {
      name: "overfitting",
      title: "dropout of 0.3 behind each hidden layer",
      look: ({model}) => {
        const made = (model as () => tf.LayersModel)();
        const found = layersOf(made).map(({entry}) => entry.className);
        const answers = tf.tidy(() => (made.predict(tf.ones([2, 4])) as tf.Tensor).shape);
        made.dispose();
        return {found, answers};
      },
    });
    expect(kinds.answers).deep.equal([2, 1]);
    expect(kinds.found).deep.equal(["InputLayer", "Dense", "Dense", "Concatenate", "Dense", "Dropout", "Dense"]);
  });
});

describe("gradients that are clipped", () => {
  /** The move of a weight of two numbers by one step on a loss of a given slope. */
  function step(optimizer: tf.Optimizer, slope: number): number[] {
    const weight = tf.variable(tf.tensor1d([0, 0]));
    optimizer.minimize(
      () =>
        weight
          .mul(tf.tensor1d([3, 4]))
          .sum()
          .mul(slope)
          .asScalar(),
      false,
      [weight],
    );
    const moved = [...weight.dataSync()];
    weight.dispose();
    return moved;
  }

  it("have a norm of 1 at most, and copies of the optimizer clip too", () => {
    const tensors = tf.memory().numTensors;
    const own = tf.train.sgd(1);
    const made = clipped(own, {most: 1});
    const copy = copyOptimizer(made, made.getConfig());
    for (const optimizer of [made, copy]) {
      tf.tidy(() => step(optimizer, 10)).forEach((value, i) => expect(value).closeTo([-0.6, -0.8][i]!, 1e-6));
      tf.tidy(() => step(optimizer, 0.1)).forEach((value, i) => expect(value).closeTo([-0.3, -0.4][i]!, 1e-6));
    }
    expect(copy.getClassName()).equal("SGD");
    for (const one of [own, made, copy]) one.dispose();
    expect(tf.memory().numTensors).equal(tensors);
  });
});
