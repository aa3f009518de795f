import type * as tf from "@tensorflow/tfjs";
import type {Case, Task} from "../case.js";
import type {Network, Schedule, Split} from "../check.js";
import type {Finding} from "../finding.js";
import type {Opened} from "../trial/measure.js";
import {freeRows} from "./rows.js";

/** A case read for its treatment. */
export interface Patient {
  /** The case, as the treatments before this one have left it. */
  subject: Case;
  /** A copy of its model, to be read. */
  model: tf.LayersModel;
  network: Network;
  /** The training rows, at most `rowCap` of them. */
  train: Split;
  /** Held-out rows that the case gives; those that its fit only splits off are among its training rows. */
  validation?: Split;
  /** Training rows that the fit splits off by `validationSplit`. */
  splitOff?: Split;
  test?: Split;
  task: Task;
  schedule: Schedule;
  /** What speaks for the illness. */
  finding?: Finding;
}

/** An opened case as a patient. */
export function patientOf({subject, prepared}: Opened, finding?: Finding): Patient {
  const {material, inference, setting} = prepared;
  return {
    subject,
    model: setting!.blueprint.prototype,
    network: material.network!,
    train: material.train!,
    validation: subject.validation && material.validation,
    splitOff: subject.validation ? undefined : material.validation,
    test: material.test,
    task: inference.task,
    schedule: material.schedule!,
    finding,
  };
}

/** A change that may cure. */
export interface Proposal {
  /** What is done, such as `a sigmoid on the last layer`. */
  title: string;
  /** The TypeScript that a person would write, before and after. */
  change: string;
  /** The changed case; nothing of the given one is changed. */
  apply: (subject: Case) => Case | Promise<Case>;
}

/** What may be done about an illness: changes to choose from, or why no program can make any. */
export type Remedy = (patient: Patient) => readonly Proposal[] | {impossible: string};

/** Applies several changes, one after the other. */
export const together = (title: string, parts: readonly Proposal[]): Proposal => ({
  title,
  change: parts.map(({change}) => change).join("\n"),
  apply: async (subject) => {
    let state = subject;
    for (const {apply} of parts) {
      const next = await apply(state);
      if (state !== subject) freeRows(state, {but: [subject, next]});
      state = next;
    }
    return state;
  },
});
