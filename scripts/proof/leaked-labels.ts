import {leakedLabels} from "../../src/data/leaked-labels.js";
import {random} from "../../src/math/random.js";
import {tally, type Harm} from "./data/tally.js";
import {normal, type World} from "./data/worlds.js";

/** A column after the others that holds the target, with noise of a share of its spread; undefined for what has several targets. */
function leaking(whole: World, {noise, seed}: {noise: number; seed: number}): World | undefined {
  if (whole.y[0]!.length > 1 || whole.shape || whole.task === "multilabel") return undefined;
  const draw = random(seed);
  const values = whole.y.map(([value]) => value!);
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length;
  const width = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
  return {...whole, x: whole.x.map((row, i) => [...row, values[i]! + noise * width * normal(draw)])};
}

const harm =
  (noise: number): Harm =>
  ({train}, seed) => {
    const leaked = leaking(train, {noise, seed});
    return leaked && {train: leaked};
  };

const harms: Record<string, Harm> = {
  healthy: (parts) => parts,
  "the target among the inputs": harm(0),
  "the target with noise of 2 % of its deviation": harm(0.02),
  "the target with noise of 8 % of its deviation": harm(0.08),
};

/** Verdicts on healthy worlds and on worlds with a leak: `npm run proof leaked-labels FROM TO [healthy [KIND …]]`. */
export async function run([from = "0", to = "170", only, ...kinds]: readonly string[]): Promise<void> {
  for (const [title, change] of Object.entries(harms))
    if (!only || title.startsWith(only))
      await tally(leakedLabels, {
        from: Number(from),
        to: Number(to),
        harm: change,
        title,
        each: title === "healthy",
        ...(kinds.length ? {kinds} : {}),
      });
}
