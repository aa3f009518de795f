import type {Change, NonFinite, Run, Schedule} from "../check.js";
import type {Blueprint} from "./blueprint.js";
import {descend, fit, replay, type Setting} from "./fit.js";
import {curveNamed} from "./rates.js";
import {revive, type PlainNetwork} from "./serialise.js";

/** What each kind of trial gives: a fit its run, a descent its losses step by step, a replay what was not finite first. */
export interface Results {
  fit: Run;
  descend: readonly number[];
  replay: NonFinite | undefined;
}

/** A seeded fit to be made. It is plain data, which survives JSON and can be made elsewhere, once {@link serialise} has given its network and its schedule. */
export interface Trial<K extends keyof Results = keyof Results> {
  kind: K;
  /** What changes against the case's own fit; its `seed` is the fit's. */
  change: Omit<Change, "stop">;
  /** New initial weights even where a model was given. */
  renew?: boolean;
  /** The case's seed. */
  seed: number;
  /** The schedule; a curve of the rate is a function, or the name of one of ddx's own. */
  schedule: Omit<Setting["schedule"], "rate"> & {rate?: Schedule["rate"] | string};
  /** The network; none where a blueprint is lent. */
  network?: PlainNetwork;
  /** A hash of the rows that it learns from and of those held out. */
  data?: string;
}

/** What a trial is given where it is made: the rows, and what cannot be written down. */
export interface Hands extends Pick<Setting, "train" | "validation" | "signal" | "onStep">, Pick<Change, "stop"> {
  /** The case's own blueprint, in place of the trial's network. */
  blueprint?: Blueprint;
}

/** Makes trials, here or elsewhere. */
export type Perform = <K extends keyof Results>(trial: Trial<K>, hands: Hands & {blueprint: Blueprint}) => Promise<Results[K]>;

/** Makes one trial; the same one gives the same numbers on one backend, bit for bit, whether its blueprint is lent or made of its plain data. */
export async function runTrial<K extends keyof Results>(
  {kind, change, renew, seed, schedule, network}: Trial<K>,
  {blueprint: lent, stop, ...hands}: Hands,
): Promise<Results[K]> {
  const blueprint = lent ?? (await revive(network!));
  const rate = typeof schedule.rate === "string" ? curveNamed(schedule.rate) : schedule.rate;
  try {
    return await kinds[kind]({...hands, blueprint, seed, schedule: {...schedule, rate}}, {...change, renew, stop});
  } finally {
    if (!lent) blueprint.dispose();
  }
}

const kinds: {[K in keyof Results]: (setting: Setting, change: Change & {renew?: boolean}) => Promise<Results[K]>} = {
  fit,
  descend,
  replay: (setting, {seed = setting.seed}) => replay(setting, {seed}),
};
