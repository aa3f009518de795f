import type {LayerFacts, Network} from "../check.js";

/** Layers whose output is a linear function of their input when they have no activation. */
const linearKinds =
  /^(InputLayer|Dense|Conv1D|Conv2D|Conv3D|Conv2DTranspose|Conv3DTranspose|SeparableConv2D|DepthwiseConv2D|BatchNormalization|Dropout|SpatialDropout1D|GaussianNoise|Flatten|Reshape|Permute|AveragePooling\dD|GlobalAveragePooling\dD|ZeroPadding2D|Cropping2D|UpSampling2D|RepeatVector|Rescaling|Add|Average|Concatenate|Activation|TimeDistributed)$/;

/** True for a layer that cannot bend a line. */
export const isLinear = ({kind, activation}: LayerFacts): boolean => linearKinds.test(kind) && activation === "linear";

/** True for a layer that mixes its inputs by trained or trainable weights; normalisations only scale them. */
export const isWeighted = ({kind, parameters}: LayerFacts): boolean => parameters > 0 && !/Normalization|PReLU/.test(kind);

/** The layers from the output back to the last one with weights, which comes last. */
export function tail(network: Network, output: string): LayerFacts[] {
  const {layers} = network;
  const path: LayerFacts[] = [];
  let at = layers.find(({name}) => name === output) ?? layers.at(-1);
  while (at && !path.includes(at)) {
    path.push(at);
    if (isWeighted(at)) break;
    const [from] = at.inbound;
    at = layers.find(({name}) => name === from);
  }
  return path;
}
