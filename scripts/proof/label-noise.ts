import {labelNoise} from "../../src/data/label-noise.js";
import {random} from "../../src/math/random.js";
import {tally, type Harm} from "./data/tally.js";
import type {World} from "./data/worlds.js";

/** A share of the labels exchanged for another class. */
function flipped(whole: World, {share, seed}: {share: number; seed: number}): World {
  const draw = random(seed);
  const classes = 1 + Math.max(...whole.y.map(([label]) => label!));
  return {...whole, y: whole.y.map(([label]) => [draw() < share ? (label! + 1 + Math.floor(draw() * (classes - 1))) % classes : label!])};
}

const classed = (whole: World) => whole.task === "binary" || whole.task === "multiclass";
const alone =
  (share: number): Harm =>
  ({train}, seed) =>
    classed(train) ? {train: flipped(train, {share, seed})} : undefined;
const cleanHeld =
  (share: number): Harm =>
  ({train, held}, seed) =>
    classed(train) ? {train: flipped(train, {share, seed}), held} : undefined;

const harms: Record<string, Harm> = {
  healthy: (parts) => (classed(parts.train) ? parts : undefined),
  "5 % flipped": alone(0.05),
  "15 % flipped": alone(0.15),
  "20 % flipped": alone(0.2),
  "30 % flipped": alone(0.3),
  "15 % flipped, held-out rows clean": cleanHeld(0.15),
  "30 % flipped, held-out rows clean": cleanHeld(0.3),
};

/** Verdicts on healthy worlds and on worlds with flipped labels: `npm run proof label-noise FROM TO [healthy [KIND …]]`; worlds of 400 rows and more. */
export async function run([from = "0", to = "170", only, ...kinds]: readonly string[]): Promise<void> {
  for (const [title, harm] of Object.entries(harms))
    if (!only || title.startsWith(only))
      await tally(labelNoise, {
        from: Number(from),
        to: Number(to),
        harm,
        title,
        least: 450,
        most: 3000,
        each: title === "healthy",
        ...(kinds.length ? {kinds} : {}),
      });
}
