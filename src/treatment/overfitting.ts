import {edited, openBehind} from "./edit.js";
import {refitted} from "./fit.js";
import {insert} from "./insert.js";
import {layersOf, type Placed} from "./rebuild.js";
import type {Patient, Proposal, Remedy} from "./treatment.js";

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
