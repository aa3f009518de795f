import {check, notLearning} from "../check.js";
import {percent} from "../math/digits.js";
import {sources} from "../sources.js";
import {binary, categorical, pair, rowSums, shareOf, type Pairing} from "./coding.js";

/** What a rule says of an output. */
interface Mismatch {
  verdict: "fail" | "warn";
  summary: string;
  better: string;
}

/** A classifier's output without the activation that its loss and its labels need. */
export const wrongOutputActivation = check(
  {
    name: "wrong-output-activation",
    stage: "model",
    symptom: "Some answers are never given, or the loss is NaN or freezes at a large value.",
    cause: "The last activation gives what the loss cannot read as probabilities, or makes labels compete that do not exclude one another.",
    remedy: "One of several classes: softmax. Two classes on one unit, or several labels at once: sigmoid.",
    source: {...sources.goodfellow, at: "section 6.2.2, output units"},
    explains: [...notLearning, "unreachable-targets", "wrong-loss"],
    needs: ["train", "network"],
  },
  ({train, network}) => {
    const found = pair(network, train)
      .flatMap((one) => rules.flatMap((rule) => rule(one) ?? []))
      .sort((a, b) => Number(b.verdict === "fail") - Number(a.verdict === "fail"))[0];
    return {
      verdict: found?.verdict ?? "pass",
      summary:
        found?.summary ??
        network.outputs
          .map(
            ({units, activations, loss}) =>
              `${units} ${units === 1 ? "unit" : "units"} under ${activations.at(-1) ?? "no activation"} for ${loss}`,
          )
          .join("; "),
      evidence: found ? [{kind: "code", label: "what would fit", language: "ts", code: found.better}] : [],
      certainty: "exact",
    };
  },
);

type Rule = (pairing: Pairing) => Mismatch | undefined;

/** Activations that give no probabilities; one that tfjs does not know may. */
const misfits = /^(.*relu.*|tanh|softsign|elu|selu|softplus|swish|mish|gelu|gelu_new|logSoftmax|exponential)$/i;

const notProbabilities: Rule = ({output: {loss, activations, units}}) => {
  const last = activations.at(-1);
  const reads = categorical.has(loss) || binary.has(loss) || loss === "sparseCategoricalCrossentropy";
  if (!reads || !last || /CrossEntropy$/.test(loss) || !misfits.test(last)) return undefined;
  const right = categorical.has(loss) || loss.startsWith("sparse") ? "softmax" : "sigmoid";
  return {
    verdict: "fail",
    summary: `${last} gives numbers ${last === "tanh" || last === "softsign" ? "from -1 to 1" : "beyond 0 to 1, or 0 for every class"}; ${loss} clips them to probabilities and passes no gradient there, it expects ${right}`,
    better: fit(units, right),
  };
};

const competing: Rule = ({output: {activations, units}, target, coding, width}) => {
  if (activations.at(-1) !== "softmax" || units < 2 || coding !== "multi-hot" || width !== units) return undefined;
  // In a sequence or an image a row without any label marks a step or a place that does not count.
  const padded = target.shape.length > 1;
  const other = shareOf(rowSums(target, width), (sum) => (padded ? sum > 1 : sum !== 1));
  return other > 0.01
    ? {
        verdict: "fail",
        summary: `${percent(other)} of the rows have no label or several, but softmax makes the ${units} units share 1; sigmoid is expected`,
        better: fit(units, "sigmoid"),
      }
    : undefined;
};

const independent: Rule = ({output: {loss, activations, units}, coding}) =>
  activations.at(-1) === "sigmoid" && units > 2 && ((coding === "one-hot" && categorical.has(loss)) || loss.startsWith("sparse"))
    ? {
        verdict: "warn",
        summary: `${units} sigmoid units for classes that exclude one another; tfjs divides them by their sum under ${loss}, softmax is expected`,
        better: fit(units, "softmax"),
      }
    : undefined;

const rules: readonly Rule[] = [notProbabilities, competing, independent];

const fit = (units: number, activation: string): string => `tf.layers.dense({units: ${units}, activation: "${activation}"})`;
