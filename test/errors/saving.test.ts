import http from "node:http";
import type {AddressInfo} from "node:net";
import {savingErrors} from "../../src/errors/known/saving.js";
import {tf} from "../../src/index.js";
import {ones, provokes, small} from "./provoke.js";

const anything = (value: unknown): never => value as never;
const load = (topology: object, artifacts: object = {}) =>
  tf.loadLayersModel(tf.io.fromMemory(anything({modelTopology: topology, ...artifacts})));
const dense = {class_name: "Dense", config: {name: "d", units: 1, batch_input_shape: [null, 4]}};
const sequential = (...layers: object[]) => ({class_name: "Sequential", config: {name: "s", layers}});
const weights = (values: number, ...specs: object[]) => ({weightSpecs: specs, weightData: new Float32Array(values).buffer});
const kernel = {name: "d/kernel", shape: [4, 1], dtype: "float32"};

/** An input layer and a dense one, as Keras 3 writes their connection. */
const functional = {
  class_name: "Functional",
  config: {
    name: "f",
    layers: [
      {class_name: "InputLayer", name: "i", config: {batch_input_shape: [null, 4], dtype: "float32", name: "i"}, inbound_nodes: []},
      {class_name: "Dense", name: "d", config: {name: "d", units: 1}, inbound_nodes: [{args: [{class_name: "__keras_tensor__"}]}]},
    ],
    input_layers: [["i", 0, 0]],
    output_layers: [["d", 0, 0]],
  },
};

/** What the server answers: a page for `.html` and model files, an empty object, a model without weights. */
const answers: Record<string, string> = {
  "/page.json": "<!doctype html>",
  "/model.keras": "PK",
  "/empty.json": "{}",
  "/model.json": JSON.stringify({
    modelTopology: sequential(dense),
    weightsManifest: [{paths: ["missing.bin"], weights: [kernel, {name: "d/bias", shape: [1], dtype: "float32"}]}],
  }),
};

describe("errors of saving and loading", () => {
  const server = http.createServer(({url = ""}, response) => {
    response.statusCode = url in answers ? 200 : 404;
    response.end(answers[url] ?? "not found");
  });
  before(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
  after(() => void server.close());
  const fetched = (file: string) => tf.loadLayersModel(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${file}`);

  provokes(savingErrors, {
    provoked: {
      "a model saved by Keras 3": () => load(sequential({class_name: "InputLayer", config: {batch_shape: [null, 4], name: "i"}})),
      "a functional model saved by Keras 3": () => load(functional),
      "a {kind} that tfjs does not have": () => tf.layers.dense({units: 2, kernelInitializer: anything("heNorm")}),
      "a description that is no {kind}": () => load({node: [], library: {}, versions: {producer: 1}}),
      "a layers model loaded as a graph model": () =>
        tf.loadGraphModel(tf.io.fromMemory(anything({modelTopology: sequential(), weightSpecs: [], weightData: new ArrayBuffer(0)}))),
      "a weight that the model has no place for": () => load(sequential(dense), weights(4, {...kernel, name: "sequential/d/kernel"})),
      "weights that the file does not have": () => load(sequential(dense), weights(4, kernel)),
      "a weight of another shape": () =>
        load(sequential(dense), weights(6, {...kernel, shape: [5, 1]}, {name: "d/bias", shape: [1], dtype: "float32"})),
      "another number of weights than the layer has": () => small().setWeights([ones(4, 3)]),
      "a weight of another shape than the layer's": () => small().setWeights([ones(5, 3), ones(3)]),
      "weights without their description": () => load(sequential(dense), {weightData: new ArrayBuffer(4)}),
      "weights quantised in a way that tfjs does not know": () =>
        load(sequential(dense), weights(4, {...kernel, quantization: {dtype: "int4"}})),
      "a weights file that is none": () => fetched("model.json"),
      "a model that the server does not give": () => fetched("nowhere.json"),
      "a model file that has to be converted first": () => fetched("model.keras"),
      "a page instead of a model": () => fetched("page.json"),
      "JSON that is no model": () => fetched("empty.json"),
      "a place that this tfjs cannot save to": () => small().save("s3://models/mine"),
      "a path where an address is wanted": () => tf.loadLayersModel("models/model.json"),
      "file:// in Node without tfjs-node": () => tf.loadLayersModel("file://./model.json"),
    },
    elsewhere: {
      "a functional model for an old tfjs": {
        message: "Unknown layer: Functional. This may be due to one of the following reasons:",
        file: "tfjs-layers/dist/utils/generic_utils.js",
        literal: "This may be due to one of the following reasons:",
      },
    },
  });
});
