import type {ModelSource, Task} from "../../case.js";
import type {Network, Reference, Run, Split} from "../../check.js";
import {derive} from "../../math/random.js";
import {openBank} from "../bank.js";
import {blueprint, type Blueprint} from "../blueprint.js";
import {crossed, foldsOf, outOfFold} from "../folds.js";
import type {Setting} from "../fit.js";
import {readNetwork} from "../network.js";
import {beside, stepsBeside} from "../protocol.js";
import {referenceOf, type Recipe} from "./reference.js";

/** Rows a batch of ddx's own reference: an oddly batched fit of the case is no reason for it to fail. */
const usual = {batchSize: 32};

/** What a reference is opened with. */
interface Scene {
  /** A model of the user's own in place of ours. */
  given?: ModelSource;
  network: Network;
  task: Task;
  /** The case's own setting, read when something is trained. */
  setting: Setting;
}

/** A reference that is open, and how to free it. */
export interface OpenReference {
  reference: Reference;
  dispose(): Promise<void>;
}

/** Opens the reference for a case; undefined when there is none for its shapes. */
export async function openReference({given, network, task, setting}: Scene): Promise<OpenReference | undefined> {
  const recipe = given ? asGiven(given) : referenceOf(setting.train, {network, task});
  if (!recipe) return undefined;
  const plan = await blueprint(recipe.model, {seed: derive(setting.seed, "reference"), signal: setting.signal});
  const facts = readNetwork(plan.prototype);
  if (given) expectSameShapes(facts, network);
  const work = given ? {steps: Math.min(beside.most, setting.schedule.steps), batchSize: setting.schedule.batchSize} : workFor(setting);
  const banks = new Map<Split, ReturnType<typeof openBank>>();
  const bankFor = (to: Split) => {
    const made = banks.get(to) ?? openBank(settingOf({setting, plan, recipe, to, work}));
    banks.set(to, made);
    return made;
  };
  return {
    reference: {
      title: recipe.title,
      network: facts,
      work,
      answers: async (k, to) => {
        const runs: readonly Run[] = await bankFor(to).runs(k);
        const outputs = runs.map((run) => recipe.decode(run.validation!));
        return {train: recipe.judged(setting.train), split: recipe.judged(to), outputs, losses: runs.map(({losses}) => losses)};
      },
      folds: async (whole) => {
        const folds = foldsOf(whole, {count: crossed.folds, task, seed: setting.seed});
        const {outputs, losses} = await outOfFold(settingOf({setting, plan, recipe, to: whole, work}), {
          whole: recipe.encode(whole),
          folds,
        });
        return {train: recipe.judged(whole), split: recipe.judged(whole), outputs: [recipe.decode(outputs)], losses};
      },
    },
    dispose: async () => {
      for (const bank of banks.values()) await bank.idle();
      plan.dispose();
    },
  };
}

const asGiven = (model: ModelSource): Recipe => {
  const same = <T>(value: T): T => value;
  return {title: "your reference", model, encode: same, judged: same, decode: (outputs) => [...outputs]};
};

function expectSameShapes(reference: Network, network: Network): void {
  const shapes = ({inputs, outputs}: Network) => JSON.stringify([inputs.map(({shape}) => shape.slice(1)), inputs.length, outputs.length]);
  if (shapes(reference) !== shapes(network))
    throw new RangeError(
      `expected reference to take the inputs of model (${network.inputs.map(({shape}) => `[n, ${shape}]`).join(" and ")}) and to give ${network.outputs.length} outputs, got ${reference.inputs.map(({shape}) => `[n, ${shape}]`).join(" and ")} and ${reference.outputs.length}; build it for the same rows`,
    );
}

const workFor = (setting: Setting): Reference["work"] => ({
  steps: stepsBeside(setting),
  batchSize: Math.min(usual.batchSize, setting.train.rows),
});

interface Trial extends Pick<Reference, "work"> {
  setting: Setting;
  plan: Blueprint;
  recipe: Recipe;
  to: Split;
}

function settingOf({setting, plan, recipe, to, work: {steps, batchSize}}: Trial): Setting {
  const epochs = Math.ceil(steps / Math.ceil(setting.train.rows / batchSize));
  return {
    ...setting,
    blueprint: plan,
    train: recipe.encode(setting.train),
    validation: recipe.encode(to),
    schedule: {epochs, batchSize, shuffle: true, steps},
    seed: derive(setting.seed, "reference"),
  };
}
