import {check, notLearning, type Part} from "../check.js";
import {num, type Observation} from "../finding.js";
import {counted, digits, percent} from "../math/digits.js";
import {sources} from "../sources.js";
import {differentRows} from "../trial/sample-rows.js";
import {measureSlopes, type Slope, type Slopes} from "./slope.js";

/** A layer or a loss of the user's own whose gradient is not the slope of its value. */
export const wrongGradient = check(
  {
    name: "wrong-gradient",
    stage: "model",
    symptom: "The loss does not fall although the network is large enough, or some weights never move.",
    cause:
      "A tf.customGrad gives something else than the derivative, or values are read out (dataSync) and put back, which cuts the gradient off.",
    remedy: "Write the layer or the loss in differentiable operations of tf only, or correct the gradFunc of its tf.customGrad.",
    source: {...sources.cs231n, at: "gradient checks"},
    explains: [...notLearning, "too-small-model", "too-few-steps", "learning-rate-too-low", "learning-rate-too-high", "not-trained"],
    needs: ["train", "untrained"],
  },
  ({train, untrained, seed}) =>
    untrained(async (live) => {
      const rows = differentRows(train, {count: tried});
      const parts = await live.parts({x: rows.x, y: rows.y});
      if (parts.length === 0)
        return {
          verdict: "pass",
          summary: "all layers and losses are tfjs's own, whose gradients are exact",
          evidence: [],
          certainty: "exact",
        };
      const judged: Observation[] = [];
      for (const part of parts) judged.push(judge(part, await measureSlopes(part, {seed})));
      return judged.find(({verdict}) => verdict === "fail") ?? judged.find(({verdict}) => verdict === "unsure") ?? judged[0]!;
    }),
);

/** Rows that the parts are evaluated on. */
const tried = 8;

/** Share of the slopes that may be wrong: the edge of a kink is not always seen. */
const allowed = 0.05;

/** Slopes that a verdict needs at least. */
const least = 3;

function judge(part: Part, found: Slopes): Observation {
  const what = part.kind === "loss" ? `the loss of ${part.name}` : part.name;
  if (found.kind === "thrown")
    return {verdict: "fail", summary: `tfjs has no gradient of ${what} (${found.message}); expected one`, evidence: [], certainty: "exact"};
  if (found.kind === "random")
    return {verdict: "pass", summary: `${what} draws at random: its gradient cannot be compared with its values`, evidence: []};
  if (found.kind === "identity")
    return {
      verdict: "pass",
      summary: `${what} passes its input on unchanged; a gradient of its own is meant`,
      evidence: [],
      certainty: "exact",
    };
  const {slopes} = found;
  const wrong = slopes.filter(({verdict}) => verdict === "wrong");
  const flat = slopes.filter(({verdict}) => verdict === "flat");
  if (slopes.length < least)
    return {
      verdict: "unsure",
      summary: `only ${counted(slopes.length, "slope")} of ${what} could be measured; other rows would settle it`,
      evidence: [],
    };
  if (wrong.length / slopes.length > allowed) return fail(what, {slopes, wrong});
  return {
    verdict: "pass",
    summary: flat.length
      ? `${what} moves in steps and has a gradient in their place (${flat.length} of ${slopes.length} slopes), as a straight-through estimator does`
      : `${slopes.length} slopes of ${what} agree with central differences within 5 %`,
    evidence: [],
    certainty: "exact",
  };
}

function fail(what: string, {slopes, wrong}: {slopes: readonly Slope[]; wrong: readonly Slope[]}): Observation {
  const worst = [...wrong].sort((a, b) => Math.abs(b.measured - b.told) - Math.abs(a.measured - a.told));
  const cut = wrong.every(({told}) => told === 0);
  const [first] = worst;
  return {
    verdict: "fail",
    summary: cut
      ? `no gradient of ${what} reaches its ${first!.argument} (0 at ${percent(wrong.length / slopes.length)} of ${slopes.length} places; central differences measure up to ${digits(first!.measured)})`
      : `the gradient of ${what} by its ${first!.argument} is ${digits(first!.told)} where central differences measure ${digits(first!.measured)}, and wrong at ${percent(wrong.length / slopes.length)} of ${slopes.length} places; at most 5 % are expected`,
    evidence: [
      {
        kind: "table",
        label: "slopes that differ most",
        columns: ["by", "place", "tfjs", "central difference"],
        rows: worst.slice(0, 10).map(({argument, at, told, measured}) => [argument, at, num(told), num(measured)]),
      },
    ],
    certainty: "exact",
  };
}
