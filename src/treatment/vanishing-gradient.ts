import {byTheBook} from "./bad-initialisation.js";
import {edited, hidden} from "./edit.js";
import type {Placed} from "./rebuild.js";
import type {Remedy} from "./treatment.js";

const saturating = new Set(["sigmoid", "tanh", "hardSigmoid", "softsign"]);

/** Relus in place of what saturates, started as He et al. do, and alone and with Adam. */
export const unsaturate: Remedy = (patient) => {
  const relu = (layers: readonly Placed[]) =>
    hidden(layers).forEach(({entry}) => {
      if (saturating.has(String(entry.config.activation)) && !/LSTM|GRU|RNN/.test(entry.className)) entry.config.activation = "relu";
      byTheBook(entry);
    });
  return [edited(patient, {title: "relu in place of what saturates", edit: relu, rest: {renew: true}})];
};
