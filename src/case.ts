import type * as tf from "@tensorflow/tfjs";

/** Numbers nested to any depth; `null` and `undefined` are read as NaN. */
export type Nested = number | boolean | null | undefined | readonly Nested[];

/** A tensor, nested arrays, or a typed array with its shape. */
export type TensorLike = tf.Tensor | readonly Nested[] | {values: ArrayLike<number>; shape: readonly number[]};

/** One input, several in the model's order, or several by the name of the input layer. */
export type Inputs = TensorLike | readonly TensorLike[] | Readonly<Record<string, TensorLike>>;

/** Rows in memory: the first dimension of each of `x` and `y` counts the rows. */
export interface Dataset {
  /** Inputs, `[rows, …]`. */
  x: Inputs;
  /** Targets, `[rows, …]`. */
  y: Inputs;
  /** Names for display. */
  names?: {features?: readonly string[]; classes?: readonly string[]};
  /** The subject of each row, such as a patient or a recording: rows of one subject belong on one side of a split. */
  groups?: readonly (string | number)[];
}

/** Rows in memory, or a stream that is drawn into memory up to a stated cap. */
export type Data = Dataset | tf.data.Dataset<tf.TensorContainer>;

/** What the network is asked to do. */
export type Task = "binary" | "multiclass" | "multilabel" | "regression" | "forecast" | "reconstruction";

/** How inputs were scaled: to mean 0 and deviation 1, or to 0 and 1 at the ends, each component by the training rows. */
export type Scaling = "z-score" | "min-max";

/** The loss of each epoch of a fit that already happened: `tf.History`, its `history`, the JSON that Keras saves, or what ddx's recorder recorded. */
export type History =
  | {history: Readonly<Record<string, readonly (number | string | null | tf.Tensor)[]>>}
  | Readonly<Record<string, readonly (number | string | null)[]>>;

/** A compiled model, cloned and never changed, or a factory that gives a fresh one at each call. */
export type ModelSource = tf.LayersModel | (() => tf.LayersModel | Promise<tf.LayersModel>);

/** A network, its data and how it is trained: what ddx diagnoses. */
export interface Case {
  /** The compiled model, or a factory of compiled models. */
  model: ModelSource;
  /** The model as it is after the user's own training. */
  trained?: tf.LayersModel;
  /** A compiled network for the same rows that is known to work, in place of ddx's own for such shapes. */
  reference?: ModelSource;
  /** Another training set of the same shapes on which such networks are known to learn, such as MNIST; a teacher's when left out. */
  standard?: Data;
  /** Rows to learn from. */
  train: Data;
  /** Rows to choose by. */
  validation?: Data;
  /** Rows to judge by. */
  test?: Data;
  /** How the user trains; epochs 10, batchSize 32 and shuffle true are assumed for what is left out. */
  fit?: Omit<tf.ModelFitArgs, "validationData" | "verbose">;
  /** Inferred from loss, targets and output when left out. */
  task?: Task;
  /** How you scaled the inputs; `unscaled-inputs` holds them to it. */
  scaling?: Scaling;
  /** The record of a fit that already happened. */
  history?: History;
  /** Illnesses known and accepted, with the reason: their failures become warnings. */
  accept?: Readonly<Record<string, string>>;
  /** Whole number from which all randomness is drawn; 1 when left out. */
  seed?: number;
}
