import Module from "node:module";
import type * as tf from "@tensorflow/tfjs";
import type {Way} from "./training.js";

/** Who is told of what a script's tfjs does. What they throw is dropped: a script never notices. */
export interface Listener {
  /** tfjs was loaded. */
  loaded(): void;
  /** A training method is called; the name is the outermost model's. */
  called(call: {model: tf.LayersModel; way: Way; name: string; x?: unknown; y?: unknown; args?: Record<string, unknown>}): unknown;
  /** That call ended; with what it threw, if it did. */
  ended(visit: unknown, outcome: {error?: unknown}): void;
  /** Before and after a step of a training method. */
  before(model: tf.LayersModel, data: readonly tf.Tensor[]): boolean;
  after(model: tf.LayersModel, outputs: readonly tf.Tensor[] | undefined): void;
  /** A step of an optimizer outside of any training method, with its loss. */
  minimized(optimizer: tf.Optimizer, loss: number): void;
}

type Method = (this: unknown, ...given: unknown[]) => unknown;
type Loader = {_load(request: string, parent: unknown, isMain: boolean): unknown};

/** Hooks every copy of tfjs as it is loaded, whoever loads it: its Node build is CommonJS, and so passes here also when an ES module imports it. */
export function hookTfjs(listener: Listener): void {
  const loader = Module as unknown as Loader;
  const load = loader._load;
  loader._load = function (this: unknown, ...given: Parameters<Loader["_load"]>) {
    const exports = load.apply(this, given);
    quietly(() => hookExports(exports, listener));
    return exports;
  } as Loader["_load"];
}

const hooked = new WeakSet<object>();

function hookExports(exports: unknown, listener: Listener): void {
  const model = classOf(exports, "LayersModel");
  if (isFresh(model, "fit")) {
    hookModel(model.prototype, listener);
    listener.loaded();
  }
  const sequential = classOf(exports, "Sequential");
  if (isFresh(sequential, "fit")) for (const way of ways) hookOuter(sequential.prototype, way);
  const optimizer = classOf(exports, "Optimizer");
  if (isFresh(optimizer, "minimize")) hookOptimizer(optimizer.prototype, listener);
}

type Class = {prototype: Record<string, Method>};

/** A class that a module exports; other modules' own getters are not run. */
function classOf(exports: unknown, name: string): Class | undefined {
  if (typeof exports !== "object" || exports === null || !Object.getOwnPropertyDescriptor(exports, name)) return undefined;
  return (exports as Record<string, Class>)[name];
}

function isFresh(made: Class | undefined, method: string): made is Class {
  if (typeof (made as unknown) !== "function" || made === undefined || typeof made.prototype?.[method] !== "function" || hooked.has(made))
    return false;
  hooked.add(made);
  return true;
}

const ways: readonly Way[] = ["fit", "fitDataset", "trainOnBatch"];

// A sequential model hands its training to one inside it, whose name nobody knows.
const outer = new WeakMap<object, {name: string}>();

function hookOuter(prototype: Record<string, Method>, way: Way): void {
  const original = prototype[way]!;
  define(prototype, way, function (...given) {
    const {model, name} = this as {model?: object; name: string};
    if (model) outer.set(model, {name});
    return original.apply(this, given);
  });
}

function hookModel(prototype: Record<string, Method>, listener: Listener): void {
  for (const way of ways) hookWay(prototype, {way, listener});
  const make = prototype["makeTrainFunction"]!;
  define(prototype, "makeTrainFunction", function (...given) {
    const step = make.apply(this, given) as (data: tf.Tensor[]) => tf.Tensor[];
    return (data: tf.Tensor[]) => watchStep(() => step(data), {model: this as tf.LayersModel, data, listener});
  });
}

let inside = 0;

function watchStep(
  step: () => tf.Tensor[],
  {model, data, listener}: {model: tf.LayersModel; data: tf.Tensor[]; listener: Listener},
): tf.Tensor[] {
  const seen = quietly(() => listener.before(model, data));
  let outputs: tf.Tensor[] | undefined;
  inside += 1;
  try {
    outputs = step();
    return outputs;
  } finally {
    inside -= 1;
    if (seen) quietly(() => listener.after(model, outputs));
  }
}

function hookWay(prototype: Record<string, Method>, {way, listener}: {way: Way; listener: Listener}): void {
  const original = prototype[way]!;
  define(prototype, way, function (...given) {
    const model = this as tf.LayersModel;
    const [x, second, third] = given;
    const args = ((way === "fit" ? third : way === "fitDataset" ? second : undefined) ?? {}) as Record<string, unknown>;
    const name = outer.get(model)?.name ?? model.name;
    const visit = quietly(() => listener.called({model, way, name, args, ...(way === "fitDataset" ? {} : {x, y: second})}));
    const ended = (outcome: {error?: unknown}) => visit !== undefined && quietly(() => listener.ended(visit, outcome));
    return (original.apply(this, given) as Promise<unknown>).then(
      (value) => {
        ended({});
        return value;
      },
      (error: unknown) => {
        ended({error});
        throw error;
      },
    );
  });
}

function hookOptimizer(prototype: Record<string, Method>, listener: Listener): void {
  const original = prototype["minimize"]!;
  define(prototype, "minimize", function (...given) {
    const [compute, ...rest] = given;
    if (inside > 0 || typeof compute !== "function") return original.apply(this, given);
    let loss = NaN;
    const overheard = () => {
      const value = (compute as () => tf.Tensor)();
      quietly(() => (loss = value.dataSync()[0]!));
      return value;
    };
    const value = original.apply(this, [overheard, ...rest]);
    quietly(() => listener.minimized(this as tf.Optimizer, loss));
    return value;
  });
}

function define(prototype: Record<string, Method>, name: string, value: Method): void {
  Object.defineProperty(value, "name", {value: name});
  Object.defineProperty(prototype, name, {value, configurable: true, writable: true, enumerable: false});
}

/** Runs what is ours; what goes wrong in it is nobody's business but of whoever debugs ddx. */
export function quietly<T>(task: () => T): T | undefined {
  try {
    return task();
  } catch (error) {
    if (process.env["DDX_DEBUG"]) process.stderr.write(`ddx watch: ${(error as Error)?.stack ?? String(error)}\n`);
    return undefined;
  }
}
