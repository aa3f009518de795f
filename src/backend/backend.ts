import * as tf from "@tensorflow/tfjs";
import {choose, type BackendName, type Chosen} from "./choose.js";
import type {StepCost} from "./cost.js";
import {withoutHandlers} from "./handlers.js";
import {registerKernels} from "./kernels/index.js";
import {loadNative} from "./native.js";
import {loadWasm} from "./wasm.js";

export type {BackendName} from "./choose.js";

/** The backend in use. */
export interface Choice extends Chosen {
  /** Makes the backend active again that was so before; does nothing when there was none, when nothing changed, or when another was activated since. */
  restore: () => Promise<void>;
}

/** What a choice rests on beside a name, and how it is made known. */
export interface ChoiceOptions {
  /** Gets the one line a process that says the choice and its reason; stderr in Node and the console elsewhere when left out; `false` for silence, as is `DDX_QUIET=1`. */
  say?: ((line: string) => void) | false;
  /** What a training step of the network costs: `auto` then chooses between wasm and native TensorFlow for it, by a fixed cost model and never by timing. */
  cost?: StepCost;
}

/**
 * Chooses and prepares the tfjs backend. `auto` keeps a backend other than `cpu` that is active already, else takes wasm, or native TensorFlow for a large
 * network where it is there; `DDX_BACKEND` in the environment stands in for `auto`. Without a name, what was chosen before stays, unless a cost is given. Rejects with one line when a forced backend does not load.
 */
export function useBackend(name?: "auto" | BackendName, {say = print, cost}: ChoiceOptions = {}): Promise<Choice> {
  const before = latest;
  const next = before.then((choice) => {
    const stays = name === undefined && choice && choice.name === tf.getBackend() && (!cost || choice.by !== "auto");
    return stays ? choice : decide(choice, {name, cost});
  });
  // Calls wait for each other: two diagnoses that start together must not load wasm twice.
  latest = next.catch(() => before);
  return next.then(async (choice) => {
    announce(choice, say);
    return choice === (await before) ? {...choice, restore: async () => undefined} : choice;
  });
}

/** A backend in use for a time. */
export interface Loan {
  /** Chooses anew, now that the cost of a training step is known; while others are on loan too, all go on with what there is. */
  suit(cost: StepCost | undefined): Promise<void>;
  /** Makes what was active before active again, once nobody else is on loan. */
  end(): Promise<void>;
}

let loans = 0;
const undo: Choice[] = [];

/** Chooses a backend as {@link useBackend} does, to be given back. */
export async function borrowBackend(): Promise<Loan> {
  loans += 1;
  const take = async (how: ChoiceOptions) => void undo.push(await useBackend(undefined, how));
  const end = async () => {
    loans -= 1;
    while (loans === 0 && undo.length > 0) await undo.pop()!.restore();
  };
  try {
    await take({say: false});
  } catch (error) {
    await end();
    throw error;
  }
  return {suit: (cost) => take(loans === 1 ? {cost} : {}), end};
}

let latest: Promise<Choice | undefined> = Promise.resolve(undefined);

async function decide(before: Choice | undefined, {name = "auto", cost}: {name?: string; cost?: StepCost}): Promise<Choice> {
  const previous = tf.getBackend() as string | undefined;
  const env = globalThis.process?.env?.DDX_BACKEND;
  const request = name === "auto" && env ? {wanted: env, by: "DDX_BACKEND"} : {wanted: name, by: "useBackend"};
  const chosen = await choose({...request, active: usersOwn(previous, before), cost, activate});
  // The user may have activated wasm without us.
  if (chosen.name === "wasm") registerKernels();
  return {...chosen, restore: () => restore(previous, {chosen: chosen.name, before})};
}

/** The active backend, when the user must have activated it: tfjs itself starts on `cpu` in Node. */
function usersOwn(active: string | undefined, before: Choice | undefined): string | undefined {
  if (!active || active === before?.name) return undefined;
  return before || active !== "cpu" ? active : undefined;
}

async function activate(name: BackendName): Promise<string | undefined> {
  const previous = tf.getBackend() as string | undefined;
  try {
    const problem = await load[name]();
    if (problem) return problem;
    if (await withoutHandlers(() => tf.setBackend(name))) {
      // The cpu backend advises tfjs-node in five lines at its first use; whoever chose it by us knows.
      if (name === "cpu") Object.assign(tf.backend(), {firstUse: false});
      return undefined;
    }
  } catch (error) {
    return `${name} does not load: ${String((error as Error)?.message ?? error).split("\n")[0]}`;
  }
  // tfjs keeps the name of a backend that failed.
  await tf.setBackend(previous || "cpu");
  return `${name} does not start`;
}

const load: Record<BackendName, () => Promise<string | undefined>> = {wasm: loadWasm, tensorflow: loadNative, cpu: async () => undefined};

async function restore(previous: string | undefined, {chosen, before}: {chosen: string; before: Choice | undefined}): Promise<void> {
  if (!previous || tf.getBackend() !== chosen) return;
  await tf.setBackend(previous);
  latest = Promise.resolve(before?.name === previous ? before : undefined);
}

let said = false;

function announce({name, reason}: Chosen, say: ((line: string) => void) | false): void {
  if (said || !say || globalThis.process?.env?.DDX_QUIET) return;
  said = true;
  say(`backend: ${name} (${reason})`);
}

function print(line: string): void {
  const stderr = globalThis.process?.stderr;
  // Results may go to stdout as JSON.
  if (stderr) stderr.write(`${line}\n`);
  else console.info(line);
}
