import {useBackend} from "../../src/index.js";
import {architectures} from "./teacher/architectures.js";
import {shareLeft} from "./teacher/measure.js";

/** How much of the constant answer's loss typical architectures leave on fresh rows of their teacher's set: `npm run proof teacher [SEEDS] [NAME]`. */
export async function run([seeds = "3", only = ""]: readonly string[]): Promise<void> {
  await useBackend("wasm", {say: false});
  console.log("architecture | left of the constant answer's loss, seed by seed | seconds");
  console.log("---|---|---");
  const all: number[] = [];
  for (const [name, architecture] of Object.entries(architectures).filter(([name]) => name.includes(only))) {
    const start = performance.now();
    const left: number[] = [];
    for (let seed = 1; seed <= Number(seeds); seed++) left.push(await shareLeft(architecture, {seed}));
    all.push(...left);
    console.log(`${name} | ${left.map((share) => share.toFixed(3)).join(", ")} | ${((performance.now() - start) / 1000).toFixed(1)}`);
  }
  console.log(`\nworst of ${all.length}: ${Math.max(...all).toFixed(3)}`);
}
