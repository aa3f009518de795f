import {check} from "../check.js";
import {counted, digits, percent} from "../math/digits.js";
import {sources} from "../sources.js";
import {columns} from "./columns.js";
import {looksUp} from "../trial/entry.js";

/** Inputs that are the same in every row carry nothing. */
export const constantFeature = check(
  {
    name: "constant-feature",
    stage: "data",
    symptom: "Inputs seem to be ignored; removing them changes nothing.",
    cause:
      "A component holds one value in every row: a field that was never filled in, a unit that broke, a column read from the wrong place.",
    remedy: "Look where the component comes from; drop it if it is empty.",
    source: {...sources.deepchecks, at: "Is Single Value"},
    explains: ["ignored-input", "no-signal", "below-baseline", "ignores-inputs"],
    needs: ["train"],
    wants: ["network"],
  },
  ({train, network}) => {
    if (train.rows < fewRows)
      return {verdict: "pass", summary: `${counted(train.rows, "row")} are too few to call a component constant`, evidence: []};
    const all = train.x.flatMap((block, i) =>
      looksUp(network, network?.inputs[i]?.name ?? block.name) ? [] : columns(block).map((column) => ({...column, wide: block.size})),
    );
    const constant = all.filter(({deviation, missing}) => deviation === 0 && missing === 0);
    const share = all.length ? constant.length / all.length : 0;
    // In pictures laid out as rows the border never varies, in word counts some words never occur: many zeros among many components are usual.
    const usual = constant.every(({min, wide}) => min === 0 && wide > 30);
    const verdict = constant.length === 0 ? "pass" : share === 1 || (share > half && !usual) ? "fail" : usual ? "pass" : "warn";
    return {
      verdict,
      summary: `${constant.length} of ${counted(all.length, "input")} (${percent(share)}) ${constant.length === 1 ? "holds" : "hold"} one value in every row${constant.length && verdict !== "pass" ? `, such as ${constant[0]!.name} = ${digits(constant[0]!.min)}; expected none` : ""}`,
      evidence:
        verdict === "pass"
          ? []
          : [
              {
                kind: "table",
                label: "inputs that never vary",
                columns: ["input", "value"],
                rows: constant.slice(0, 30).map(({name, min}) => [name, min]),
              },
            ],
      certainty: "exact",
    };
  },
);

/** Rows below which a column may be constant by chance. */
const fewRows = 20;

/** Share of constant inputs above which most of what the network reads is empty. */
const half = 0.5;
