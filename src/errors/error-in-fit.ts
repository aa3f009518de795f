import {notLearning} from "../check.js";
import type {About, Evidence, Finding} from "../finding.js";
import {sources} from "../sources.js";
import type {Explanation} from "./explanation.js";

/** The user's own model function or fit throws: nothing that trains can be examined. It is no check: it is found where another meets it. */
export const errorInFit: About = {
  name: "error-in-fit",
  stage: "training",
  symptom: "Building the model, fit or predict throws an error.",
  cause: "tfjs, or a layer, loss or metric of your own, refuses what it is given.",
  remedy: "Read the message and call fit on one batch by hand; explainError says what tfjs's own messages mean.",
  source: {...sources.tfjs, title: "tensorflow.js 4.22, source"},
  explains: notLearning,
};

/** The finding that the user's model function (`model`) or fit (`training`) throws; with cause and remedy when the message is known. */
export function errorFinding(error: Error, {stage, explanation}: {stage: keyof typeof wheres; explanation?: Explanation}): Finding {
  const where = wheres[stage];
  const message = explanation?.message ?? firstLine(error);
  const {cause = errorInFit.cause, fix = errorInFit.remedy, source = errorInFit.source} = explanation ?? {};
  return {
    about: {...errorInFit, stage, cause, remedy: fix, source},
    verdict: "fail",
    summary: `${where}: ${explanation ? `${explanation.title} (${message})` : message}`,
    evidence: explanation?.check === undefined ? [] : [next(explanation.check)],
    certainty: "exact",
  };
}

const wheres = {model: "building the model throws", training: "fit throws", data: "reading the rows throws"};

const next = (check: string): Evidence => ({
  kind: "code",
  label: "the check to run next",
  language: "typescript",
  code: `await diagnose(subject, {checks: [${JSON.stringify(check)}]})`,
});

const firstLine = ({message, name}: Error): string => (message.trim() || name).split("\n")[0]!.slice(0, 300);
