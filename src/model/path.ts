import type {LayerFacts, Network, OutputFacts} from "../check.js";
import {isWeighted} from "../trial/cuts.js";

/** Layers whose output is a linear function of their input when they have no activation. */
const linearKinds =
  /^(InputLayer|Dense|Conv1D|Conv2D|Conv3D|Conv2DTranspose|Conv3DTranspose|SeparableConv2D|DepthwiseConv2D|BatchNormalization|Dropout|SpatialDropout1D|GaussianNoise|Flatten|Reshape|Permute|AveragePooling\dD|GlobalAveragePooling\dD|ZeroPadding2D|Cropping2D|UpSampling2D|RepeatVector|Rescaling|Add|Average|Concatenate|Activation|TimeDistributed)$/;

/** True for a layer that cannot bend a line. */
export const isLinear = ({kind, activation}: LayerFacts): boolean => linearKinds.test(kind) && activation === "linear";

export {isWeighted};

/** The layers from an output back to the last one with weights or several inputs, which comes last: all before that changes the very values that the loss reads. */
export function tail({layers}: Network, {layer}: OutputFacts): LayerFacts[] {
  const path: LayerFacts[] = [];
  let at = layers.find(({name}) => name === layer);
  while (at && !path.includes(at)) {
    path.push(at);
    if (isWeighted(at) || at.inbound.length !== 1) break;
    const [from] = at.inbound;
    at = layers.find(({name}) => name === from);
  }
  return path;
}

/** The next layers with weights behind a layer, on every path. */
export function followers({layers}: Network, layer: LayerFacts, seen = new Set<LayerFacts>()): LayerFacts[] {
  const next = layers.filter((one) => one.inbound.includes(layer.name) && !seen.has(one));
  next.forEach((one) => seen.add(one));
  return next.flatMap((one) => (isWeighted(one) ? [one] : followers({layers} as Network, one, seen)));
}
