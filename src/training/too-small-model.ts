import {answersBadly, check, type Network} from "../check.js";
import {sources} from "../sources.js";
import {hiddenDense, isWeighted} from "../trial/cuts.js";
import {roomy, widening, wideningWork} from "./width.js";

/** Units of the widest hidden layer up to which a network counts as small: a quarter of the {@link roomy} ones that are tried. */
const small = roomy / 4;

/** Every hidden layer is small, and the same network with wide ones learns what this one cannot at any speed. */
export const tooSmallModel = check(
  {
    name: "too-small-model",
    stage: "training",
    symptom: "Training and validation loss both stop early at the same high value.",
    cause: "The hidden layers have too few units to bend the answer as the data ask for.",
    remedy: "Give the hidden layers more units, 16 to 64 say, until the training loss falls no further.",
    source: {...sources.goodfellow, at: "section 5.2, capacity and underfitting"},
    explains: [...answersBadly, "flat-loss", "cannot-memorise"],
    needs: ["network", "bank"],
    tasks: ["binary", "multiclass", "multilabel", "regression", "forecast"],
    work: (facts) => wideningWork(tight(facts.network), facts),
  },
  ({network, bank, task}) => {
    const layers = tight(network);
    if (layers.length === 0)
      return {
        verdict: "pass",
        summary: `there is no hidden layer, or one of more than ${small} units`,
        evidence: [],
        certainty: "exact",
      };
    const widths = hiddenDense(network).map(({outputShape}) => outputShape.at(-1));
    return widening({bank, network, task, layers, told: `the hidden layers are of width ${widths.join(" and ")}`});
  },
);

/** The hidden layers of a network of dense layers, all of them small; none for any other network. */
function tight(network: Network): string[] {
  const hidden = hiddenDense(network);
  const dense = network.layers.every((layer) => !isWeighted(layer) || layer.kind === "Dense");
  const fits = hidden.every(({outputShape}) => (outputShape.at(-1) ?? Infinity) <= small);
  return dense && fits ? hidden.map(({name}) => name) : [];
}
