import {answersBadly, check, type Network, type Run} from "../check.js";
import {sources} from "../sources.js";
import {most, outcome, percent, sharedRuns} from "../trial/outcome.js";

/** Activations that are exactly 0 over a half-line, with a gradient of 0 there. */
const dying = ["relu", "relu6", "thresholdedReLU"];

/** Share of a layer's units that may be dead while the network has not learned. */
const gate = 0.5;

/** What is left to learn of the training rows for dead units to count as harmful: below it the rest of the layer suffices. */
const harm = 0.5;

/** Units of a relu layer that are 0 on every row looked at; sparse activity is no death, and dead units that leave the skill unharmed are no illness. */
export const deadUnits = check(
  {
    name: "dead-units",
    stage: "training",
    symptom: "Many relu units answer 0 to every row, and the network does not learn.",
    cause:
      "A large step, a bad start or unscaled inputs threw the units where no row reaches them; their gradient is 0 and they never come back.",
    remedy: "Lower the learning rate, start with heNormal and zero biases, scale the inputs, or use leakyReLU or elu.",
    source: {...sources.cs231n, at: "activation functions: ReLU units can die", url: "https://cs231n.github.io/neural-networks-1/"},
    explains: [...answersBadly, "flat-loss", "unmoved-weights", "vanishing-gradient", "cannot-memorise"],
    needs: ["network", "bank"],
    work: () => ({runs: sharedRuns}),
  },
  async ({network, bank}) => {
    if (!network.layers.some(({activation}) => dying.includes(activation)))
      return {verdict: "pass", summary: "no layer has units that can die (relu)", evidence: [], certainty: "exact"};
    const {runs, left, capped} = await outcome(bank, {network});
    const worst = runs.map((run) => layersOf(run, network).sort((a, b) => b.dead / b.units - a.dead / a.units)[0]);
    const sick = worst.map(
      (layer, i) => layer !== undefined && left[i]! > harm && (layer.dead === layer.units || layer.dead > gate * layer.units),
    );
    const shown = worst[Math.max(0, sick.indexOf(true))];
    if (!shown) return {verdict: "skip", summary: "no relu layer could be looked at", evidence: []};
    const all = worst.some((layer) => layer && layer.dead === layer.units);
    const verdict = most(sick) ? (capped && !all ? "unsure" : "fail") : sick.includes(true) ? "warn" : "pass";
    return {
      verdict,
      summary: `${shown.dead} of ${shown.units} units of ${shown.layer} are 0 on all of ${runs[0]!.after.rows} rows after training, and ${percent(left[worst.indexOf(shown)]!)} of what a constant answer leaves is still to be learned (sick in ${sick.filter(Boolean).length} of ${runs.length} fits; dead are at most ${percent(gate)} in a network that learns)`,
      evidence: [
        {
          kind: "table",
          label: "dead units of each relu layer before and after a seeded fit",
          columns: ["layer", "units", "dead before", "dead after"],
          rows: layersOf(runs[0]!, network).map(({layer, units, dead, before}) => [layer, units, before, dead]),
        },
      ],
    };
  },
);

function layersOf({before, after}: Run, {layers}: Network): {layer: string; units: number; dead: number; before: number}[] {
  const names = new Set(layers.filter(({activation}) => dying.includes(activation)).map(({name}) => name));
  const dead = (zeros: readonly number[]) => zeros.filter((share) => share === 1).length;
  return after.activity
    .filter(({layer, nonFinite}) => names.has(layer) && nonFinite === 0)
    .map(({layer, units, zeros}) => ({
      layer,
      units,
      dead: dead(zeros),
      before: dead(before.activity.find((one) => one.layer === layer)!.zeros),
    }));
}
