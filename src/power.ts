import type {Case} from "./case.js";
import type {Check} from "./check.js";
import {checks, diagnose} from "./diagnose.js";
import type {Power, Verdict} from "./finding.js";
import {derive, random, type Random} from "./math/random.js";
import {wilson} from "./math/tests.js";
import {expectObject, expectOptional} from "./trial/expect.js";

/** What a world is drawn from. */
export interface Drawn {
  /** Strength of the illness; 0 asks for a healthy world. */
  strength: number;
  /** Rows of the world. */
  rows: number;
  /** Its own seeded stream, the same at each strength: the illness is done to the same world. */
  draw: Random;
}

/** Which worlds are drawn, and how each is examined. */
export interface Sweep {
  /** Makes a case, sick by construction and healthy at strength 0. */
  make: (drawn: Drawn) => Partial<Case> | Promise<Partial<Case>>;
  strengths: readonly number[];
  rows: readonly number[];
  /** Worlds a cell; 20. */
  worlds?: number;
  seed?: number;
  /** The least verdict that counts as seen; `fail`. */
  sees?: "fail" | "warn";
  /** What strength and rows mean, with their units. */
  axes?: {strength?: string; rows?: string};
  /** Seconds of the reference machine that one diagnosis may take; 30. */
  budget?: number;
  /** Called after each world, and waited for. */
  progress?: (progress: {done: number; total: number}) => unknown;
  /** Stops the sweep: it rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** How often one check sees an illness, by the illness's strength and the number of rows: draws seeded worlds and examines each with that check alone. Shown as a heat map. */
export async function power(of: string | Check, sweep: Sweep): Promise<Power> {
  expectSweep(sweep);
  const {strengths, rows, worlds = 20, sees = "fail", axes, progress, signal} = sweep;
  const about = (typeof of === "string" ? checks.find((one) => one.about.name === of) : of)?.about;
  if (!about) throw new RangeError(`expected the name of a check, got "${String(of)}"; checks lists them`);
  const [cells, total] = [[] as Power["cells"][number][], strengths.length * rows.length * worlds];
  const found: Verdict[] = [];
  for (const strength of strengths)
    for (const count of rows) {
      for (let world = 0; world < worlds; world++) {
        signal?.throwIfAborted();
        found.push(await judge(of, {...sweep, strength, count, world, name: about.name}));
        await progress?.({done: found.length, total});
      }
      cells.push({strength, rows: count, worlds, ...shares(found.slice(-worlds), sees)});
    }
  if (found.every((verdict) => verdict === "skip"))
    throw new Error(`expected worlds that ${about.name} can judge, but it skips each; its needs are told by diagnose of one such world`);
  return {check: about.name, level: about.level ?? 0.005, sees, axes: {strength: "strength", rows: "rows", ...axes}, cells};
}

/** The check's verdict on one world. */
async function judge(of: string | Check, scene: Sweep & {strength: number; count: number; world: number; name: string}): Promise<Verdict> {
  const {make, strength, count, world, name, seed = 1, budget = 30, signal} = scene;
  const own = derive(seed, "power", count, world);
  const subject = await make({strength, rows: count, draw: random(own)});
  const {findings} = await diagnose({seed: own, ...subject}, {checks: [of], budget, signal});
  return findings.find(({about}) => about.name === name)!.verdict;
}

function shares(found: readonly Verdict[], sees: "fail" | "warn") {
  const seen = found.filter((verdict) => verdict === "fail" || verdict === sees).length;
  const unsure = found.filter((verdict) => verdict === "unsure").length / found.length;
  return {seen: seen / found.length, interval: wilson(seen, {trials: found.length}), unsure};
}

function expectSweep(sweep: Sweep): void {
  const keys = ["make", "strengths", "rows", "worlds", "seed", "sees", "axes", "budget", "progress", "signal"];
  expectObject(sweep, {name: "a sweep", keys});
  const areFrom = (low: number, value: unknown) => Array.isArray(value) && value.length > 0 && value.every((one) => one >= low);
  if (typeof sweep.make !== "function") throw new TypeError("expected make to be a function from {strength, rows, draw} to a case");
  if (!areFrom(0, sweep.strengths)) throw new TypeError("expected strengths to be a list of numbers from 0, such as [0, 0.5, 1]");
  if (!areFrom(1, sweep.rows)) throw new TypeError("expected rows to be a list of whole numbers from 1, such as [60, 240]");
  const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 1;
  expectOptional(sweep.worlds, {name: "worlds", what: "a whole number from 1", test: isCount});
  expectOptional(sweep.sees, {name: "sees", what: "fail or warn", test: (value) => value === "fail" || value === "warn"});
}
