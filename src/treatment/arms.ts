import * as tf from "@tensorflow/tfjs";
import type {Source} from "../finding.js";
import {sources} from "../sources.js";
import {rateSchedule} from "../trial/rates.js";
import {change, codeOf} from "./code.js";
import {fitWith, refitted} from "./fit.js";
import {insert} from "./insert.js";
import {normalise} from "./batch-norm-misuse.js";
import {widened} from "./bottleneck.js";
import {edited, hidden, openBehind} from "./edit.js";
import {loosened} from "./over-regularised.js";
import {layersOf, withModel, type Entry, type Placed} from "./rebuild.js";
import {adam, atFactor} from "./training.js";
import type {Patient, Proposal} from "./treatment.js";

/** Which way a loss is expected to go. */
export type Expected = "lower" | "higher" | "any";

/** A change of the hyper-parameters, with what is expected of it before it is tried. */
export interface Arm extends Proposal {
  /** In kebab-case. */
  name: string;
  /** What is expected of the training loss and of the loss on held-out rows. */
  expected: {training: Expected; heldOut: Expected};
  /** Why it is expected. */
  because: string;
  source: Source;
}

/** The big guns of the seed answer, as far as they apply to a case. */
export function armsOf(patient: Patient): Arm[] {
  return [
    ...optimizers(patient),
    ...rateArms(patient),
    ...batches(patient),
    ...rates(),
    ...sizes(patient),
    ...regularisation(patient),
    ...norms(patient),
  ];
}

const arm = (
  name: string,
  {
    proposal,
    training,
    heldOut,
    because,
    source,
  }: Omit<Arm, keyof Proposal | "name" | "expected"> & {proposal: Proposal; training: Expected; heldOut: Expected},
): Arm => ({
  ...proposal,
  ...{name, because, source},
  expected: {training, heldOut},
});

/** How much larger a rate SGD with momentum takes than Adam for steps of the same size, roughly: Adam's are normalised. */
const momentumRate = 10;

function optimizers({network}: Patient): Arm[] {
  const {name, learningRate = 0.001} = network.optimizer;
  if (!/Adam|RMSProp/i.test(name)) {
    const because = "Adam's steps are scaled weight by weight, which mostly trains faster";
    return [arm("adam", {proposal: adam(0.001), training: "lower", heldOut: "any", because, source: sources.wilson})];
  }
  const rate = Number((momentumRate * learningRate).toPrecision(3));
  const proposal: Proposal = {
    title: `SGD with momentum at a rate of ${rate}`,
    change: change(`// ${name} at a rate of ${learningRate}`, `tf.train.momentum(${rate}, 0.9)`),
    apply: (subject) => withModel(subject, {optimizer: () => tf.train.momentum(rate, 0.9)}),
  };
  const because = "adaptive steps train faster, plain ones often generalise better";
  return [arm("sgd-with-momentum", {proposal, training: "higher", heldOut: "lower", because, source: sources.wilson})];
}

function batches({schedule: {batchSize, epochs}}: Patient): Arm[] {
  const size = Math.max(1, Math.round(batchSize / 4));
  if (size === batchSize) return [];
  const proposal = refitted(`batches of ${size}`, {was: {epochs, batchSize}, now: {epochs, batchSize: size}});
  return [
    arm("smaller-batches", {
      proposal,
      training: "any",
      heldOut: "lower",
      because: "small batches find flatter minima, and take more steps an epoch",
      source: sources.keskar,
    }),
  ];
}

function rates(): Arm[] {
  const led = (name: "warmUp" | "cyclic" | "oneCycle", title: string): Proposal => ({
    title,
    change: change("", `// import {rateSchedule} from "ddx";\nawait model.fit(train.x, train.y, {callbacks: [rateSchedule("${name}")]});`),
    apply: (subject) =>
      fitWith(subject, {callbacks: [...[subject.fit?.callbacks ?? []].flat(), rateSchedule(name)] as tf.CustomCallback[]}),
  });
  return [
    arm("warm-up-then-decay", {
      proposal: led("warmUp", "the rate up over a tenth of the training, then down"),
      training: "lower",
      heldOut: "lower",
      because: "large steps cross the valley, small ones at the end settle in it",
      source: sources.loshchilov,
    }),
    arm("cyclic-rate", {
      proposal: led("cyclic", "the rate in four triangles"),
      training: "any",
      heldOut: "lower",
      because: "a rate that comes back leaves bad minima",
      source: sources.smith,
    }),
    arm("one-cycle-rate", {
      proposal: led("oneCycle", "the rate up to three times, then down to nothing"),
      training: "lower",
      heldOut: "lower",
      because: "a high rate in the middle regularises and saves epochs",
      source: sources.smithTopin,
    }),
  ];
}

function sizes(patient: Patient): Arm[] {
  if (hidden(layersOf(patient.model)).length === 0) return [];
  const sized = (factor: number, title: string) => edited(patient, {title, edit: (layers) => widened(layers, {factor, least: 1})});
  const deep = deeper(patient);
  const source = sources.goodfellow;
  const more = "can express more; the training loss must not rise";
  return [
    arm("more-units", {
      proposal: sized(2, "twice the units in each hidden layer"),
      training: "lower",
      heldOut: "any",
      because: `more units ${more}`,
      source,
    }),
    arm("fewer-units", {
      proposal: sized(0.5, "half the units in each hidden layer"),
      training: "higher",
      heldOut: "any",
      because: "fewer units can express less",
      source,
    }),
    ...(deep ? [arm("more-layers", {proposal: deep, training: "lower", heldOut: "any", because: `one more layer ${more}`, source})] : []),
  ];
}

/** The last hidden dense layer once more behind itself; undefined where there is none that another can be put behind. */
function deeper(patient: Patient): Proposal | undefined {
  const last = (layers: readonly Placed[]) => openBehind(layers, /^Dense$/).at(-1);
  const own = last(layersOf(patient.model));
  if (!own) return undefined;
  return edited(patient, {
    title: `one more ${codeOf({...own.entry, config: {...own.entry.config, batchInputShape: undefined}})}`,
    edit: (layers) => {
      const place = last(layers)!;
      const {batchInputShape: _, ...config} = structuredClone(place.entry.config);
      insert(place, {where: "behind", entry: {className: "Dense", config: {...config, name: `${config.name}_again`} as Entry["config"]}});
    },
  });
}

function regularisation(patient: Patient): Arm[] {
  const regularised = layersOf(patient.model).some(
    ({entry: {className, config}}) =>
      /Dropout|Noise/.test(className) || Object.entries(config).some(([name, value]) => /Regularizer$/.test(name) && value),
  );
  if (!regularised) return [];
  const less = (factor: number, title: string) => edited(patient, {title, edit: (layers) => loosened(layers, factor)});
  const because = "without a brake the training loss must fall; the held-out loss may rise";
  return [
    arm("less-regularisation", {
      proposal: less(0.5, "half the dropout and the penalties"),
      training: "lower",
      heldOut: "any",
      because,
      source: sources.goodfellow,
    }),
    arm("no-regularisation", {
      proposal: less(0, "dropout and penalties off"),
      training: "lower",
      heldOut: "any",
      because,
      source: sources.goodfellow,
    }),
  ];
}

function norms(patient: Patient): Arm[] {
  const because = "normalised layers train faster and bear higher rates";
  return normalise(patient).map((proposal) =>
    arm("batch-normalisation", {proposal, training: "lower", heldOut: "any", because, source: sources.ioffe}),
  );
}

/** Rates around the user's own, a third and three times: which of them is best is the first question. */
const rateArms = (patient: Patient): Arm[] =>
  [1 / 3, 3].flatMap((factor) =>
    atFactor(patient, factor).map((proposal) =>
      arm(factor < 1 ? "lower-rate" : "higher-rate", {
        proposal,
        training: "any",
        heldOut: "any",
        because: "the rate matters more than any other hyper-parameter",
        source: sources.bengio,
      }),
    ),
  );
