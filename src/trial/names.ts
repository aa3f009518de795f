import type * as tf from "@tensorflow/tfjs";

/**
 * Names of a model's layers that are the same at each building: tfjs numbers unnamed layers through the whole process (`dense_Dense7`),
 * which here become their place among the layers of their kind (`dense 2`); names that the user gave stay.
 */
export function stableNames(layers: readonly tf.layers.Layer[]): Map<string, string> {
  const seen = new Map<string, number>();
  const names = new Map<string, string>();
  for (const layer of layers) {
    const kind = layer.getClassName();
    const snake = kind
      .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
      .replace(/([a-z\d])([A-Z])/g, "$1_$2")
      .toLowerCase();
    const place = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, place);
    const numbered = isNested(layer)
      ? /^(sequential|model|functional)_\d+$/
      : kind === "InputLayer"
        ? /^input_?\d+$|_[A-Z]\w*\d+_input$/
        : new RegExp(`^[a-z0-9_]+_${kind}\\d+$`);
    names.set(layer.name, numbered.test(layer.name) ? `${kind === "InputLayer" ? "input" : snake} ${place}` : layer.name);
  }
  return names;
}

/** A model within a model. */
const isNested = (layer: object): boolean => Array.isArray((layer as {layers?: unknown}).layers);

/** The stable form of a name that begins with a layer's name, such as a weight's (`dense_Dense7/kernel`) or an input's (`dense_Dense7_input`). */
export function stable(name: string, names: ReadonlyMap<string, string>): string {
  const layer = [...names.keys()]
    .filter((key) => name === key || name.startsWith(`${key}/`) || name.startsWith(`${key}_`))
    .sort((a, b) => b.length - a.length)[0];
  return layer === undefined ? name : names.get(layer)! + name.slice(layer.length);
}
