import {change, codeOf} from "./code.js";
import {fitWith, refitted} from "./fit.js";
import {hasSize, lastSized, layersOf, remove, withModel, type Entry, type Placed, type Rebuild} from "./rebuild.js";
import {canInsert, insert} from "./insert.js";
import type {Patient, Proposal, Remedy} from "./treatment.js";

/** A proposal that edits some layers, with the code of those that it changes. */
export function edited(
  {model}: Pick<Patient, "model">,
  {title, edit, rest = {}, note = ""}: {title: string; edit: (layers: readonly Placed[]) => void; rest?: Rebuild; note?: string},
): Proposal {
  const [before, after] = [layersOf(model), layersOf(model)];
  const was = before.map(({entry}) => codeOf(entry));
  edit(after);
  const now = new Map(after.map(({entry, siblings}) => [entry.config.name, siblings.includes(entry) ? codeOf(entry) : ""]));
  const touched = before.flatMap(({entry}, i) =>
    now.get(entry.config.name) === was[i] ? [] : [{was: was[i]!, now: now.get(entry.config.name)!}],
  );
  const fresh = after.flatMap(({siblings}) => siblings).filter((entry, i, all) => all.indexOf(entry) === i && !now.has(entry.config.name));
  return {
    title,
    change: change(
      touched.map((one) => one.was).join("\n"),
      [...touched.map((one) => one.now), ...fresh.map(codeOf), note].filter(Boolean).join("\n"),
    ),
    apply: (subject) => withModel(subject, {...rest, layers: edit}),
  };
}

/** Hidden layers: those with weights before the last one that has units. */
export const hidden = (layers: readonly Placed[]): Placed[] => layers.filter(hasSize).slice(0, -1);

const saturating = new Set(["sigmoid", "tanh", "hardSigmoid", "softsign"]);
const bending = new Set(["relu", "relu6", "elu", "selu", "swish", "mish", "leakyReLU"]);

/** A first guess by the book: He's kernels before relu, Glorot's elsewhere, zero biases (He et al. 2015; Glorot & Bengio 2010). */
export function byTheBook({className, config}: Entry): void {
  const recurrent = /LSTM|GRU|RNN/.test(className);
  if (config.kernelInitializer) config.kernelInitializer = bending.has(String(config.activation)) ? he : glorot;
  if (config.depthwiseInitializer) config.depthwiseInitializer = he;
  if (config.recurrentInitializer && recurrent) config.recurrentInitializer = {className: "Orthogonal", config: {gain: 1, seed: null}};
  if (config.biasInitializer) config.biasInitializer = {className: "Zeros", config: {}};
  if (config.embeddingsInitializer)
    config.embeddingsInitializer = {className: "RandomUniform", config: {minval: -0.05, maxval: 0.05, seed: null}};
  if (config.gammaInitializer) config.gammaInitializer = {className: "Ones", config: {}};
  if (config.betaInitializer) config.betaInitializer = {className: "Zeros", config: {}};
}

const he = {className: "VarianceScaling", config: {scale: 2, mode: "fanIn", distribution: "normal", seed: null}};
const glorot = {className: "VarianceScaling", config: {scale: 1, mode: "fanAvg", distribution: "uniform", seed: null}};

export const initialise: Remedy = (patient) => [
  edited(patient, {
    title: "weights started by the book",
    edit: (layers) => layers.forEach(({entry}) => byTheBook(entry)),
    rest: {renew: true},
  }),
];

/** A relu where a hidden layer has none, a tanh, or a relu in a layer that is wide enough for its bends. */
export const addNonlinearity: Remedy = (patient) => {
  const bent = (activation: string) => (layers: readonly Placed[]) =>
    hidden(layers).forEach(({entry}) => {
      if (entry.config.activation !== "linear") return;
      Object.assign(entry.config, {
        activation,
        ...(entry.config.kernelInitializer ? {kernelInitializer: activation === "relu" ? he : glorot} : {}),
      });
    });
  const both = (layers: readonly Placed[]) => {
    bent("relu")(layers);
    widened(layers, {factor: 1, least: wide});
  };
  return [
    edited(patient, {title: "a relu in each hidden layer", edit: bent("relu")}),
    edited(patient, {title: "a tanh in each hidden layer", edit: bent("tanh")}),
    edited(patient, {title: `a relu in each hidden layer, and ${wide} units at least`, edit: both}),
  ];
};

/** Relus in place of what saturates, started as He et al. do, and alone and with Adam. */
export const unsaturate: Remedy = (patient) => {
  const relu = (layers: readonly Placed[]) =>
    hidden(layers).forEach(({entry}) => {
      if (saturating.has(String(entry.config.activation)) && !/LSTM|GRU|RNN/.test(entry.className)) entry.config.activation = "relu";
      byTheBook(entry);
    });
  return [edited(patient, {title: "relu in place of what saturates", edit: relu, rest: {renew: true}})];
};

/** What brings dead units back: started by the book, with a slope below zero. */
export const revive: Remedy = (patient) => [
  ...(initialise(patient) as Proposal[]),
  edited(patient, {
    title: "elu in place of relu, started by the book",
    edit: (layers) =>
      layers.forEach(({entry}, i) => {
        if (i < layers.length - 1 && bending.has(String(entry.config.activation))) entry.config.activation = "elu";
        byTheBook(entry);
      }),
    rest: {renew: true},
  }),
];

/** Least units of a hidden layer that is to be no bottleneck. */
const wide = 32;

/** Hidden layers of another size. */
export const widened = (layers: readonly Placed[], {factor, least}: {factor: number; least: number}): void =>
  hidden(layers).forEach(({entry: {config}}) => {
    for (const size of ["units", "filters"])
      if (typeof config[size] === "number") config[size] = Math.max(least, Math.round(factor * config[size]));
  });

/** More units in each hidden layer; a hidden layer where there is none. */
export const widen: Remedy = (patient) => {
  if (hidden(layersOf(patient.model)).length === 0) return deepen(patient);
  return [
    edited(patient, {title: `${wide} units a hidden layer at least`, edit: (layers) => widened(layers, {factor: 1, least: wide})}),
    edited(patient, {title: `four times the units, ${wide} at least`, edit: (layers) => widened(layers, {factor: 4, least: wide})}),
    ...(deepen(patient) as Proposal[]),
  ];
};

/** One more hidden layer, before the last. */
export const deepen: Remedy = (patient) => {
  const last = (layers: readonly Placed[]) => layers.findLast(({entry}) => "units" in entry.config);
  const place = last(layersOf(patient.model));
  if (!place || !canInsert(place, "before")) return [];
  const layer = (name: string): Entry => ({
    className: "Dense",
    config: {
      name,
      units: 2 * wide,
      activation: "relu",
      useBias: true,
      kernelInitializer: he,
      biasInitializer: {className: "Zeros", config: {}},
      trainable: true,
    },
  });
  return [
    edited(patient, {
      title: `a hidden layer of ${2 * wide} units before the last`,
      edit: (layers) => {
        const before = last(layers)!;
        insert(before, {where: "before", entry: layer(`${before.entry.config.name}_before`)});
      },
    }),
  ];
};

/** Hidden layers that another layer can be put behind. */
export const openBehind = (layers: readonly Placed[], kinds: RegExp): Placed[] =>
  hidden(layers).filter((place) => kinds.test(place.entry.className) && canInsert(place, "behind"));

/** Batch normalisation behind each hidden layer (Ioffe & Szegedy 2015); none where it is already, or where no place is. */
export const normalise = (patient: Pick<Patient, "model">): Proposal[] => {
  const layers = layersOf(patient.model);
  const places = (all: readonly Placed[]) => openBehind(all, /Dense|Conv/);
  if (layers.some(isNorm) || places(layers).length === 0) return [];
  return [
    edited(patient, {
      title: "batch normalisation behind each hidden layer",
      edit: (all) => {
        for (const place of places(all)) {
          const config = {name: `${place.entry.config.name}_norm`, axis: -1, momentum: 0.9, trainable: true};
          insert(place, {where: "behind", entry: {className: "BatchNormalization", config}});
        }
      },
    }),
  ];
};

/** Every layer may train. */
export const unfreeze: Remedy = (patient) => [
  edited(patient, {title: "every layer trainable", edit: (layers) => layers.forEach(({entry}) => (entry.config.trainable = true))}),
];

/** Dropout, noise and penalties scaled by a factor. */
export const loosened = (layers: readonly Placed[], factor: number): void =>
  layers.forEach(({entry: {className, config}}) => {
    if (/Dropout|Noise/.test(className))
      for (const name of ["rate", "stddev"]) if (typeof config[name] === "number") config[name] = factor * config[name];
    for (const name of ["dropout", "recurrentDropout"]) if (typeof config[name] === "number") config[name] = factor * config[name];
    for (const [name, value] of Object.entries(config)) {
      if (!/Regularizer$/.test(name) || !value) continue;
      const {config: strength} = value as Entry;
      config[name] = factor
        ? {
            ...(value as Entry),
            config: Object.fromEntries(Object.entries(strength).map(([key, one]) => [key, typeof one === "number" ? factor * one : one])),
          }
        : null;
    }
  });

/** Dropout and penalties off, or a hundredth of them. */
export const deregularise: Remedy = (patient) => [
  edited(patient, {title: "dropout and penalties off", edit: (layers) => loosened(layers, 0)}),
  edited(patient, {title: "a hundredth of the dropout and the penalties", edit: (layers) => loosened(layers, 0.01)}),
];

/** What keeps a network from learning its rows by heart: penalties (Krogh & Hertz 1992), and fewer epochs. */
export const restrain: Remedy = (patient) => {
  const {epochs} = patient.schedule;
  const penalised = (l2: number) =>
    edited(patient, {
      title: `an L2 penalty of ${l2}`,
      edit: (layers) =>
        layers.forEach(({entry: {config}}) => {
          if (config.kernelInitializer) config.kernelRegularizer = {className: "L1L2", config: {l1: 0, l2}};
        }),
    });
  const shorter = [10, 3]
    .filter((factor) => epochs >= factor)
    .map((factor) => refitted(`${Math.round(epochs / factor)} epochs`, {was: {epochs}, now: {epochs: Math.round(epochs / factor)}}));
  return [...shorter, ...dropping(patient), penalised(0.01), penalised(0.001)];
};

/** Dropout behind each hidden layer (Srivastava et al. 2014), where there is none yet. */
function dropping(patient: Pick<Patient, "model">): Proposal[] {
  const layers = layersOf(patient.model);
  const places = (all: readonly Placed[]) => openBehind(all, /^(Dense|Conv\dD|LSTM|GRU|SimpleRNN)$/);
  if (layers.some(({entry}) => /Dropout/.test(entry.className)) || places(layers).length === 0) return [];
  return [
    edited(patient, {
      title: "dropout of 0.3 behind each hidden layer",
      edit: (all) => {
        for (const place of places(all))
          insert(place, {
            where: "behind",
            entry: {className: "Dropout", config: {name: `${place.entry.config.name}_dropout`, rate: 0.3, trainable: true}},
          });
      },
    }),
  ];
}

/** Nothing that drops or perturbs what the loss reads. */
export const keepAnswers: Remedy = (patient) => [
  edited(patient, {
    title: "no dropout behind the last layer",
    edit: (layers) => {
      for (const one of layers.slice(lastSized(layers) + 1)) if (/Dropout|Noise/.test(one.entry.className)) remove(one);
    },
  }),
];

const isNorm = ({entry}: Placed): boolean => entry.className === "BatchNormalization";

/** Batch normalisation away from the output, with statistics that move in time, or gone. */
export const repairBatchNorm: Remedy = (patient) => {
  const behind = (layers: readonly Placed[]) => layers.slice(lastSized(layers) + 1).filter(isNorm);
  const fit = (subject: Patient["subject"]) => fitWith(subject, {batchSize: Math.max(32, subject.fit?.batchSize ?? 32)});
  const quick = (layers: readonly Placed[]) => layers.filter(isNorm).forEach(({entry}) => (entry.config.momentum = 0.9));
  const larger = edited(patient, {
    title: "batches of 32 at least, and a momentum of 0.9",
    edit: quick,
    note: "// fit: batchSize 32 at least",
  });
  return [
    ...(behind(layersOf(patient.model)).length
      ? [edited(patient, {title: "no batch normalisation behind the last layer", edit: (layers) => behind(layers).forEach(remove)})]
      : []),
    {...larger, apply: async (subject) => fit(await larger.apply(subject))},
    edited(patient, {title: "no batch normalisation", edit: (layers) => layers.filter(isNorm).forEach(remove)}),
  ];
};
