import {he} from "./bad-initialisation.js";
import {edited, hidden} from "./edit.js";
import {canInsert, insert} from "./insert.js";
import {layersOf, type Entry, type Placed} from "./rebuild.js";
import type {Proposal, Remedy} from "./treatment.js";

/** Least units of a hidden layer that is to be no bottleneck. */
export const wide = 32;

/** Hidden layers of another size. */
export const widened = (layers: readonly Placed[], {factor, least}: {factor: number; least: number}): void =>
  hidden(layers).forEach(({entry: {config}}) => {
    for (const size of ["units", "filters"])
      if (typeof config[size] === "number") config[size] = Math.max(least, Math.round(factor * config[size]));
  });

/** More units in each hidden layer; a hidden layer where there is none. */
export const widen: Remedy = (patient) => {
  if (hidden(layersOf(patient.model)).length === 0) return deepen(patient);
  return [
    edited(patient, {title: `${wide} units a hidden layer at least`, edit: (layers) => widened(layers, {factor: 1, least: wide})}),
    edited(patient, {title: `four times the units, ${wide} at least`, edit: (layers) => widened(layers, {factor: 4, least: wide})}),
    ...(deepen(patient) as Proposal[]),
  ];
};

/** One more hidden layer, before the last. */
export const deepen: Remedy = (patient) => {
  const last = (layers: readonly Placed[]) => layers.findLast(({entry}) => "units" in entry.config);
  const place = last(layersOf(patient.model));
  if (!place || !canInsert(place, "before")) return [];
  const layer = (name: string): Entry => ({
    className: "Dense",
    config: {
      name,
      units: 2 * wide,
      activation: "relu",
      useBias: true,
      kernelInitializer: he,
      biasInitializer: {className: "Zeros", config: {}},
      trainable: true,
    },
  });
  return [
    edited(patient, {
      title: `a hidden layer of ${2 * wide} units before the last`,
      edit: (layers) => {
        const before = last(layers)!;
        insert(before, {where: "before", entry: layer(`${before.entry.config.name}_before`)});
      },
    }),
  ];
};
