import {edited} from "./edit.js";
import type {Entry, Placed} from "./rebuild.js";
import type {Remedy} from "./treatment.js";

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
