import {mean} from "../math/stats.js";
import {byTheBook} from "./bad-initialisation.js";
import {edited} from "./edit.js";
import {lastSized, type Placed} from "./rebuild.js";
import type {Patient, Remedy} from "./treatment.js";

/** The last layer started by the book, its bias where a blind guess is: the log odds of two classes, the mean of numbers (Karpathy 2019, "init well"). */
export const startAtGuess: Remedy = (patient) => {
  const guess = guessOf(patient);
  return [
    edited(patient, {
      title: guess === undefined ? "the last layer started by the book" : `the last layer started at a blind guess, a bias of ${guess}`,
      edit: (layers) => started(layers, guess),
    }),
  ];
};

function started(layers: readonly Placed[], guess: number | undefined): void {
  const last = layers[lastSized(layers)];
  if (!last) return;
  byTheBook(last.entry);
  if (guess !== undefined && last.entry.config.biasInitializer)
    last.entry.config.biasInitializer = {className: "Constant", config: {value: guess}};
}

/** The bias of one unit at which it answers as a blind guess does; undefined where one bias cannot say it. */
function guessOf({train, network, task}: Patient): number | undefined {
  const [output, target] = [network.outputs[0]!, train.y[0]!];
  if (network.outputs.length > 1 || output.units !== 1) return undefined;
  const centre = mean(Float64Array.from(target.values));
  const last = output.activations.at(-1) ?? "linear";
  const isBinary = task === "binary" && centre > 0 && centre < 1;
  if (isBinary && (last === "sigmoid" || output.loss === "sigmoidCrossEntropy")) return figure(Math.log(centre / (1 - centre)));
  return last === "linear" && (task === "regression" || task === "forecast") && Number.isFinite(centre) ? figure(centre) : undefined;
}

const figure = (value: number): number => Number(value.toPrecision(3)) + 0;
