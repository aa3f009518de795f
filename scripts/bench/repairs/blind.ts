import {tf, rateSchedule} from "../../../src/index.js";
import {clip} from "../../../src/treatment/exploding-gradient.js";
import {fitWith, refitted} from "../../../src/treatment/fit.js";
import {insert} from "../../../src/treatment/insert.js";
import {initialise} from "../../../src/treatment/bad-initialisation.js";
import {normalise} from "../../../src/treatment/batch-norm-misuse.js";
import {edited, hidden, openBehind} from "../../../src/treatment/edit.js";
import {withModel, type Placed} from "../../../src/treatment/rebuild.js";
import {adam, atFactor} from "../../../src/treatment/training.js";
import type {Patient, Proposal} from "../../../src/treatment/treatment.js";
import type {Symptom} from "./symptoms.js";

/** AUTOTRAINER's repairs of each symptom, in its fixed order (repair.py: repair_strategy). */
const order: Readonly<Record<Symptom, readonly (keyof typeof repairs)[]>> = {
  vanish: ["selu", "relu", "bn"],
  explode: ["selu", "relu", "clip", "tanh", "bn"],
  dying: ["selu", "bn", "init", "leaky"],
  unstable: ["adam", "lower", "reduceLR", "batch", "momentum", "noise", "init"],
  slow: ["optimizer", "higher", "init"],
};

/** The repairs of some symptoms, one after the other, each once. */
export function repairsOf(patient: Patient, symptoms: readonly Symptom[]): Proposal[] {
  const names = [...new Set(symptoms.flatMap((one) => order[one]))];
  return names.flatMap((name) => repairs[name](patient));
}

/** Gives the hidden layers that are not recurrent an activation. */
const bent = (patient: Patient, {activation, initialiser}: {activation: string; initialiser?: object}): Proposal[] => [
  edited(patient, {
    title: activation,
    edit: (layers) =>
      hidden(layers).forEach(({entry: {className, config}}) => {
        if (/LSTM|GRU|RNN/.test(className)) return;
        config.activation = activation;
        if (initialiser && config.kernelInitializer) config.kernelInitializer = initialiser;
      }),
  }),
];

const lecun = {className: "VarianceScaling", config: {scale: 1, mode: "fanIn", distribution: "normal", seed: null}};

/** A layer behind each hidden one. */
const behind = (
  patient: Patient,
  {title, make}: {title: string; make: (place: Placed) => {className: string; config: object}},
): Proposal[] => [
  edited(patient, {
    title,
    edit: (layers) => {
      for (const place of openBehind(layers, /Dense|Conv/)) {
        const {className, config} = make(place);
        insert(place, {
          where: "behind",
          entry: {className, config: {...config, name: `${place.entry.config.name}_${className}`, trainable: true}},
        });
      }
    },
  }),
];

const reduceLR: Proposal = {
  title: "a rate that falls",
  change: "",
  apply: (subject) => fitWith(subject, {callbacks: rateSchedule("warmUp")}),
};

const repairs = {
  selu: (patient: Patient) => bent(patient, {activation: "selu", initialiser: lecun}),
  relu: (patient: Patient) => bent(patient, {activation: "relu"}),
  tanh: (patient: Patient) => bent(patient, {activation: "tanh"}),
  leaky: (patient: Patient) =>
    behind(patient, {
      title: "leaky relu",
      make: ({entry: {config}}) => {
        config.activation = "linear";
        return {className: "LeakyReLU", config: {alpha: 0.3}};
      },
    }),
  noise: (patient: Patient) =>
    behind(patient, {title: "Gaussian noise", make: () => ({className: "GaussianNoise", config: {stddev: 0.1}})}),
  bn: (patient: Patient) => normalise(patient),
  clip: (patient: Patient) => clip(patient) as Proposal[],
  init: (patient: Patient) => initialise(patient) as Proposal[],
  adam: () => [adam(0.001)],
  lower: (patient: Patient) => atFactor(patient, 0.1),
  higher: (patient: Patient) => atFactor(patient, 10),
  reduceLR: () => [reduceLR],
  batch: ({schedule: {batchSize, epochs}}: Patient) => [
    refitted(`batches of ${2 * batchSize}`, {was: {epochs, batchSize}, now: {epochs, batchSize: 2 * batchSize}}),
  ],
  momentum: ({network: {optimizer}}: Patient): Proposal[] => {
    const rate = optimizer.learningRate ?? 0.01;
    return [
      {title: "SGD with momentum", change: "", apply: (subject) => withModel(subject, {optimizer: () => tf.train.momentum(rate, 0.9)})},
    ];
  },
  optimizer: ({network: {optimizer}}: Patient): Proposal[] =>
    /Adam/.test(optimizer.name)
      ? [{title: "SGD", change: "", apply: (subject) => withModel(subject, {optimizer: () => tf.train.sgd(0.01)})}]
      : [adam(0.001)],
};
