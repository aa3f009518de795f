import type * as tf from "@tensorflow/tfjs";

/** True for a layers model of any copy of tfjs: recognised by what it can do. */
export const isModel = (value: unknown): value is tf.LayersModel =>
  typeof (value as tf.LayersModel)?.predict === "function" && Array.isArray((value as tf.LayersModel).layers);
