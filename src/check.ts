import type {Scaling, Task} from "./case.js";
import type {Bank, Elsewhere, Live, Modes, Probe, Reference} from "./experiments.js";
import type {FitRecord, Network, Predictions, Schedule, Split, Trained} from "./facts.js";
import type {About, Finding, Observation} from "./finding.js";

export type * from "./experiments.js";
export type * from "./facts.js";

/** All that a check can ask for; it gets only what it names in `needs`. */
export interface Material {
  train: Split;
  validation: Split;
  test: Split;
  network: Network;
  schedule: Schedule;
  /** The untrained network on at most 512 training rows. */
  probe: () => Promise<Probe>;
  /** The same network on the same rows, started by the book with `count` seeds: Glorot's kernels, zero biases. */
  starts: (count: number) => Promise<readonly Probe[]>;
  /** Lends a fresh copy of the network to a function, and frees it afterwards. */
  untrained: <T>(look: (network: Live) => Promise<T>) => Promise<T>;
  /** What the trained network says of held-out rows. */
  predictions: () => Promise<Predictions>;
  /** What fits say of all training rows, each row by a fit that left it out; only for few rows without validation. */
  folds: () => Promise<Predictions>;
  /** What the user's trained model has kept of the start of its training. */
  trained: () => Promise<Trained>;
  /** The user's trained model on training rows, in both modes; undefined when it is no model of the case's topology. */
  trainedModes: () => Promise<Modes | undefined>;
  history: FitRecord;
  bank: Bank;
  reference: Reference;
  elsewhere: Elsewhere;
}

/** What every check gets: the task, the seed of its own randomness, and what the case says of its preparation. */
export interface Basics {
  task: Task;
  seed: number;
  /** How the inputs were scaled, when the case says so. */
  scaling?: Scaling;
}

/** The name of something that a check needs. */
export type Need = keyof Material;

/** What a planned check will train, to be priced: fits of `steps` steps on batches of `batch` rows. */
export interface Work {
  /** Fits from the bank that are shared with other checks. */
  runs?: number;
  /** Fits on permuted targets from the bank, shared too. */
  shuffled?: number;
  /** Own trials. */
  trials?: readonly OwnTrial[];
  /** Planned after the others: what it tells is told by them in part. */
  late?: boolean;
}

/** A trial of a check's own. */
export interface OwnTrial {
  steps: number;
  batchSize: number;
  /** Another network than the case's. */
  network?: Network;
  /** True where only the losses are asked for: nothing is looked at or judged. */
  descends?: boolean;
}

/** A check: what it is about, what it needs, and one function. */
export interface Check {
  about: About;
  needs: readonly Need[];
  /** What it uses when the case has it. */
  wants?: readonly Need[];
  /** Tasks that it can judge; all when left out. */
  tasks?: readonly Task[];
  /** What it trains at most. */
  work?: (facts: {train: Split; network: Network; schedule: Schedule; reference?: Reference; elsewhere?: Elsewhere}) => Work;
  examine: (material: Partial<Material> & Basics) => Observation | Promise<Observation>;
}

/** A check's description: {@link About} with what it needs. */
export interface Description<N extends Need, W extends Need = never> extends About {
  needs: readonly N[];
  wants?: readonly W[];
  tasks?: readonly Task[];
  work?: Check["work"];
}

/** Makes a check from its description and the function that examines what it needs. */
export function check<N extends Need, W extends Need = never>(
  {needs, wants, tasks, work, ...about}: Description<N, W>,
  examine: (material: Pick<Material, N> & Partial<Pick<Material, W>> & Basics) => Observation | Promise<Observation>,
): Check {
  return {about: frozen(about), needs, wants, tasks, work, examine: examine as Check["examine"]};
}

/** What a check says of itself is shared by all findings of a process: nobody may change it. */
const frozen = (about: About): About => Object.freeze({...about, source: Object.freeze({...about.source})});

/** What any network that answers badly shows, whatever the cause. */
export const answersBadly: readonly string[] = [
  "below-baseline",
  "ignores-inputs",
  "below-reference",
  "cannot-learn-elsewhere",
  "collapsed-predictions",
  "ignored-class",
];

/** The symptoms of any network that does not learn: an illness that stops learning explains them all. */
export const notLearning: readonly string[] = [
  ...answersBadly,
  "cannot-memorise",
  "ignores-labels",
  "flat-loss",
  "oscillating-loss",
  "divergence",
  "exploding-gradient",
  "vanishing-gradient",
  "dead-units",
  "saturated-units",
  "growing-weight-norms",
  "unmoved-weights",
  "wrong-initial-loss",
  "ignored-input",
  "overconfidence",
  "not-trained",
];

/** An observation with what it is about. */
export const finding = (about: About, observation: Observation): Finding => ({about, ...observation});
