import {noSignal} from "../../src/data/no-signal.js";
import {tally, type Harm} from "./data/tally.js";
import {dealt} from "./data/worlds.js";

const harms: Record<string, Harm> = {
  healthy: (parts) => parts,
  "targets dealt anew": ({train, held}, seed) => ({train: dealt(train, seed), held: dealt(held, seed + 1)}),
};

/** Verdicts on healthy worlds and on worlds without signal: `npm run proof no-signal FROM TO [healthy]`. */
export async function run([from = "0", to = "170", only]: readonly string[]): Promise<void> {
  for (const [title, harm] of Object.entries(harms))
    if (!only || title.startsWith(only))
      await tally(noSignal, {from: Number(from), to: Number(to), harm, title, each: title === "healthy"});
}
