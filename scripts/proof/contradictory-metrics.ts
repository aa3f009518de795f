import {diagnose} from "../../src/index.js";
import {random, type Random} from "../../src/math/random.js";
import {normal} from "./data/worlds.js";

/** Histories of each kind. */
const draws = 100;

/** Recorded fits whose loss and accuracy carry noise that depends on its past (AR 1): how often contradictory-metrics fails; words choose the kinds. */
export async function run(words: readonly string[] = []): Promise<void> {
  console.log("history | epochs | memory of the noise | fails");
  console.log("---|---|---|---");
  for (const [name, make] of Object.entries(kinds).filter(([title]) => words.every((word) => title.includes(word))))
    for (const epochs of [12, 30, 100])
      for (const memory of [0, 0.9]) {
        const draw = random(epochs);
        let fails = 0;
        for (let i = 0; i < draws; i++) {
          const history = make({epochs, memory, draw});
          const {findings} = await diagnose({history}, {checks: ["contradictory-metrics"]});
          if (findings[0]!.verdict === "fail") fails++;
        }
        console.log([name, epochs, memory, `${((100 * fails) / draws).toFixed(2)} %`].join(" | "));
      }
}

interface Scene {
  epochs: number;
  memory: number;
  draw: Random;
}

const kinds: Record<string, (scene: Scene) => {loss: number[]; acc: number[]}> = {
  "healthy: loss falls, accuracy rises": (scene) => ({
    loss: noise(scene, 0.03).map((value, i) => Math.exp((-3 * i) / scene.epochs) + value),
    acc: noise(scene, 0.02).map((value, i) => 0.9 - 0.4 * Math.exp((-3 * i) / scene.epochs) + value),
  }),
  "healthy: both at their floor": (scene) => ({
    loss: noise(scene, 0.05).map((value) => 0.5 + value),
    acc: noise(scene, 0.03).map((value) => 0.8 + value),
  }),
  "healthy: loss falls, accuracy at its ceiling": (scene) => ({
    loss: noise(scene, 0.03).map((value, i) => Math.exp((-3 * i) / scene.epochs) + value),
    acc: noise(scene, 0.02).map((value) => 0.9 + value),
  }),
  "sick: both fall": (scene) => ({
    loss: noise(scene, 0.03).map((value, i) => Math.exp((-3 * i) / scene.epochs) + value),
    acc: noise(scene, 0.02).map((value, i) => 0.5 + 0.3 * Math.exp((-3 * i) / scene.epochs) + value),
  }),
};

/** Normal noise of a standard deviation with a share `memory` of its last value in each. */
function noise({epochs, memory, draw}: Scene, size: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < epochs; i++) {
    const fresh = size * normal(draw);
    values.push(memory * (values.at(-1) ?? 0) + Math.sqrt(1 - memory ** 2) * fresh);
  }
  return values;
}
