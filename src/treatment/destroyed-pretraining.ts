import {edited} from "./edit.js";
import {lastSized} from "./rebuild.js";
import {atFactor} from "./training.js";
import type {Remedy} from "./treatment.js";

/** What was learned before is kept: all but the last layer frozen, or a rate of a tenth (Howard & Ruder 2018). */
export const keepPretrained: Remedy = (patient) => [
  edited(patient, {
    title: "all layers but the last frozen",
    edit: (layers) => layers.slice(0, Math.max(0, lastSized(layers))).forEach(({entry}) => (entry.config.trainable = false)),
  }),
  ...atFactor(patient, 0.1),
  ...atFactor(patient, 0.01),
];
