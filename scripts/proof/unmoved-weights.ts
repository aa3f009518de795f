import {useBackend} from "../../src/index.js";
import {median} from "../../src/math/stats.js";
import {ratios} from "../../src/training/unmoved-weights.js";
import {outcome} from "../../src/trial/outcome.js";
import {withProgramme} from "./healthy/open.js";

/** How far the weights of random programs go, over their norm, at their own rate and at fractions of it: `npm run proof unmoved-weights [programs]`. */
export async function run([programs = "40"]: readonly string[]): Promise<void> {
  await useBackend("wasm", {say: false});
  console.log(
    "rate × | furthest weight: smallest, median | layer that goes least: smallest | left to learn: median | layers that stay bitwise",
  );
  console.log("---|---|---|---|---");
  for (const rate of [1, 1e-3, 1e-6, 1e-9]) {
    const seen: Awaited<ReturnType<typeof look>>[] = [];
    for (let seed = 1; seed <= Number(programs); seed++) seen.push(await look(seed, rate));
    const of = (pick: (one: (typeof seen)[number]) => number) => seen.map(pick);
    const digits = (value: number) => value.toPrecision(2);
    console.log(
      [
        rate,
        `${digits(Math.min(...of(({most}) => most)))}, ${digits(median(of(({most}) => most)))}`,
        digits(Math.min(...of(({least}) => least))),
        digits(median(of(({left}) => left))),
        seen.filter(({least}) => least === 0).length,
      ].join(" | "),
    );
  }
}

const look = (seed: number, rate: number): Promise<{most: number; least: number; left: number}> =>
  withProgramme({seed, rate}, async ({material: {bank, network}, setting}) => {
    setting!.schedule = {...setting!.schedule, steps: Math.min(100, setting!.schedule.steps)};
    const {runs, left} = await outcome(bank!, {network: network!});
    const [{movements}] = runs as [(typeof runs)[number]];
    const layers = [...new Set(movements.map(({layer}) => layer))];
    const went = layers.map((layer) => Math.max(...movements.filter((one) => one.layer === layer).map(({distance}) => distance)));
    return {most: Math.max(...ratios(movements)), least: Math.min(...went), left: median(left)};
  });
