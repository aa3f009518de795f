import {check} from "../check.js";
import {counted} from "../math/digits.js";
import {sources} from "../sources.js";
import {heldOutParts} from "./parts.js";
import {rowKeys} from "./rows.js";

/** Nothing is held out: memory can't be told from learning. */
export const missingValidation = check(
  {
    name: "missing-validation",
    stage: "data",
    symptom: "The training loss is the only figure, and it falls whether the network learns or memorises.",
    cause: "All rows are learned from; none is kept to judge by.",
    remedy: "Hold out a fifth of the rows, shuffled first unless order matters: give validation, or fit.validationSplit.",
    source: {...sources.goodfellow, at: "section 5.3"},
    needs: ["train"],
    wants: ["validation", "test", "history"],
  },
  ({train, validation, test, history}) => {
    const parts = heldOutParts({validation, test});
    const seen = history?.validationLoss?.length ? "the recorded fit was validated" : undefined;
    const few = train.rows < fewRows || new Set(rowKeys(train)).size < fewRows;
    const held = parts.map(({part, split}) => `${split.given} ${part} rows`).join(" and ");
    const summary = held
      ? `${held} are held out beside ${train.given} training rows`
      : (seen ??
        `all ${counted(train.given, "row")} are learned from, none is held out; ${few ? "they are too few to share" : "about a fifth is expected"}`);
    return {verdict: held || seen || few ? "pass" : "warn", summary, evidence: [], certainty: "exact"};
  },
);

/** Different rows below which a table is a list of kinds, or too small to give any away. */
const fewRows = 50;
