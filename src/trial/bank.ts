import type {Bank, Change, Run} from "../check.js";
import {openQueue} from "../math/queue.js";
import {derive, permutation, random} from "../math/random.js";
import type {Setting} from "./fit.js";
import {lossesOf} from "./probe.js";
import {runTrial, type Perform, type Results, type Trial} from "./trial.js";

/** Makes the case's own fits once and lends them to every check that asks; `perform` makes each trial, here unless said otherwise. */
export function openBank(setting: Setting, {perform = runTrial}: {perform?: Perform} = {}): Bank {
  const made: Promise<Run>[] = [];
  const mixed: Promise<Run>[] = [];
  const trials = new Map<string, Promise<Run>>();
  // One fit at a time: each holds a model of its own.
  const {run, idle} = openQueue();
  const make = <K extends keyof Results>(kind: K, {stop, renew, ...change}: Change & Pick<Trial, "renew">): Promise<Results[K]> =>
    run(() => perform({kind, change, renew, seed: setting.seed, schedule: setting.schedule}, {...setting, stop}));
  return {
    idle,
    // The plan may yet make the fits smaller.
    get train() {
      return setting.train;
    },
    get heldOut() {
      return setting.validation;
    },
    get steps() {
      const {epochs, batchSize, of = setting.train.rows} = setting.schedule;
      const wanted = epochs * Math.ceil(of / batchSize);
      return {wanted, made: Math.min(wanted, setting.schedule.steps)};
    },
    runs: (k) => {
      for (let i = made.length; i < k; i++) made.push(make("fit", {seed: derive(setting.seed, "run", i)}));
      return Promise.all(made.slice(0, k));
    },
    shuffled: (k) => {
      for (let i = mixed.length; i < k; i++) mixed.push(make("fit", shuffle(setting, i)));
      return Promise.all(mixed.slice(0, k));
    },
    trial: (change) => {
      const key = JSON.stringify(change);
      const known = trials.get(key) ?? make("fit", {...change, renew: true});
      trials.set(key, known);
      return known;
    },
    descend: (change) => within(setting.purse, {change, descend: (one) => make("descend", {...one, renew: true})}),
    firstNonFinite: (seed) => make("replay", {seed}),
    has: ({runs = 0, shuffled = 0, trials = []}) => made.length >= runs && mixed.length >= shuffled && trials.length === 0,
    loss: ({outputs, rows = Array.from({length: setting.train.rows}, (_, i) => i)}) =>
      lossesOf(setting.blueprint.prototype, {outputs, split: setting.train, rows}),
  };
}

/** A descent that takes no more steps than the purse still pays for; throws when these are not enough. */
async function within(
  purse: Setting["purse"],
  {change, descend}: {change: Change; descend: (change: Change) => Promise<readonly number[]>},
): Promise<readonly number[]> {
  const {steps = Infinity, stop} = change;
  if (!purse) return descend(change);
  let ended = purse.left <= 0 ? undefined : steps <= purse.left;
  if (ended !== undefined) {
    const watched = stop && ((progress: Parameters<typeof stop>[0]) => (ended = stop(progress) || ended)!);
    const losses = await descend({...change, steps: Math.min(steps, purse.left), stop: watched});
    purse.left -= losses.length;
    if (ended || !Number.isFinite(losses.at(-1))) return losses;
  }
  throw new Error(`more is needed than the ${purse.steps} steps that the budget pays for; a larger budget would settle it`);
}

/** Steps of a fit on permuted targets: what leaks is learned early. */
export const shuffledSteps = 300;

/** Looks at the held-out rows on the way: enough to draw that their loss rises. */
const looks = 7;

function shuffle({train, schedule, seed}: Setting, index: number): Change & {renew: true} {
  const targets = permutation(train.rows, random(derive(seed, "permutation", index)));
  return {seed: derive(seed, "shuffled", index), targets, steps: Math.min(schedule.steps, shuffledSteps), follow: looks, renew: true};
}
