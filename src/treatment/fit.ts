import type {Case} from "../case.js";
import {change, literal} from "./code.js";
import type {Proposal} from "./treatment.js";

/** Gives the fit other options. */
export const fitWith = (subject: Case, fit: Case["fit"]): Case => ({...subject, fit: {...subject.fit, ...fit}});

/** A proposal of other options of the fit. */
export const refitted = (title: string, {was, now}: {was: NonNullable<Case["fit"]>; now: NonNullable<Case["fit"]>}): Proposal => ({
  title,
  change: change(`await model.fit(train.x, train.y, ${literal(was)});`, `await model.fit(train.x, train.y, ${literal(now)});`),
  apply: (subject) => fitWith(subject, now),
});
