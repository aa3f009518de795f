import {edited, openBehind, isNorm} from "./edit.js";
import {fitWith} from "./fit.js";
import {insert} from "./insert.js";
import {lastSized, layersOf, remove, type Placed} from "./rebuild.js";
import type {Patient, Proposal, Remedy} from "./treatment.js";

/** Batch normalisation behind each hidden layer (Ioffe & Szegedy 2015); none where it is already, or where no place is. */
export const normalise = (patient: Pick<Patient, "model">): Proposal[] => {
  const layers = layersOf(patient.model);
  const places = (all: readonly Placed[]) => openBehind(all, /Dense|Conv/);
  if (layers.some(isNorm) || places(layers).length === 0) return [];
  return [
    edited(patient, {
      title: "batch normalisation behind each hidden layer",
      edit: (all) => {
        for (const place of places(all)) {
          const config = {name: `${place.entry.config.name}_norm`, axis: -1, momentum: 0.9, trainable: true};
          insert(place, {where: "behind", entry: {className: "BatchNormalization", config}});
        }
      },
    }),
  ];
};

/** Batch normalisation away from the output, with statistics that move in time, or gone. */
export const repairBatchNorm: Remedy = (patient) => {
  const behind = (layers: readonly Placed[]) => layers.slice(lastSized(layers) + 1).filter(isNorm);
  const fit = (subject: Patient["subject"]) => fitWith(subject, {batchSize: Math.max(32, subject.fit?.batchSize ?? 32)});
  const quick = (layers: readonly Placed[]) => layers.filter(isNorm).forEach(({entry}) => (entry.config.momentum = 0.9));
  const larger = edited(patient, {
    title: "batches of 32 at least, and a momentum of 0.9",
    edit: quick,
    note: "// fit: batchSize 32 at least",
  });
  return [
    ...(behind(layersOf(patient.model)).length
      ? [edited(patient, {title: "no batch normalisation behind the last layer", edit: (layers) => behind(layers).forEach(remove)})]
      : []),
    {...larger, apply: async (subject) => fit(await larger.apply(subject))},
    edited(patient, {title: "no batch normalisation", edit: (layers) => layers.filter(isNorm).forEach(remove)}),
  ];
};
