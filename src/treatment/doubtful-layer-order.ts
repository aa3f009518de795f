import {edited, isNorm} from "./edit.js";
import {layersOf, remove, type Placed} from "./rebuild.js";
import type {Remedy} from "./treatment.js";

const standalone = /^(Activation|ReLU|LeakyReLU|ELU|ThresholdedReLU|PReLU)$/;
const isDrop = ({entry}: Placed): boolean => /Dropout/.test(entry.className);
const isBent = ({entry}: Placed): boolean =>
  entry.className === "Activation" || entry.config.activation !== undefined
    ? (entry.config.activation ?? "linear") !== "linear"
    : standalone.test(entry.className);

/** Batch normalisation before dropout, and each step of a block once. */
export const tidyOrder: Remedy = (patient) => {
  const proposal = edited(patient, {title: "batch normalisation before dropout, and nothing twice", edit: tidied});
  const layers = layersOf(patient.model);
  const before = JSON.stringify(layers);
  tidied(layers);
  return JSON.stringify(layers) === before
    ? {impossible: "order each block as weights, batch normalisation, activation, pooling, dropout; flatten before the first dense layer"}
    : [proposal];
};

/** Changes the order of layers, those only that stand in a list of which the order is the wiring. */
function tidied(layers: readonly Placed[]): void {
  layers.forEach((place, i) => {
    const before = layers[i - 1];
    skipNothing(place);
    if (!before?.sequential || before.siblings !== place.siblings || !before.siblings.includes(before.entry)) return;
    if (isDrop(before) && isNorm(place)) exchange(before, place);
    else if (isDrop(before) && isDrop(place)) remove(place);
    else if (isNorm(before) && isNorm(place)) remove(place);
    else if (isBent(before) && standalone.test(place.entry.className) && isBent(place)) remove(place);
  });
}

function exchange({entry: first, siblings}: Placed, {entry: second}: Placed): void {
  const at = siblings.indexOf(first);
  if (at > 0) siblings.splice(at, 2, second, first);
}

/** Strides that leave no places unread. */
function skipNothing({entry: {config}}: Placed): void {
  const [strides, sizes] = [config.strides, config.kernelSize] as [unknown, unknown];
  if (!Array.isArray(strides) || !Array.isArray(sizes) || strides.length !== sizes.length) return;
  config.strides = (strides as number[]).map((stride, axis) => (Number(sizes[axis]) > 1 ? Math.min(stride, Number(sizes[axis])) : stride));
}
