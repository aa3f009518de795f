import type {Bank, Change} from "../check.js";
import {derive} from "../math/random.js";

/** A way to train that is tried when the one before it did not memorise. */
export interface Rung {
  /** What it is, such as `Adam at 0.01`. */
  title: string;
  optimizer: NonNullable<Change["optimizer"]>;
  /** Tried only when the first rung's loss rose: its rate may be too high. */
  onlyIfRising?: boolean;
}

/** What became of the fits of one rung. */
export interface Climb {
  rung: Rung;
  /** What is left to learn after each step of the best seed: 1 is a constant answer, 0 is perfect. */
  left: readonly number[];
  /** Seeds that were tried. */
  seeds: number;
  memorised: boolean;
}

/** Steps after which a fit that has stopped falling is given up, and after which every fit is. */
export const patience = 500;
export const limit = 1000;

/** Share that may be left at the limit, extrapolated when patience ends, for a fit to go on: four times what is memorised. */
const hopeless = 0.2;

interface Ladder {
  rungs: readonly Rung[];
  rows: readonly number[];
  /** Loss of a constant answer and of a perfect one on these rows. */
  prior: number;
  least: number;
  /** Share of the way from constant to perfect that may be left: 0.05 is R² 0.95. */
  gate: number;
  seeds: number;
  seed: number;
}

/**
 * Tries rung after rung with one seed, and with further seeds only while none memorises the rows; dropout and penalties are off.
 * A later rung's success is believed once the first rung has failed with a second seed.
 */
export async function climb(bank: Bank, ladder: Ladder): Promise<Climb[]> {
  const climbs = ladder.rungs.map((rung): Climb => ({rung, left: [], seeds: 0, memorised: false}));
  for (let round = 0; round < ladder.seeds && !climbs.some(({memorised}) => memorised); round++) {
    for (const [i, {rung}] of climbs.entries()) {
      if (rung.onlyIfRising && !rose(climbs[0]!)) continue;
      climbs[i] = await ascend(bank, {ladder, climb: climbs[i]!});
      if (climbs[i].memorised) break;
    }
  }
  if (!climbs[0]!.memorised && climbs[0]!.seeds === 1) climbs[0] = await ascend(bank, {ladder, climb: climbs[0]!});
  const last = climbs.findIndex(({memorised}) => memorised);
  return (last < 0 ? climbs : climbs.slice(0, last + 1)).filter((one) => one.seeds > 0);
}

/** One more seed on a rung. */
async function ascend(bank: Bank, {ladder, climb}: {ladder: Ladder; climb: Climb}): Promise<Climb> {
  const {rows, prior, least, gate, seed} = ladder;
  const left = (loss: number) => (loss - least) / (prior - least);
  const stop: Change["stop"] = ({loss, losses}) => left(loss) <= gate || stuck(losses, {left});
  const change = {seed: derive(seed, "memorise", climb.seeds), optimizer: climb.rung.optimizer, bare: true};
  const curve = (await bank.descend({...change, rows, batchSize: rows.length, steps: limit, stop})).map(left);
  const [now, before] = [curve.at(-1)!, climb.left.at(-1) ?? Infinity];
  const better = climb.seeds === 0 || now < before || !Number.isFinite(before);
  return {...climb, left: better ? curve : climb.left, seeds: climb.seeds + 1, memorised: now <= gate};
}

/** True when a fit rose far above its start on the way, as it does at too high a rate. */
export const rose = ({left}: Climb): boolean => left.some((share) => !(share <= 1.5 * left[0]!));

/** True for a seed that is dead after a hundred steps (the loss has not moved for fifty), or will not arrive at the pace that it has when patience ends. */
function stuck(losses: readonly number[], {left}: {left: (loss: number) => number}): boolean {
  const now = left(losses.at(-1)!);
  const was = (steps: number) => left(losses[losses.length - 1 - steps]!);
  if (losses.length >= 100 && losses.length % 50 === 0 && Math.abs(was(49) - now) <= 1e-5 * Math.abs(now)) return true;
  return losses.length === patience && now * (now / was(250)) ** 2 > hopeless;
}
