import {edited} from "./edit.js";
import type {Remedy} from "./treatment.js";

/** Every layer may train. */
export const unfreeze: Remedy = (patient) => [
  edited(patient, {title: "every layer trainable", edit: (layers) => layers.forEach(({entry}) => (entry.config.trainable = true))}),
];
