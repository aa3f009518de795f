import {misalignedLabels} from "../../src/data/misaligned-labels.js";
import {tally, type Harm} from "./data/tally.js";
import {dealt} from "./data/worlds.js";

const rotated = <T>(list: readonly T[], by: number): T[] => [...list.slice(by), ...list.slice(0, by)];

const harms: Record<string, Harm> = {
  healthy: (parts) => parts,
  "healthy, nothing held out": ({train}) => ({train}),
  "no signal at all": ({train, held}, seed) => ({train: dealt(train, seed), held: dealt(held, seed + 1)}),
  "training labels shuffled, held-out rows intact": ({train, held}, seed) => ({train: dealt(train, seed), held}),
  "held-out labels shuffled": ({train, held}, seed) => ({train, held: dealt(held, seed)}),
  "labels one row late, nothing held out": ({train}) => ({train: {...train, y: rotated(train.y, 1)}}),
  "labels seven rows early, nothing held out": ({train}) => ({train: {...train, y: rotated(train.y, train.y.length - 7)}}),
  "labels reversed, nothing held out": ({train}) => ({train: {...train, y: [...train.y].reverse()}}),
  "labels sorted, nothing held out": ({train}) => ({train: {...train, y: [...train.y].sort((a, b) => a[0]! - b[0]!)}}),
};

/** Verdicts on healthy and harmed worlds: `npm run proof misaligned-labels FROM TO [healthy]`. */
export async function run([from = "0", to = "170", only]: readonly string[]): Promise<void> {
  for (const [title, harm] of Object.entries(harms))
    if (!only || title.startsWith(only))
      await tally(misalignedLabels, {from: Number(from), to: Number(to), harm, title, each: title.startsWith("healthy")});
}
