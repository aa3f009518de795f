import {check, type LayerFacts, type Network} from "../check.js";
import {sources} from "../sources.js";
import {followers, isLinear, isWeighted} from "./path.js";

/** A chain of layers without activation is one linear layer. */
export const missingNonlinearity = check(
  {
    name: "missing-nonlinearity",
    stage: "model",
    symptom: "More layers or units change nothing; the fit is that of a straight line or of a logistic regression.",
    cause:
      "A linear function of a linear function is linear: without activations between them all layers together can do no more than one.",
    remedy: 'Give each hidden layer an activation, such as activation: "relu".',
    source: {...sources.umlaut, at: "missing activation functions"},
    explains: [
      "below-reference",
      "cannot-learn-elsewhere",
      "below-baseline",
      "ignores-inputs",
      "too-small-model",
      "too-few-steps",
      "learning-rate-too-low",
      "bottleneck",
      "cannot-memorise",
      "collapsed-predictions",
    ],
    needs: ["network"],
  },
  ({network, task}) => {
    const weighted = network.layers.filter(isWeighted);
    const bent = network.layers.filter((layer) => !isLinear(layer) && !ends(network, layer));
    const plain = weighted.length > 1 && bent.length === 0;
    const factored = weighted.some((layer) => isFactor(layer, network));
    const pairs = plain
      ? []
      : weighted.filter((layer) => layer.kind === "Dense" && isLinear(layer) && feedsDense(layer, network) && !isFactor(layer, network));
    const linear = plain ? weighted : pairs;
    return {
      verdict: plain ? (task === "reconstruction" || factored ? "warn" : "fail") : pairs.length ? "warn" : "pass",
      summary: plain
        ? `none of the ${weighted.length} layers with weights has an activation before the output: together they are one linear layer; an activation after each is expected`
        : pairs.length
          ? `${pairs.map(({name}) => name).join(", ")} ${pairs.length === 1 ? "feeds" : "feed"} another dense layer without an activation between: the two are one linear layer`
          : weighted.length > 1
            ? "activations stand between the layers with weights"
            : "one layer with weights, a linear model by design",
      evidence: linear.length
        ? [
            {
              kind: "table",
              label: "layers with weights",
              columns: ["layer", "kind", "activation"],
              rows: weighted.map(({name, kind, activation}) => [name, kind, activation]),
            },
          ]
        : [],
      certainty: "exact",
    };
  },
);

/** True for what stands at the output, where an activation bends nothing before it. */
function ends({layers, outputs}: Network, layer: LayerFacts): boolean {
  if (outputs.some((output) => output.layer === layer.name)) return true;
  const followers = layers.filter(({inbound}) => inbound.includes(layer.name));
  return (
    followers.length > 0 && followers.every((one) => !isWeighted(one) && ends({layers, outputs} as Network, one)) && layer.parameters === 0
  );
}

/** True for a linear layer narrower than what it reads and what follows: it limits the rank, which one linear layer cannot. */
function isFactor(layer: LayerFacts, network: Network): boolean {
  const width = layer.outputShape.at(-1) ?? Infinity;
  const next = followers(network, layer);
  return (
    width > 1 &&
    width < (layer.inputShape.at(-1) ?? 0) &&
    next.length > 0 &&
    next.every(({outputShape}) => width < (outputShape.at(-1) ?? 0)) &&
    layer.kind === "Dense"
  );
}

function feedsDense(layer: LayerFacts, network: Network): boolean {
  return network.layers.some(
    (next) =>
      next.inbound.includes(layer.name) && (next.kind === "Dense" || (/^(Dropout|Flatten)$/.test(next.kind) && feedsDense(next, network))),
  );
}
