import type {LayerFacts, Network, OutputFacts} from "../check.js";

/** True for a layer that mixes its inputs by trained or trainable weights; normalisations only scale them. */
export const isWeighted = ({kind, parameters}: LayerFacts): boolean => parameters > 0 && !/Normalization|PReLU/.test(kind);

/** Hidden dense layers whose units are all that an output gets to know of a row: every way from the inputs leads through them. */
export function cuts(network: Network, output: OutputFacts): LayerFacts[] {
  const hidden = hiddenDense(network).filter(({outputShape}) => outputShape.length === 1);
  return hidden.filter(({name}) => name !== output.layer && !reachesInput(network, {from: output.layer, without: name}));
}

/** Dense layers that feed another layer with weights. */
export const hiddenDense = (network: Network): LayerFacts[] =>
  network.layers.filter((layer) => layer.kind === "Dense" && feedsWeighted(network, layer.name));

function feedsWeighted({layers}: Network, name: string): boolean {
  return layers.some((next) => next.inbound.includes(name) && (isWeighted(next) || feedsWeighted({layers} as Network, next.name)));
}

function reachesInput({layers}: Network, {from, without}: {from: string; without: string}): boolean {
  const seen = new Set([without]);
  const queue = [from];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const layer = layers.find((one) => one.name === name);
    // A sequential model hides its input layer: an unknown name is an input.
    if (!layer || layer.inbound.length === 0) return true;
    queue.push(...layer.inbound);
  }
  return false;
}
