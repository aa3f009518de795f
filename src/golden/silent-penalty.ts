import {check, type Penalty} from "../check.js";
import {num} from "../finding.js";
import {counted, digits} from "../math/digits.js";
import {sources} from "../sources.js";

/** Relative rise below which ten times a penalty's strength changes nothing that float32 could show. */
const least = 1e-6;

/** The loss must rise with the strength of each weight penalty that is declared: one that never reaches the loss, or lowers it, does not do what it is there for. */
export const silentPenalty = check(
  {
    name: "silent-penalty",
    stage: "golden",
    symptom: "A weight penalty of any strength changes nothing, or makes weights grow.",
    cause:
      "The penalty never reaches the loss: tfjs 4.22 leaves out those of recurrent cells and of bidirectional layers; or its strength is negative.",
    remedy:
      "Give its strength a positive number; where tfjs leaves it out, hold the layer back by dropout or recurrentDropout instead, or add the penalty to a loss of your own.",
    source: {...sources.cs231n, at: "sanity checks: increasing the regularization strength should increase the loss"},
    needs: ["untrained"],
  },
  async ({untrained}) => {
    const found = await untrained((live) => live.penalties());
    if (!found.length) return {verdict: "pass", summary: "no layer declares a weight penalty", evidence: [], certainty: "exact"};
    const bad = found.filter((one) => !rises(one));
    const evidence = [table(found)];
    if (!bad.length)
      return {
        verdict: "pass",
        summary: `the loss rises with ${found.length === 1 ? "the weight penalty" : `all ${found.length} weight penalties`}`,
        evidence,
        certainty: "exact",
      };
    const [first] = bad;
    const {layer, on, at} = first!;
    const rest =
      bad.length > 1
        ? `, and ${counted(bad.length - 1, "other penalty").replace(/ys$/, "ies")} ${bad.length > 2 ? "are" : "is"} like it`
        : "";
    return {
      verdict: "fail",
      summary: `at ten times its strength the penalty on the ${on} of ${layer} changes the loss by ${digits(at[2] - at[1])}; a rise is expected${rest}`,
      evidence,
      certainty: "exact",
    };
  },
);

const rises = ({at: [, own, more]}: Penalty): boolean => more - own > least * Math.abs(own);

const table = (found: readonly Penalty[]) => ({
  kind: "table" as const,
  label: "all penalties together, as one of them is made stronger (weights drawn anew, from -1 to 1)",
  columns: ["layer", "on", "at 0 times", "as it is", "at 10 times"],
  rows: found.map(({layer, on, at}) => [layer, on, ...at.map(num)]),
});
