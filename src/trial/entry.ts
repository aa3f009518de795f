import type {LayerFacts, Network} from "../check.js";

/** Layers that pass values on as they are, up to noise, place or selection. */
const passing = new Set([
  "InputLayer",
  "Flatten",
  "Reshape",
  "Permute",
  "Masking",
  "Dropout",
  "SpatialDropout1D",
  "GaussianNoise",
  "GaussianDropout",
  "AlphaDropout",
  "ZeroPadding2D",
  "Cropping2D",
  "UpSampling2D",
  "Resizing",
  "CenterCrop",
  "RandomWidth",
  "RandomHeight",
  "RepeatVector",
  "Concatenate",
  "MaxPooling1D",
  "MaxPooling2D",
  "AveragePooling1D",
  "AveragePooling2D",
]);

/** What an input meets first. */
export interface Entry {
  /** The first layers that compute with the input. */
  layers: readonly LayerFacts[];
  /** Scale and offset of a rescaling layer on the way; 1 and 0 without one. */
  scale: number;
  offset: number;
}

/** Finds the layers that an input meets first, behind those that only pass it on; a rescaling layer's scale and offset are noted. */
export function entryOf(network: Network, input: string): Entry {
  const entry = {layers: [] as LayerFacts[], scale: 1, offset: 0};
  const seen = new Set<string>();
  const queue = [input];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    for (const layer of network.layers.filter(({inbound}) => inbound.includes(name!))) {
      const {scale, offset} = layer.config as {scale?: number; offset?: number};
      if (layer.kind === "Rescaling")
        Object.assign(entry, {scale: entry.scale * (scale ?? 1), offset: entry.offset * (scale ?? 1) + (offset ?? 0)});
      if (layer.kind === "Rescaling" || passing.has(layer.kind)) queue.push(layer.name);
      else if (!entry.layers.includes(layer)) entry.layers.push(layer);
    }
  }
  return entry;
}

/** True for a layer that undoes any scale of its input. */
export const normalises = ({kind}: LayerFacts): boolean => normalising.has(kind);

const normalising = new Set(["BatchNormalization", "LayerNormalization", "Embedding", "CategoryEncoding"]);

/** True when an input holds ids that an embedding or an encoding looks up. */
export const looksUp = (network: Network | undefined, input: string): boolean =>
  network !== undefined && entryOf(network, input).layers.some(({kind}) => kind === "Embedding" || kind === "CategoryEncoding");
