import {he, glorot} from "./bad-initialisation.js";
import {wide, widened} from "./bottleneck.js";
import {edited, hidden} from "./edit.js";
import type {Placed} from "./rebuild.js";
import type {Remedy} from "./treatment.js";

/** A relu where a hidden layer has none, a tanh, or a relu in a layer that is wide enough for its bends. */
export const addNonlinearity: Remedy = (patient) => {
  const bent = (activation: string) => (layers: readonly Placed[]) =>
    hidden(layers).forEach(({entry}) => {
      if (entry.config.activation !== "linear") return;
      Object.assign(entry.config, {
        activation,
        ...(entry.config.kernelInitializer ? {kernelInitializer: activation === "relu" ? he : glorot} : {}),
      });
    });
  const both = (layers: readonly Placed[]) => {
    bent("relu")(layers);
    widened(layers, {factor: 1, least: wide});
  };
  return [
    edited(patient, {title: "a relu in each hidden layer", edit: bent("relu")}),
    edited(patient, {title: "a tanh in each hidden layer", edit: bent("tanh")}),
    edited(patient, {title: `a relu in each hidden layer, and ${wide} units at least`, edit: both}),
  ];
};
