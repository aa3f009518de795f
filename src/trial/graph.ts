import type * as tf from "@tensorflow/tfjs";

/** A layer with the nested model that holds it. */
export interface Placed {
  layer: tf.layers.Layer;
  /** The nested model around the layer; none at the top. */
  inside?: Placed;
}

/** tfjs-layers' internals that its declarations leave out. */
interface Internals {
  layers?: tf.layers.Layer[];
  inputs?: tf.SymbolicTensor[];
  outputs?: tf.SymbolicTensor[];
  inboundNodes?: {inboundLayers: tf.layers.Layer[]; tensorIndices: number[]}[];
}

const insides = (layer: tf.layers.Layer): Internals => layer as unknown as Internals;

/** The layers of a model, nested models opened. */
export const place = (model: tf.LayersModel, inside?: Placed): Placed[] =>
  model.layers.flatMap((layer) => {
    const placed = {layer, inside};
    return Array.isArray(insides(layer).layers) ? place(layer as unknown as tf.LayersModel, placed) : [placed];
  });

/** The layers that feed a layer: what feeds a nested model feeds its first layer, and its last layer feeds what follows it. */
export function feeders({layer, inside}: Placed): tf.layers.Layer[] {
  const entry = (inside && insides(inside.layer).inputs?.findIndex(({sourceLayer}) => sourceLayer === layer)) ?? -1;
  if (inside && entry >= 0) return calls(inside, {entry});
  return calls({layer, inside});
}

/** What feeds a layer at each of its calls; only its input number `entry` when that is given. */
function calls({layer, inside}: Placed, {entry}: {entry?: number} = {}): tf.layers.Layer[] {
  return (insides(layer).inboundNodes ?? []).flatMap(({inboundLayers, tensorIndices}) =>
    inboundLayers.flatMap((from, i) => (entry === undefined || entry === i ? source({from, tensor: tensorIndices[i] ?? 0, inside}) : [])),
  );
}

function source({from, tensor, inside}: {from: tf.layers.Layer; tensor: number; inside?: Placed}): tf.layers.Layer[] {
  const last = innermost(from, tensor);
  if (last !== from || !inside || insides(inside.layer).layers?.includes(from)) return [last];
  // Sequential hides its input layer: what feeds it feeds the model around it.
  const entry = insides(inside.layer).inputs?.findIndex(({sourceLayer}) => sourceLayer === from) ?? -1;
  const outer = entry < 0 ? [] : calls(inside, {entry});
  return outer.length ? outer : [from];
}

/** The layer inside nested models that gives their output. */
export function innermost(layer: tf.layers.Layer, tensor = 0): tf.layers.Layer {
  const output = Array.isArray(insides(layer).layers) ? insides(layer).outputs?.[tensor]?.sourceLayer : undefined;
  return output ? innermost(output) : layer;
}
