import type * as tf from "@tensorflow/tfjs";
import {wrap} from "../display/pen.js";
import {isExperiment} from "../math/random.js";
import {tellNonFinite} from "../trial/offence.js";
import {openClinic, type Clinic} from "./clinic.js";
import {atEnd} from "./ending.js";
import {isTypeScript} from "./is-typescript.js";
import {hookTfjs, quietly, type Listener} from "./hooks.js";
import {takeOptions, type WatchOptions} from "./options.js";
import {look, paint, say} from "./say.js";
import {sumUp} from "./summing.js";
import {afterStep, beforeStep, beginCall, chartOf, endCall, openTraining, type Way} from "./training.js";
import type {Loops, Visit} from "./visit.js";

/** Watches the script that this process is about to run. */
export async function watch(): Promise<void> {
  const options = takeOptions();
  const clinic = openClinic();
  const visits: Visit[] = [];
  // While the script loads what it needs, the doctor does too.
  clinic.open();
  const loops: Loops = {loaded: false, steps: 0, optimizer: "", first: NaN, last: NaN};
  const {catchSignals} = atEnd((end) => sumUp(visits, {clinic, options, loops, end}));
  hookTfjs(listener(visits, {clinic, options, loops, catchSignals}));
  if (isTypeScript(process.argv[1] ?? "")) (await import("./typescript.js")).startTypeScript();
}

interface Scene {
  clinic: Clinic;
  options: WatchOptions;
  loops: Loops;
  catchSignals: () => void;
}

/** Rows of a stream of batches that are enough to look at before its first epoch is over. */
const enough = 256;

function listener(visits: Visit[], {clinic, options, loops, catchSignals}: Scene): Listener {
  const active = new Map<tf.LayersModel, Visit>();
  return {
    loaded: () => void (loops.loaded = true),
    called: (call) => {
      if (isExperiment()) return undefined;
      const visit = find(visits, call) ?? begin(visits, call);
      beginCall(visit.training, call);
      catchSignals();
      active.set(call.model, visit);
      return visit;
    },
    ended: (visit, outcome) => {
      const {training} = visit as Visit;
      active.delete(training.model);
      endCall(training, outcome.error);
    },
    before: (model, data) => {
      const visit = active.get(model);
      if (!visit) return false;
      beforeStep(visit.training, data);
      if (visit.training.way === "fit") askFirst(visit, clinic);
      return true;
    },
    after: (model, outputs) => {
      const visit = active.get(model)!;
      if (!outputs) return;
      afterStep(visit.training, outputs[0]!.dataSync()[0]!);
      const {pile, epochs, nonFinite} = visit.training;
      if (pile && (pile.rows() >= enough || epochs > 0)) askFirst(visit, clinic);
      if (nonFinite && !visit.told) tell(visit, {clinic, budget: options.budget});
    },
    minimized: (optimizer, loss) => {
      if (isExperiment()) return;
      if (loops.steps === 0) loops.first = loss;
      loops.last = loss;
      loops.steps += 1;
      loops.optimizer = optimizer.getClassName();
    },
  };
}

type Call = {model: tf.LayersModel; way: Way; name: string; x?: unknown; y?: unknown; args?: Record<string, unknown>};

/** The training that a call goes on with: the same model, compiled once, on the same data. */
function find(visits: readonly Visit[], {model, way, x, y}: Call): Visit | undefined {
  const last = visits.findLast(({training}) => training.model === model);
  if (!last || last.training.way !== way || last.training.same.optimizer !== model.optimizer || last.training.error) return undefined;
  return way !== "fit" || (last.training.same.x === x && last.training.same.y === y) ? last : undefined;
}

function begin(visits: Visit[], call: Call): Visit {
  const visit: Visit = {training: openTraining(call.model, call), number: visits.length + 1, asked: {}};
  visits.push(visit);
  forget(visits);
  return visit;
}

/** Trainings whose data are kept: a search over hundreds of models must not keep hundreds of data. */
const mostKept = 6;

function forget(visits: readonly Visit[]): void {
  const whole = visits.filter(({training, told, asked}) => (training.train || training.pile) && !training.error && !told && !asked.lost);
  for (const visit of whole.slice(0, Math.max(0, whole.length - mostKept))) {
    visit.asked.lost = true;
    Object.assign(visit.training, {
      train: undefined,
      pile: undefined,
      validation: undefined,
      trained: undefined,
      blank: "it was one of many",
    });
  }
}

function askFirst(visit: Visit, clinic: Clinic): void {
  if (visit.asked.first !== undefined) return;
  visit.asked.first = clinic.ask({kind: "first", chart: chartOf(visit.training), budget: 0, ...look()});
}

/** Says at once what is not finite, and asks for the differential while the script goes on. */
function tell(visit: Visit, {clinic, budget}: {clinic: Clinic; budget: number}): void {
  visit.told = true;
  const {training} = visit;
  const words = wrap(tellNonFinite(training.nonFinite!), {indent: 3, width: look().width}).join("\n");
  say(`\n${paint(31, "✗")} ${paint(1, "not a finite number")}${paint(2, `  ddx watch, ${training.name}`)}\n${words}\n\n`);
  quietly(() => (visit.asked.full = clinic.ask({kind: "full", chart: chartOf(training), budget, ...look()})));
}
