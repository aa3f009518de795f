import {mkdirSync, renameSync, writeFileSync} from "node:fs";
import path from "node:path";
import {plain} from "../display/escape.js";
import type {Diagnosis} from "../finding.js";
import type {Clinic} from "./clinic.js";
import type {End} from "./ending.js";
import type {WatchOptions} from "./options.js";
import {look, paint, say} from "./say.js";
import {chartOf, titleOf} from "./training.js";
import type {Loops, Visit} from "./visit.js";

interface Scene {
  clinic: Clinic;
  options: WatchOptions;
  loops: Loops;
  end: End;
}

/** Trainings that are examined to the end at most. */
const most = 2;

/** Sums up what was seen, as the script ends: the differential on standard error, and in a file. */
export function sumUp(visits: readonly Visit[], {clinic, options, loops, end}: Scene): void {
  try {
    if (visits.length === 0) return say(nothing(loops));
    if (end.error !== undefined) say(`\n${paint(31, "✗")} ${paint(1, "the script threw")}\n   ${errorLine(end.error)}\n`);
    if (visits.length > 1) say(listed(visits, clinic));
    // Whoever sends SIGTERM does not wait long.
    const budget = end.signal === "SIGTERM" ? 0 : options.budget;
    const chosen = choose(visits, clinic);
    const known = chosen.map((visit) => ({visit, diagnosis: diagnose(visit, {clinic, budget: budget / chosen.length})}));
    save(known, {visits, options, end});
  } finally {
    clinic.close();
  }
}

/** A diagnosis of a training: the one that was shown while the script went on, or one made now. */
function diagnose({training, asked}: Visit, {clinic, budget}: {clinic: Clinic; budget: number}): Diagnosis | undefined {
  const before = asked.full === undefined ? undefined : clinic.answer(asked.full);
  const answer = before ?? clinic.consult({kind: "full", chart: chartOf(training), budget, ...look()});
  if (!answer) say("\nddx watch: the examination was interrupted\n");
  return answer?.diagnosis;
}

/** The sickest first, then the last one. */
function choose(visits: readonly Visit[], clinic: Clinic): Visit[] {
  const ill = (visit: Visit) => (visit.training.error ? 3 : visit.told ? 2 : isIll(visit, clinic) ? 1 : 0);
  const ranked = visits.filter(({asked}) => !asked.lost).sort((a, b) => ill(b) - ill(a) || b.number - a.number);
  const [worst] = ranked;
  const last = visits.at(-1)!;
  return [...new Set([worst ?? last, last])].slice(0, most);
}

const isIll = ({asked}: Visit, clinic: Clinic): boolean => asked.first !== undefined && (clinic.answer(asked.first)?.shown.length ?? 0) > 0;

function listed(visits: readonly Visit[], clinic: Clinic): string {
  const shown = visits.length > 12 ? visits.slice(-10) : visits;
  const lines = shown.map((visit) => {
    const ill = visit.training.error ? "threw" : visit.told ? "not finite" : isIll(visit, clinic) ? "ill" : "";
    return `   ${String(visit.number).padStart(2)}. ${plain(titleOf(visit.training))}${ill ? `  ${paint(31, ill)}` : ""}`;
  });
  const rest = visits.length - shown.length;
  return `\n${paint(2, "ddx watch:")} ${visits.length} trainings\n${rest > 0 ? `   … ${rest} before\n` : ""}${lines.join("\n")}\n`;
}

interface Known {
  visit: Visit;
  diagnosis: Diagnosis | undefined;
}

/** Writes the diagnosis whole or not at all; a file that cannot be written is told, and changes nothing of the script's end. */
function save(known: readonly Known[], {visits, options, end}: {visits: readonly Visit[]; options: WatchOptions; end: End}): void {
  const found = known.filter((one): one is Known & {diagnosis: Diagnosis} => one.diagnosis !== undefined);
  const [first, ...others] = found;
  if (!first) return;
  const {training} = first.visit;
  const content = {
    ...first.diagnosis,
    watch: {
      script: process.argv[1],
      title: titleOf(training),
      ...(training.error ? {threw: training.error} : {}),
      ...(end.signal ? {signal: end.signal} : {}),
      ...(end.error === undefined ? {} : {error: errorLine(end.error)}),
      trainings: visits.map((visit) => titleOf(visit.training)),
      ...(training.steps > 0 ? {history: training.scribe.recording()} : {}),
      ...(others.length ? {others: others.map(({visit, diagnosis}) => ({title: titleOf(visit.training), diagnosis}))} : {}),
    },
  };
  const {out, file} = options;
  try {
    const temporary = `${file}.${process.pid}.tmp`;
    mkdirSync(path.dirname(file), {recursive: true});
    writeFileSync(temporary, `${JSON.stringify(content, null, 1)}\n`);
    renameSync(temporary, file);
    say(`\n${paint(2, `${out} has the whole; a page of it: npx ddx report ${out}`)}\n`);
  } catch (error) {
    say(`\nddx watch: ${out} cannot be written: ${(error as Error).message}\n`);
  }
}

const errorLine = (error: unknown): string =>
  plain(error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    .split("\n")[0]!
    .slice(0, 300);

/** What to say of a script that trains by none of tfjs's methods. */
function nothing({loaded, steps, optimizer, first, last}: Loops): string {
  if (!loaded) return "\nddx watch: this script loaded no tensorflow.js, so there was nothing to watch\n";
  if (steps === 0)
    return "\nddx watch: this script loaded tensorflow.js, but called neither fit, fitDataset nor trainOnBatch of a layers model: nothing was seen\n";
  return `
ddx watch: this script calls neither fit, fitDataset nor trainOnBatch: no model and no data were seen,
only ${steps.toLocaleString("en")} steps of optimizer.minimize (${plain(optimizer)}), whose loss went from ${digits(first)} to ${digits(last)}.
To have a loop of your own examined, record it:

  import {diagnose, record, text} from "ddx";

  const recorder = record(model, {optimizer});                           // before the loop
  recorder.step(optimizer.minimize(() => …, true));                      // in it: the loss of each step
  model.compile({optimizer, loss: "meanSquaredError"});                  // afterwards, with the loss that you use
  const history = recorder.record;
  console.log(text(await diagnose({model, train: {x, y}, history})));
`;
}

const digits = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(3))) : String(value));
