import {check, notLearning, type LayerFacts, type Probe} from "../check.js";
import {percent} from "../math/digits.js";
import {sources} from "../sources.js";
import {isWeighted} from "./path.js";

/** What must train cannot: its weights are frozen as they were drawn at random. */
export const frozenWeights = check(
  {
    name: "frozen-weights",
    stage: "model",
    symptom: "The loss hardly moves although the data are easy, or fit trains next to no weights.",
    cause: "trainable: false was set on layers that hold nothing learned yet, often on the output layer or on the whole model.",
    remedy:
      "Set trainable to true on the output layer and on every layer that starts at random, then compile again; freeze only layers with learned weights.",
    source: {...sources.cs231n, at: "transfer learning", url: "https://cs231n.github.io/transfer-learning/"},
    explains: [...notLearning, "too-small-model", "too-few-steps", "learning-rate-too-low"],
    needs: ["network", "probe"],
  },
  async ({network, probe}) => {
    const weighted = network.layers.filter(isWeighted);
    const frozen = weighted.filter(({trainable}) => trainable === 0);
    if (network.trainable === 0 && network.parameters > 0)
      return {
        verdict: "fail",
        summary: `none of the ${network.parameters} weights can train; expected at least those of the output layer`,
        evidence: [],
        certainty: "exact",
      };
    if (frozen.length === 0) return {verdict: "pass", summary: `every layer with weights trains`, evidence: [], certainty: "exact"};
    const look = await probe();
    const random = frozen.filter((layer) => unlearned(layer, look));
    const share = random.reduce((sum, {parameters}) => sum + parameters, 0) / network.parameters;
    const last = random.includes(weighted.at(-1)!);
    const names = random.map(({name}) => name).join(", ");
    return {
      verdict: last || share > 0.5 ? "fail" : random.length ? "warn" : "pass",
      summary: random.length
        ? `${names} ${random.length === 1 ? "is" : "are"} frozen at the random start (${percent(share)} of the weights${last ? ", the output layer among them" : ""}); only learned layers are expected to be frozen`
        : `${frozen.length} of ${weighted.length} layers are frozen, with learned weights`,
      evidence: [
        {
          kind: "table",
          label: "layers with weights",
          columns: ["layer", "weights", "trains", "start"],
          rows: weighted.map((layer) => [
            layer.name,
            layer.parameters,
            layer.trainable > 0 ? "yes" : "no",
            unlearned(layer, look) ? "random" : "learned",
          ]),
        },
      ],
      certainty: "exact",
    };
  },
);

/** True when a layer's biases are all 0, as at the start: learned biases are not. A layer without biases passes for learned. */
function unlearned({name}: LayerFacts, {weights}: Probe): boolean {
  const biases = weights.filter(({layer, shape, weight}) => layer === name && shape.length === 1 && /bias/.test(weight));
  return biases.length > 0 && biases.every(({mean, deviation}) => mean === 0 && deviation === 0);
}
