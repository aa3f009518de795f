import {borrowBackend} from "./backend/backend.js";
import type {Case} from "./case.js";
import type {Run} from "./check.js";
import type {Finding} from "./finding.js";
import {mean} from "./math/stats.js";
import {effectOf} from "./sweep/effects.js";
import {findingOf, summaryOf, type Tried} from "./sweep/report.js";
import {firstLine} from "./trial/blame.js";
import {breathe} from "./trial/breath.js";
import {expectObject, expectOptional, expectTrainable} from "./trial/expect.js";
import {openCase, type Opened} from "./trial/measure.js";
import {armsOf, type Arm} from "./treatment/arms.js";
import {freeRows} from "./treatment/rows.js";
import {patientOf} from "./treatment/treatment.js";

/** How to sweep. */
export interface SweepOptions {
  /** Arms to try, by name or of one's own; all of ddx's that apply when left out. */
  arms?: readonly (string | Arm)[];
  /** Fresh seeds that the finalists are confirmed on; 10, which find a gain of two standard deviations between two fits' logarithms in 29 of 30 sweeps, of one in 13 of 30 (`npm run proof sweep`). */
  seeds?: number;
  /** Seconds of the reference machine that the fits may take; 120. */
  budget?: number;
  /** Called before each arm's fits, and waited for. */
  progress?: (progress: {doing: string; done: number; total: number}) => unknown;
  /** Stops the sweep: it rejects with the signal's reason, having freed all it held. */
  signal?: AbortSignal;
}

/**
 * The big guns: other optimizers, rates, schedules, batches, layers, units, regularisation and batch normalisation, each an arm with its prediction stated beforehand. Successive halving
 * (Jamieson & Talwalkar 2016) on a few seeds leaves three, which fresh seeds confirm: a paired t test at 0.005 beside a gain of a twentieth of the loss. Where no arm differs one is named in 2 of 150
 * sweeps (`npm run proof sweep`). The first finding sums up, one finding an arm follows. Changes nothing of the user's.
 */
export async function sweep(subject: Case, options: SweepOptions = {}): Promise<readonly Finding[]> {
  expectObject(options, {name: "options", keys: ["arms", "seeds", "budget", "progress", "signal"]});
  const {arms, seeds = 10, budget = 120, progress, signal} = options;
  expectOptional(arms, {
    name: "arms",
    what: "a list of names of arms, or of arms",
    test: (value) => Array.isArray(value) && value.length > 0,
  });
  expectOptional(seeds, {name: "seeds", what: "a whole number from 3", test: (value) => Number.isSafeInteger(value) && Number(value) >= 3});
  expectOptional(budget, {
    name: "budget",
    what: "seconds above 0",
    test: (value) => typeof value === "number" && value > 0 && value < Infinity,
  });
  expectTrainable(subject, {names: Object.keys(subject.accept ?? {})});
  const backend = await borrowBackend();
  try {
    return await sweepAll(subject, {arms, seeds, budget, progress, signal});
  } finally {
    await backend.end();
  }
}

/** Seeds of each round of halving, and arms that are confirmed. */
const halving = {seeds: 2, rounds: 2};
const finalists = 3;

interface Entrant {
  arm: Arm;
  opened: Opened;
}

type Settings = SweepOptions & Required<Pick<SweepOptions, "seeds" | "budget">>;

async function sweepAll(subject: Case, {arms: wanted, seeds, budget, progress, signal}: Settings): Promise<readonly Finding[]> {
  // Opened once to see what applies, then again with fits that the budget can pay.
  const look = await openCase(subject, {most: 0, signal});
  const arms = chosen(armsOf(patientOf(look)), wanted);
  await look.prepared.dispose();
  const fits = halving.rounds * halving.seeds + seeds + arms.length * halving.seeds * 1.5 + finalists * seeds;
  const most = budget / fits;
  const own = await openCase(subject, {most, signal});
  const entrants: Entrant[] = [];
  const out: Tried[] = [];
  try {
    for (const arm of arms) {
      const entrant = await enter(arm, {subject, most, signal});
      if ("failed" in entrant) out.push(failure(arm, entrant.failed));
      else entrants.push(entrant);
    }
    out.push(...(await race(entrants, {own, seeds, progress, signal})));
    const ordered = [...out].sort((a, b) => arms.indexOf(a.arm) - arms.indexOf(b.arm));
    const cut = own.cut && `each fit ${own.cut} for the budget`;
    return [summaryOf(ordered, {cut}), ...ordered.map(findingOf)];
  } finally {
    for (const {opened} of entrants) {
      await opened.prepared.dispose();
      freeRows(opened.subject, {but: subject});
    }
    await own.prepared.dispose();
  }
}

const failure = (arm: Arm, failed: string): Tried => ({arm, failed, confirmed: false, runs: [], own: []});

/** Halves the entrants round by round, and confirms those that are left on fresh seeds: what each came to. */
async function race(
  entrants: readonly Entrant[],
  {own, seeds, progress, signal}: Pick<Settings, "seeds" | "progress" | "signal"> & {own: Opened},
): Promise<Tried[]> {
  const total = entrants.length + Math.max(finalists, Math.ceil(entrants.length / 2)) + finalists;
  let done = 0;
  const tell = async (doing: string) => {
    signal?.throwIfAborted();
    await progress?.({doing, done: done++, total});
  };
  const out: Tried[] = [];
  let left = entrants;
  for (let round = 1; round <= halving.rounds; round++) {
    const count = round * halving.seeds;
    const scored: {entrant: Entrant; tried: Tried}[] = [];
    for (const entrant of left) {
      await tell(`${entrant.arm.title}, ${count} seeds`);
      scored.push({entrant, tried: await compare(entrant, {own, from: 0, count, signal})});
    }
    const gain = ({heldOut, training}: Tried) => (heldOut ?? training)?.value ?? -Infinity;
    scored.sort((a, b) => gain(b.tried) - gain(a.tried));
    const kept = round === halving.rounds ? finalists : Math.max(finalists, Math.ceil(scored.length / 2));
    out.push(...scored.slice(kept).map(({tried}) => tried));
    left = scored.slice(0, kept).map(({entrant}) => entrant);
  }
  for (const entrant of left) {
    await tell(`${entrant.arm.title}, ${seeds} fresh seeds`);
    out.push(await compare(entrant, {own, from: halving.rounds * halving.seeds, count: seeds, confirmed: true, signal}));
  }
  return out;
}

function chosen(arms: readonly Arm[], wanted: SweepOptions["arms"]): readonly Arm[] {
  if (!wanted) return arms;
  const own = wanted.filter((one) => typeof one === "object" && typeof one?.apply === "function") as Arm[];
  const names = wanted.filter((one) => !own.includes(one as Arm)) as string[];
  const unknown = names.find((name) => !arms.some((arm) => arm.name === name));
  if (unknown !== undefined)
    throw new RangeError(
      `expected the name of an arm that applies to this case, got ${JSON.stringify(unknown)}; there are ${arms.map(({name}) => name).join(", ")}`,
    );
  return [...arms.filter(({name}) => names.includes(name)), ...own];
}

async function enter(
  arm: Arm,
  {subject, most, signal}: {subject: Case; most: number; signal?: AbortSignal},
): Promise<Entrant | {failed: string}> {
  await breathe(signal);
  try {
    return {arm, opened: await openCase(await arm.apply(subject), {most, signal})};
  } catch (error) {
    signal?.throwIfAborted();
    return {failed: firstLine(error)};
  }
}

/** An arm's fits with some seeds against the case's own with the same. */
async function compare(
  {arm, opened}: Entrant,
  {own, from, count, confirmed = false, signal}: {own: Opened; from: number; count: number; confirmed?: boolean; signal?: AbortSignal},
): Promise<Tried> {
  const some = async (one: Opened): Promise<readonly Run[]> => (await one.measure(from + count)).runs.slice(from);
  const base = await some(own);
  let runs: readonly Run[];
  try {
    runs = await some(opened);
  } catch (error) {
    signal?.throwIfAborted();
    return failure(arm, firstLine(error));
  }
  const heldOut = mean(base.map(({validationLoss}) => Number(validationLoss !== undefined))) === 1;
  return {
    ...{arm, confirmed, runs, own: base},
    training: effectOf(base, {runs, loss: "trainLoss"}),
    ...(heldOut && {heldOut: effectOf(base, {runs, loss: "validationLoss"})}),
  };
}
