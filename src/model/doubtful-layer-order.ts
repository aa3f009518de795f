import {check, type LayerFacts, type Network} from "../check.js";
import {sources} from "../sources.js";

/** A doubt about a layer and what feeds it. */
interface Doubt {
  layer: string;
  after: string;
  doubt: string;
}

/** Layers in an order that works against them: nothing here stops a network, so nothing here fails. */
export const doubtfulLayerOrder = check(
  {
    name: "doubtful-layer-order",
    stage: "model",
    symptom: "The network learns, but less well than it should, or validation and training disagree.",
    cause: "A layer undoes or repeats what the one before it did.",
    remedy: "Order a block as weights, batch normalisation, activation, pooling, dropout, each once; flatten before the first dense layer.",
    source: {...sources.neuralint, at: "table of rules"},
    needs: ["network"],
  },
  ({network}) => {
    const doubts = network.layers.flatMap((layer) => {
      const before = network.layers.find(({name}) => layer.inbound.length === 1 && name === layer.inbound[0]);
      return rules.flatMap((rule) => {
        const doubt = rule({layer, before, network});
        return doubt ? [{layer: layer.name, after: before?.name ?? "the input", doubt}] : [];
      });
    });
    const [first] = doubts;
    return {
      verdict: first ? "warn" : "pass",
      summary: first ? `${first.layer} after ${first.after}: ${first.doubt}` : "the layers stand in an order that works",
      evidence: first ? [show(doubts)] : [],
      certainty: "exact",
    };
  },
);

type Rule = (at: {layer: LayerFacts; before?: LayerFacts; network: Network}) => string | undefined;

const drops = ({kind, config}: LayerFacts): boolean => /Dropout/.test(kind) && Number(config.rate) > 0;

/** Li and others 2019 (arXiv 1801.05134): dropout scales the variance in training only, and the statistics keep that of training. */
const normalisedAfterDropout: Rule = ({layer, before}) =>
  layer.kind === "BatchNormalization" && before && drops(before)
    ? "the variance that it learns is that of rows with dropout, which no row has later; batch normalisation is expected first"
    : undefined;

const twice: Rule = ({layer, before}) => {
  if (!before) return undefined;
  if (layer.kind === "BatchNormalization" && before.kind === "BatchNormalization") return "what is normalised is normalised again";
  return drops(layer) && drops(before)
    ? `together they drop ${Math.round(100 * (1 - (1 - Number(layer.config.rate)) * (1 - Number(before.config.rate))))} %`
    : undefined;
};

const standalone = /^(Activation|ReLU|LeakyReLU|ELU|ThresholdedReLU|PReLU|Softmax)$/;

const bentTwice: Rule = ({layer, before}) =>
  before && standalone.test(layer.kind) && layer.activation !== "linear" && before.activation !== "linear" && !squashedTwice(layer, before)
    ? `${layer.activation} of ${before.activation}: one activation between two layers with weights is expected`
    : undefined;

/** A softmax of probabilities is an illness of its own: probabilities-from-logits says so. */
const squashedTwice = (layer: LayerFacts, before: LayerFacts): boolean =>
  layer.activation === "softmax" && /^(softmax|sigmoid|hardSigmoid)$/.test(before.activation);

const unflattened: Rule = ({layer, network}) =>
  layer.kind === "Dense" && layer.inputShape.length === 3 && network.outputs.every(({shape}) => shape.length === 1)
    ? `a dense layer on places of an image (${layer.inputShape.join(" × ")}) mixes only the ${layer.inputShape[2]} channels of each; flatten or pooling is expected before`
    : undefined;

const skips: Rule = ({layer: {kind, config}}) => {
  const [strides, sizes] = [config.strides, config.kernelSize].map((value) => [value].flat().map(Number));
  return /^(Separable|Depthwise)?Conv\dD$/.test(kind) && sizes!.some((size, axis) => size > 1 && strides![axis]! > size)
    ? `strides of ${strides!.join(" × ")} skip places between windows of ${sizes!.join(" × ")}: those are never read`
    : undefined;
};

const rules: readonly Rule[] = [normalisedAfterDropout, twice, bentTwice, unflattened, skips];

const show = (doubts: readonly Doubt[]) => ({
  kind: "table" as const,
  label: "layers in a doubtful order",
  columns: ["layer", "after", "doubt"],
  rows: doubts.map(({layer, after, doubt}) => [layer, after, doubt]),
});
