import * as tf from "@tensorflow/tfjs";
import {expectRange, inRange} from "./range.js";
import {knownBugs, type KnownBug} from "./versions.js";

/** What is installed: versions by npm name, and `node`, `platform` and `backend`. */
export type Versions = Readonly<Record<string, string | undefined>>;

/** A known bug and the version that has it. */
export interface BadVersion extends KnownBug {
  /** The version that is installed. */
  version: string;
}

/** What to compare with what. */
export interface EnvironmentOptions {
  /** What is installed; read off the tfjs that runs when left out. */
  versions?: Versions;
  /** A list in place of ddx's own, such as a newer one read from a file. */
  known?: readonly KnownBug[];
}

/** Says which of the installed versions are known to be bad; empty when none is. Asks no network. Throws one line for a list that is none. */
export function checkEnvironment({versions, known = knownBugs}: EnvironmentOptions = {}): readonly BadVersion[] {
  expectBugs(known);
  const installed = versions ?? installedVersions();
  const bad = known.flatMap((bug) => {
    const version = installed[bug.package];
    return version !== undefined && applies(bug, {version, installed}) ? [{...bug, version}] : [];
  });
  return [...mixed(installed), ...(versions === undefined ? secondCopy() : []), ...bad];
}

/** The versions of the tfjs that runs, of its backends that are registered, and of Node. */
export function installedVersions(): Versions {
  const parts = Object.entries(tf.version as Record<string, string>).map(([name, version]) => [`@tensorflow/${name}`, version]);
  // tfjs publishes all its packages under one version, and these two do not say theirs.
  const registered = [
    ["wasm", "tfjs-backend-wasm"],
    ["tensorflow", "tfjs-node"],
  ].flatMap(([backend, name]) => (tf.findBackendFactory(backend!) ? [[`@tensorflow/${name}`, tf.version["tfjs-core"]]] : []));
  const {process} = globalThis as {process?: NodeProcess};
  return {
    ...(Object.fromEntries([...registered, ...parts]) as Record<string, string>),
    node: process?.versions?.node,
    platform: process?.platform,
    backend: tf.getBackend(),
    "util.isNullOrUndefined": process?.getBuiltinModule?.("util")?.isNullOrUndefined ? "there" : undefined,
  };
}

/** What is asked of Node's process, which a browser does not have. */
interface NodeProcess {
  versions?: {node?: string};
  platform?: string;
  getBuiltinModule?(name: string): {isNullOrUndefined?: unknown} | undefined;
}

function applies(
  {range, node, platform, backend, unless}: KnownBug,
  {version, installed}: {version: string; installed: Versions},
): boolean {
  if (!inRange(version, range) || (unless !== undefined && installed[unless] !== undefined)) return false;
  if (node !== undefined && !(installed["node"] && inRange(installed["node"], node))) return false;
  if (platform !== undefined && installed["platform"] !== platform) return false;
  return backend === undefined || installed["backend"] === backend;
}

/** The packages that share tensors and classes. */
const family = ["", "-core", "-layers", "-data", "-converter", "-backend-cpu", "-backend-webgl", "-backend-wasm"].map(
  (name) => `@tensorflow/tfjs${name}`,
);

const apart = {
  range: "*",
  effect: "breaks" as const,
  advice: "install one version of all of them; npm ls @tensorflow/tfjs-core must show one, else npm dedupe",
};

function mixed(installed: Versions): BadVersion[] {
  const versions = family.flatMap((name) => (installed[name] === undefined ? [] : [{name, version: installed[name]}]));
  const [first] = versions;
  const other = versions.find(({version}) => version !== first?.version);
  if (!first || !other) return [];
  return [
    {
      ...apart,
      package: other.name,
      version: other.version,
      symptom: `does not belong to ${first.name} ${first.version}: tensors of one are unknown to the other`,
      url: "https://github.com/tensorflow/tfjs/issues/7706",
    },
  ];
}

/** A copy of tfjs that was loaded before ours made the environment, which is no instance of our class. */
function secondCopy(): BadVersion[] {
  if (tf.env() instanceof tf.Environment) return [];
  return [
    {
      ...apart,
      package: "@tensorflow/tfjs-core",
      version: tf.version["tfjs-core"],
      symptom: "two copies run in this process: models and optimizers of one are none to the other",
      advice: "ddx takes models of either copy; install one, as npm dedupe does",
      url: "https://github.com/tensorflow/tfjs/issues/683",
    },
  ];
}

const fields = ["package", "range", "symptom", "effect", "advice", "url"] as const;

function expectBugs(known: unknown): asserts known is readonly KnownBug[] {
  if (!Array.isArray(known)) throw new TypeError(`expected known to be a list of {${fields}}, got ${typeof known}`);
  for (const [at, bug] of known.entries()) {
    const missing = fields.find((field) => typeof (bug as Record<string, unknown> | null)?.[field] !== "string");
    if (missing !== undefined) throw new TypeError(`expected known[${at}] to have ${missing}; an entry is {${fields}}`);
    expectRange(bug.range, {name: `known[${at}].range`});
    if (bug.node !== undefined) expectRange(bug.node, {name: `known[${at}].node`});
  }
}
