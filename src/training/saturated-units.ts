import {answersBadly, check, type Network, type Probe, type Run} from "../check.js";
import {sources} from "../sources.js";
import {most, outcome, percent, sharedRuns} from "../trial/outcome.js";

/** Share of a layer's units that are saturated before the first step and after the last for what {@link gates}' harm spares to be harm too: nothing but a bad scale does that. */
const whole = {units: 0.95, harm: 0.2};

/** Share of the rows on which a unit must be flat to be saturated, share of a layer's units that may be, and what must be left to learn for that to be harm (as for dead units). */
const gates = {rows: 0.95, units: 0.5, harm: 0.5};

/** Hidden sigmoid or tanh units at the flat ends of their activation on almost every row while the network has not learned. */
export const saturatedUnits = check(
  {
    name: "saturated-units",
    stage: "training",
    symptom: "Hidden sigmoid or tanh units answer almost the same extreme value to every row, and the network does not learn.",
    cause:
      "What arrives at the units is too large: unscaled inputs, weights that start or grew too large; the slope there is below 2 % and hardly any gradient passes.",
    remedy: "Scale the inputs to about -1 to 1, start with glorotUniform, lower the learning rate, or use relu with heNormal.",
    source: {...sources.glorot, at: "section 3: saturation of activations"},
    explains: [
      ...answersBadly,
      "flat-loss",
      "unmoved-weights",
      "vanishing-gradient",
      "cannot-memorise",
      "learning-rate-too-low",
      "too-few-steps",
      "batch-size",
    ],
    needs: ["network", "bank"],
    work: () => ({runs: sharedRuns}),
  },
  async ({network, bank}) => {
    const outputs = new Set(network.outputs.map(({name}) => name));
    const hidden = network.layers.filter(({activation, name}) => /^(sigmoid|tanh)$/.test(activation) && !outputs.has(name));
    if (hidden.length === 0)
      return {verdict: "pass", summary: "no hidden layer has units that can saturate (sigmoid, tanh)", evidence: [], certainty: "exact"};
    const {runs, left, capped} = await outcome(bank, {network});
    const worst = runs.map((run) => layersOf(run, hidden).sort((a, b) => b.after / b.units - a.after / a.units)[0]);
    const sick = worst.map((layer, i) => layer !== undefined && isSick(layer, left[i]!));
    const at = Math.max(0, sick.indexOf(true));
    const shown = worst[at];
    if (!shown) return {verdict: "skip", summary: "no sigmoid or tanh layer could be looked at", evidence: []};
    const told = `${shown.after} of ${shown.units} units of ${shown.layer} are at a flat end of their ${shown.activation} on ${percent(gates.rows)} of ${runs[at]!.after.rows} rows after training, and ${percent(left[at]!)} of what a constant answer leaves is still to be learned`;
    return {
      verdict: most(sick)
        ? capped && shown.before <= gates.units * shown.units
          ? "unsure"
          : "fail"
        : sick.includes(true)
          ? "warn"
          : "pass",
      summary: `${told} (sick in ${sick.filter(Boolean).length} of ${runs.length} fits; saturated are at most ${percent(gates.units)} in a network that learns)`,
      evidence: [
        {
          kind: "table",
          label: "saturated units of each hidden sigmoid or tanh layer before and after a seeded fit",
          columns: ["layer", "units", "saturated before", "saturated after"],
          rows: layersOf(runs[at]!, hidden).map(({layer, units, before, after}) => [layer, units, before, after]),
        },
      ],
    };
  },
);

function isSick({units, before, after}: {units: number; before: number; after: number}, left: number): boolean {
  const stuck = Math.min(before, after) >= whole.units * units && left > whole.harm;
  return stuck || (after > gates.units * units && left > gates.harm);
}

function layersOf({before, after}: Run, hidden: Network["layers"]) {
  return hidden.flatMap(({name, activation}) => {
    const [start, end] = [saturated(before, name), saturated(after, name)];
    return start === undefined || end === undefined
      ? []
      : [{layer: name, activation, units: end.units, before: start.count, after: end.count}];
  });
}

/** Units of a layer that are flat on almost every row. */
function saturated({activity}: Probe, name: string): {units: number; count: number} | undefined {
  const found = activity.find(({layer}) => layer === name);
  return found?.flat && {units: found.units, count: found.flat.filter((share) => share >= gates.rows).length};
}
