import {byTheBook, bending, initialise} from "./bad-initialisation.js";
import {edited} from "./edit.js";
import type {Proposal, Remedy} from "./treatment.js";

/** What brings dead units back: started by the book, with a slope below zero. */
export const revive: Remedy = (patient) => [
  ...(initialise(patient) as Proposal[]),
  edited(patient, {
    title: "elu in place of relu, started by the book",
    edit: (layers) =>
      layers.forEach(({entry}, i) => {
        if (i < layers.length - 1 && bending.has(String(entry.config.activation))) entry.config.activation = "elu";
        byTheBook(entry);
      }),
    rest: {renew: true},
  }),
];
