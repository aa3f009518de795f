import {edited} from "./edit.js";
import {lastSized, remove} from "./rebuild.js";
import type {Remedy} from "./treatment.js";

/** Nothing that drops or perturbs what the loss reads. */
export const keepAnswers: Remedy = (patient) => [
  edited(patient, {
    title: "no dropout behind the last layer",
    edit: (layers) => {
      for (const one of layers.slice(lastSized(layers) + 1)) if (/Dropout|Noise/.test(one.entry.className)) remove(one);
    },
  }),
];
