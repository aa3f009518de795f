import {errorFinding} from "../errors/error-in-fit.js";
import {explainError} from "../errors/explain.js";
import type {Finding} from "../finding.js";

/** The finding that an error of tfjs comes down to; undefined where nothing better can be said than the error itself. */
export function explainThrown(error: {name: string; message: string}): Finding | undefined {
  const thrown = Object.assign(new Error(error.message), {name: error.name});
  const explanation = explainError(thrown);
  return explanation && errorFinding(thrown, {explanation, stage: "training"});
}
