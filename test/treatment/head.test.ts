import {expect} from "chai";
import {tf, type Case} from "../../src/index.js";
import {openCase} from "../../src/trial/measure.js";
import {properHead} from "../../src/treatment/head.js";
import {patientOf, type Proposal} from "../../src/treatment/treatment.js";
import {classifier, regressor} from "../examples.js";

/** What the proper last layer of a case is, in a word. */
async function head(subject: Case): Promise<string> {
  const opened = await openCase(subject, {most: 0});
  const made = properHead(patientOf(opened));
  await opened.prepared.dispose();
  return "impossible" in made ? made.impossible : made[0]!.title;
}

/** A recurrent network that answers each of four steps by a softmax over one unit. */
const steps = (y: number[][][], loss: string): Case => ({
  model: () => {
    const made = tf.sequential({
      layers: [tf.layers.gru({units: 3, returnSequences: true, inputShape: [4, 1]}), tf.layers.dense({units: 1, activation: "softmax"})],
    });
    made.compile({optimizer: "adam", loss});
    return made;
  },
  train: {x: y.map((row) => row.map(([value]) => [value! + 1])), y},
  fit: {epochs: 1},
});

describe("the proper last layer", () => {
  const bits = Array.from({length: 60}, (_, i) => [i & 1, i & 2, i & 4, i & 8].map((bit) => [Math.sign(bit)]));

  it("is a sigmoid for two classes, a softmax for more, linear for numbers", async () => {
    expect(await head(classifier({classes: 2, units: 1, loss: "meanSquaredError"}))).equal("1 unit, sigmoid, binaryCrossentropy");
    expect(await head(classifier({activation: "relu", loss: "meanSquaredError"}))).equal("3 units, softmax, categoricalCrossentropy");
    expect(await head(regressor({activation: "sigmoid", loss: "meanAbsoluteError"}))).equal("1 unit, linear, meanAbsoluteError");
  });

  it("counts labels from 0, with a unit for each", async () => {
    const {train, ...rest} = classifier();
    const {x, y} = train as unknown as {x: number[][]; y: number[][]};
    const labels = y.map((row) => [1 + row.indexOf(1)]);
    const title = "3 units, softmax, sparseCategoricalCrossentropy, labels counted from 0";
    expect(await head({...rest, train: {x, y: labels}, task: "multiclass"})).equal(title);
  });

  it("is found in a wrapper over time, and keeps the weights of what is before it", async () => {
    const layer = tf.layers.timeDistributed({layer: tf.layers.dense({units: 1, activation: "softmax"}) as unknown as tf.RNN});
    const given = tf.sequential({layers: [tf.layers.gru({units: 3, returnSequences: true, inputShape: [4, 1]}), layer]});
    given.compile({optimizer: "adam", loss: "binaryCrossentropy"});
    const subject: Case = {...steps(bits, "binaryCrossentropy"), model: given};
    expect(await head(subject)).equal("1 unit, sigmoid, binaryCrossentropy");
    const opened = await openCase(subject, {most: 0});
    const [proposal] = properHead(patientOf(opened)) as readonly Proposal[];
    const made = (await (await proposal!.apply(subject)).model) as () => tf.LayersModel;
    const model = made();
    const answers = tf.tidy(() => (model.predict(tf.ones([1, 4, 1])) as tf.Tensor).dataSync());
    expect(Math.max(...answers)).below(1);
    expect([...model.getWeights()[0]!.dataSync()]).deep.equal([...given.getWeights()[0]!.dataSync()]);
    await opened.prepared.dispose();
    model.dispose();
    given.dispose();
  });

  it("answers each step of a sequence by itself", async () => {
    expect(await head(steps(bits, "binaryCrossentropy"))).equal("1 unit, sigmoid, binaryCrossentropy");
    const numbers = bits.map((row, i) => row.map(([bit]) => [bit! + 0.1 * (i % 7)]));
    expect(await head(steps(numbers, "meanSquaredError"))).equal("1 unit, linear, meanSquaredError");
  });
});
