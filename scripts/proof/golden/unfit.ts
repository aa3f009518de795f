import type {Case} from "../../../src/index.js";
import {lastSized, withModel} from "../../../src/treatment/rebuild.js";
import type {Drawn} from "./program.js";

/** A softmax on the one unit of the answer: it is 1 whatever comes. */
export const softmaxOnOne = ({subject}: Drawn): Case => withOutput(subject, "softmax");

/** A sigmoid before targets that it cannot give. */
export const wrongRange = ({subject}: Drawn): Case => withOutput(subject, "sigmoid");

const withOutput = (subject: Case, activation: string): Case =>
  withModel(subject, {
    layers: (layers) => {
      layers[lastSized(layers)]!.entry.config.activation = activation;
    },
  });

/** No step changes anything. */
export const noRate = ({subject, programme}: Drawn): Case => ({...subject, model: () => programme.model({rate: 1e-12})});

/** Relus of the first layer that get nothing but less than zero. */
export const deadUnits = ({subject}: Drawn): Case =>
  withModel(subject, {
    layers: (layers) => {
      const {config} = layers.find(({entry}) => "units" in entry.config)!.entry;
      config.activation = "relu";
      config.biasInitializer = {className: "Constant", config: {value: -100}};
    },
  });
