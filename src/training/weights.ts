import type {Movement, Recording, Spread} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {median} from "../math/stats.js";

/** Weights whose distributions are shown at most: the first and the last of a deep network. */
const shown = 6;

/** The norm of each weight before and after a fit, and how far it went. */
export const norms = (movements: readonly Movement[]): Evidence => ({
  kind: "table",
  label: "norm of each weight before and after a seeded fit",
  columns: ["weight", "before", "after", "distance", "distance / before"],
  rows: movements.map(({weight, start, end, distance}) => [weight, num(start), num(end), num(distance), num(distance / start)]),
});

/** How the values of the first weights and of the last are distributed at the start and at the end. */
export function distributions(weights: readonly {weight: string; spread?: Spread}[]): Evidence[] {
  const known = weights.flatMap(({weight, spread}) => (spread ? [{weight, spread}] : []));
  const kept = known.length <= shown ? known : [...known.slice(0, shown / 2), ...known.slice(-shown / 2)];
  return kept.map(({weight, spread: {edges, start, end}}) => ({
    kind: "histogram",
    label: `values of ${weight} at the start and at the end`,
    x: {label: "value"},
    edges,
    series: [
      {name: "start", counts: start},
      {name: "end", counts: end},
    ],
  }));
}

/** Norms and update ratios of a recorded fit, weight by weight; about a thousandth a step is usual for kernels (CS231n). */
export function updates({weights, looks}: Recording): Evidence[] {
  if (weights.length === 0 || looks.length === 0) return [];
  const finite = (values: readonly unknown[]) => values.map(Number).filter(Number.isFinite);
  const line = (pick: "norms" | "updates") => weights.map((one) => ({name: `${one.layer}/${one.weight}`, x: looks, values: one[pick]}));
  return [
    {
      kind: "table",
      label: "each weight in your fit: its norm, and the size of an update over it (the median of the steps looked at)",
      columns: ["weight", "norm at the start", "norm at the end", "update / norm"],
      rows: weights.map((one) => {
        const ratios = finite(one.updates);
        return [`${one.layer}/${one.weight}`, one.norms[0]!, one.norms.at(-1)!, ratios.length ? num(median(ratios)) : null];
      }),
    },
    {kind: "series", label: "norm of each weight of your fit", x: {label: "step"}, y: {label: "norm"}, lines: line("norms")},
    {
      kind: "series",
      label: "size of each update over the weight's norm",
      x: {label: "step"},
      y: {label: "update / norm", scale: "log"},
      lines: line("updates"),
    },
  ];
}
