import {answersBadly, check, type LayerFacts, type Network, type Split} from "../check.js";
import {sources} from "../sources.js";
import {cuts} from "../trial/cuts.js";
import {widening, wideningWork} from "./width.js";

/** Activations of which a lone unit can be 0 for every row, and then lets nothing through. */
const dying = /^(relu|relu6|thresholdedReLU)$/;

/** A hidden layer through which all must pass, with too few units for the classes or with a single relu unit, where more units there help. */
export const bottleneck = check(
  {
    name: "bottleneck",
    stage: "training",
    symptom: "The network learns less than its wide layers promise; more units elsewhere change nothing.",
    cause:
      "All that the output gets to know of a row passes through a few units: too few to tell the classes apart, or one that is easily dead.",
    remedy: "Give the narrow layer more units, 16 to 64 say, or lead a connection around it.",
    source: {...sources.goodfellow, at: "section 6.4.1, universal approximation and depth"},
    explains: [...answersBadly, "flat-loss", "cannot-memorise", "vanishing-gradient"],
    needs: ["network", "bank"],
    // The code layer of an autoencoder is narrow by design.
    tasks: ["binary", "multiclass", "multilabel", "regression", "forecast"],
    work: (facts) => wideningWork(narrow(facts.network), facts),
  },
  ({network, bank, task}) => {
    if (task === "regression" && restores(bank.train))
      return {verdict: "skip", summary: "the targets are as many numbers as the inputs: a code layer is narrow by design", evidence: []};
    const found = narrow(network);
    if (found.length === 0)
      return {
        verdict: "pass",
        summary: "no layer that all must pass through is too narrow for the output",
        evidence: [],
        certainty: "exact",
      };
    const [{layer, units, need}] = found as [Narrow];
    const told = `${layer.name} has ${units} ${units === 1 ? "unit" : "units"}, through which all must pass (at least ${need} are expected)`;
    return widening({bank, network, task, layers: found.map(({layer: {name}}) => name), told});
  },
);

/** True for what looks like inputs to be restored, as a denoising autoencoder does. */
const restores = ({x, y}: Split): boolean => x.length === 1 && y.length === 1 && x[0]!.size > 1 && x[0]!.size === y[0]!.size;

interface Narrow {
  layer: LayerFacts;
  units: number;
  /** Units expected at least. */
  need: number;
}

/** Layers narrower than the binary digits that number the classes, and lone relu units; one that is as wide as what it reads narrows nothing. */
function narrow(network: Network): Narrow[] {
  return network.outputs.flatMap((output) => {
    const classes = output.activations.includes("softmax") || /parseCat|softmaxCross/.test(output.loss) ? output.units : 2;
    const digits = Math.max(1, Math.ceil(Math.log2(classes)));
    return cuts(network, output).flatMap((layer) => {
      const units = layer.outputShape[0] ?? Infinity;
      const need = Math.max(digits, dying.test(layer.activation) ? 2 : 1);
      const reads = layer.inputShape.reduce<number>((product, length) => product * (length ?? 1), 1);
      return units < need && (units < reads || dying.test(layer.activation)) ? [{layer, units, need}] : [];
    });
  });
}
