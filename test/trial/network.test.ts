import {expect} from "chai";
import {tf} from "../../src/index.js";
import {readNetwork} from "../../src/trial/network.js";

const {layers} = tf;
const compiled = (model: tf.LayersModel): tf.LayersModel => {
  model.compile({optimizer: "sgd", loss: "meanSquaredError"});
  return model;
};
const read = (model: tf.LayersModel) => {
  const network = readNetwork(compiled(model));
  model.optimizer.dispose();
  model.dispose();
  return network;
};
const inbound = (model: tf.LayersModel) => Object.fromEntries(read(model).layers.map(({name, inbound}) => [name, inbound]));
const dense = (name: string, more: object = {}) => layers.dense({units: 2, name, ...more});

describe("network", () => {
  it("follows the wires into a nested model and out of it", () => {
    const inner = tf.input({shape: [2], name: "inner"});
    const base = tf.model({inputs: inner, outputs: dense("b").apply(dense("a").apply(inner)) as tf.SymbolicTensor});
    const input = tf.input({shape: [2], name: "outer"});
    const output = dense("end").apply(base.apply(dense("first").apply(input))) as tf.SymbolicTensor;
    expect(inbound(tf.model({inputs: input, outputs: output}))).deep.equal({
      outer: [],
      first: ["outer"],
      inner: ["first"],
      a: ["inner"],
      b: ["a"],
      end: ["b"],
    });
  });

  it("follows them through a sequential model in a sequential one, at either end", () => {
    const head = tf.sequential({layers: [dense("c", {inputShape: [2]}), dense("d")]});
    expect(inbound(tf.sequential({layers: [dense("a", {inputShape: [2]}), head]})))
      .include({})
      .deep.include({c: ["a"], d: ["c"]});
    const base = tf.sequential({layers: [dense("e", {inputShape: [2]}), dense("f")]});
    expect(inbound(tf.sequential({layers: [base, dense("g")]}))).deep.include({f: ["e"], g: ["f"]});
  });

  it("names the layer inside a nested model that gives an output", () => {
    const head = () =>
      tf.sequential({layers: [dense("", {name: undefined, inputShape: [2]}), layers.dense({units: 1, activation: "sigmoid"})]});
    const input = tf.input({shape: [2]});
    const [one, two] = [head(), head()];
    const {outputs, layers: list} = read(tf.model({inputs: input, outputs: [one.apply(input), two.apply(input)] as tf.SymbolicTensor[]}));
    expect(outputs.map(({layer}) => list.findIndex(({name}) => name === layer))).deep.equal([2, 4]);
    expect(outputs.map(({activations}) => activations)).deep.equal([["sigmoid"], ["sigmoid"]]);
  });
});
