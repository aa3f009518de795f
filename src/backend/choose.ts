import {describeCost, nativeIsFaster, type StepCost} from "./cost.js";

/** Backends that ddx prepares: WebAssembly, native TensorFlow (the package tfjs-node), plain JavaScript. */
export type BackendName = "wasm" | "tensorflow" | "cpu";

/** What was chosen and why. */
export interface Chosen {
  /** Name in tfjs: one of ours, or the one that the user had activated. */
  name: string;
  /** Why, in a few words. */
  reason: string;
  /** Who decided: the caller or the environment, the user who activated it before, or the cost model. */
  by: "force" | "user" | "auto";
}

/** What a choice rests on. */
export interface Grounds {
  /** The backend that must be used, or `auto`. */
  wanted: string;
  /** Who wants it, for messages: `DDX_BACKEND` or `useBackend`. */
  by: string;
  /** The backend that the user activated, if any: `auto` keeps it. */
  active?: string;
  /** What a training step costs, when it is known: `auto` then weighs native TensorFlow against wasm. */
  cost?: StepCost;
  /** Makes a backend the active one; returns one line that says why it cannot. */
  activate: (name: BackendName) => Promise<string | undefined>;
}

/**
 * Chooses a backend and activates it: the one that is forced, else the user's own, else wasm, which trains small networks faster than native TensorFlow
 * does (`npm run bench backends`), or for a large network native TensorFlow, else what loads. Throws one line for an unknown name and when what is forced does not load.
 */
export async function choose({wanted, by, active, cost, activate}: Grounds): Promise<Chosen> {
  if (isBackend(wanted)) {
    const problem = await activate(wanted);
    if (problem) throw new Error(`cannot use the backend ${wanted} that ${by} forces: ${problem}; ${remedies[wanted]}`);
    return {name: wanted, reason: `forced by ${by}`, by: "force"};
  }
  if (wanted !== "auto")
    throw new RangeError(`expected ${by} to name one of auto, ${preference.join(", ")}, got ${JSON.stringify(wanted)}`);
  if (active) return {name: active, reason: "was active", by: "user"};
  const problems: string[] = [];
  const large = cost !== undefined && nativeIsFaster(cost);
  for (const name of large ? preferenceWhenLarge : preference) {
    const problem = await activate(name);
    if (!problem) return {name, reason: [reasonFor(name, {cost, large}), ...problems].join("; "), by: "auto"};
    problems.push(problem);
  }
  throw new Error(`no backend loads: ${problems.join("; ")}`);
}

function reasonFor(name: BackendName, {cost, large}: {cost?: StepCost; large: boolean}): string {
  if (!cost || name === "cpu") return reasons[name];
  const size = `${large ? "large" : "small"} network: ${describeCost(cost)}`;
  return large === (name === "tensorflow") ? `${size}; ${large ? "wasm" : "native"} would be slower` : size;
}

const preferenceWhenLarge: readonly BackendName[] = ["tensorflow", "wasm", "cpu"];
const preference: readonly BackendName[] = ["wasm", "tensorflow", "cpu"];

const isBackend = (name: string): name is BackendName => (preference as readonly string[]).includes(name);

const reasons: Record<BackendName, string> = {
  wasm: "fastest for small networks",
  tensorflow: "native TensorFlow",
  cpu: "slow, but needs nothing",
};

const remedies: Record<BackendName, string> = {
  wasm: "install @tensorflow/tfjs-backend-wasm in the version of @tensorflow/tfjs, or use auto",
  tensorflow: "npx ddx native puts it to work, or use wasm",
  cpu: "install @tensorflow/tfjs",
};
