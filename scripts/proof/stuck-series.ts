import {stuck} from "../../src/data/stuck.js";
import {derive, random, type Random} from "../../src/math/random.js";
import {normal, times} from "./data/worlds.js";

/** How often a healthy series has a run that looks stuck, and how often one that is stopped for a while is found; the first word is the number of series of a kind. */
export async function run([count = "100"]: readonly string[]): Promise<void> {
  console.log("series | steps | looks stuck | stopped for 3 % | 6 % | 20 %");
  console.log("---|---|---|---|---|---");
  for (const [kind, make] of Object.entries(kinds))
    for (const steps of [150, 600, 2400]) {
      const shares = [0, 0.03, 0.06, 0.2].map((share) => {
        let found = 0;
        for (let seed = 1; seed <= Number(count); seed++) {
          const draw = random(derive(seed, kind, steps));
          const series = make(steps, draw);
          const from = Math.floor(draw() * (1 - share) * steps);
          for (let t = from; t < from + share * steps; t++) series[t] = series[from]!;
          found += Number(stuck(Float32Array.from(series), "x") !== undefined);
        }
        return found / Number(count);
      });
      console.log([kind, steps, ...shares].join(" | "));
    }
}

const remembering = (memory: number) => (steps: number, draw: Random) => {
  let at = 0;
  return times(steps, () => (at = memory * at + normal(draw)));
};

/** Values that stay for a time that is drawn anew each time. */
const staying = (time: (draw: Random) => number, value: (draw: Random) => number) => (steps: number, draw: Random) => {
  const series: number[] = [];
  while (series.length < steps) series.push(...new Array<number>(Math.max(1, Math.round(time(draw)))).fill(value(draw)));
  return series.slice(0, steps);
};

const rounded = (to: number, make: (steps: number, draw: Random) => number[]) => (steps: number, draw: Random) =>
  make(steps, draw).map((value) => Math.round(value / to) * to);

const kinds: Readonly<Record<string, (steps: number, draw: Random) => number[]>> = {
  "white noise": remembering(0),
  "memory 0.99": remembering(0.99),
  "memory 0.99, rounded": rounded(1, remembering(0.99)),
  "memory 0.99, rounded to its deviation": rounded(7, remembering(0.99)),
  "walk, rounded": rounded(1, remembering(1)),
  counts: (steps, draw) => times(steps, () => Math.floor(-2 * Math.log(1 - draw()))),
  "rare events": (steps, draw) => times(steps, () => (draw() < 0.05 ? 1 + Math.abs(normal(draw)) : 0)),
  "rain: dry spells of heavy-tailed length": (steps, draw) => {
    const wet = staying(
      (d) => 3 / (1 - d()) ** 0.8,
      (d) => Number(d() < 0.5),
    )(steps, draw);
    return wet.map((one) => (one ? Math.abs(normal(draw)) : 0));
  },
  "steps of geometric length": staying((d) => -10 * Math.log(1 - d()), normal),
  "steps of heavy-tailed length": staying((d) => 2 / (1 - d()), normal),
  "switch of two states": staying(
    (d) => -30 * Math.log(1 - d()),
    (d) => Number(d() < 0.5),
  ),
  "night and day": (steps, draw) => times(steps, (t) => Math.max(0, Math.sin(t / 8)) * (1 + 0.1 * normal(draw))),
  "clipped at its top": (steps, draw) => remembering(0.98)(steps, draw).map((value) => Math.min(4, value)),
};
