import {swappedLabels} from "../../src/data/swapped-labels.js";
import {tally, type Harm} from "./data/tally.js";
import {dealt} from "./data/worlds.js";

/** The held-out rows cut to their number in both parts, and the label arrays exchanged. */
const exchanged: Harm = ({train, held}) => {
  const rows = held.x.length;
  return {train: {...train, x: train.x.slice(0, rows), y: held.y}, held: {...held, y: train.y.slice(0, rows)}};
};

const renamed: Harm = ({train, held}) => {
  if (train.task !== "binary" && train.task !== "multiclass") return undefined;
  const top = Math.max(...train.y.map(([label]) => label!));
  return {train, held: {...held, y: held.y.map(([label]) => [top - label!])}};
};

const harms: Record<string, Harm> = {
  healthy: (parts) => parts,
  "no signal at all": ({train, held}, seed) => ({train: dealt(train, seed), held: dealt(held, seed + 1)}),
  "held-out labels shuffled": ({train, held}, seed) => ({train, held: dealt(held, seed)}),
  "label arrays exchanged": exchanged,
  "classes numbered backwards in the held-out part": renamed,
};

/** Verdicts on healthy worlds and on worlds with exchanged or renamed labels: `npm run proof swapped-labels FROM TO [healthy]`. */
export async function run([from = "0", to = "170", only]: readonly string[]): Promise<void> {
  for (const [title, harm] of Object.entries(harms))
    if (!only || title.startsWith(only))
      await tally(swappedLabels, {from: Number(from), to: Number(to), harm, title, each: title === "healthy"});
}
