import {useBackend} from "../backend/backend.js";
import type {Case} from "../case.js";
import {checks, diagnose} from "../diagnose.js";
import {plain} from "../display/escape.js";
import {wrap} from "../display/pen.js";
import {text, type TextOptions} from "../display/text.js";
import {differential} from "../differential.js";
import {stages, type Diagnosis, type Finding, type Suspect} from "../finding.js";
import type {Ask} from "./chart.js";
import type {Answer} from "./clinic.js";
import {explainThrown} from "./explain.js";
import {version} from "../version.js";
import {rebuild, type Rebuilt} from "./rebuild.js";

type Say = (text: string) => void;

/** Answers a question: says what there is to say, and gives the diagnosis back. */
export async function examine(question: Ask, {say}: {say: Say}): Promise<Answer> {
  // Before a tensor is made: tfjs's own first choice is the slow one, which says so in five lines.
  await useBackend(undefined, {say: false});
  const rebuilt = await rebuild(question.chart);
  return question.kind === "first" ? first(question, {rebuilt, say}) : full(question, {rebuilt, say});
}

/** What is certain without any experiment, at once; silence otherwise. */
async function first({colour, width}: Ask, {rebuilt: {subject}, say}: {rebuilt: Rebuilt; say: Say}): Promise<Answer> {
  const {history: _, trained: __, ...rest} = subject;
  const diagnosis = await diagnose(rest, {checks: checks.filter(({work}) => !work), budget: 0});
  const certain = diagnosis.suspects.filter(({certainty}) => certainty === "certain");
  if (certain.length) say(certain.map((suspect) => block(suspect, {colour, width})).join(""));
  return {shown: certain.map(({name}) => name)};
}

/** An illness in a few lines: its name, the figure, the remedy. */
function block({name, because, remedy}: Suspect, {colour, width = 100}: TextOptions): string {
  const paint = (code: number, words: string) => (colour ? `\u001b[${code}m${words}\u001b[0m` : words);
  const fold = (words: string) => wrap(words, {indent: 3, width});
  const lines = [
    "",
    `${paint(31, "✗")} ${paint(1, plain(name))}${paint(2, "  ddx watch, at the first batch: certain")}`,
    ...fold(because[0]!),
    ...fold(`Remedy: ${remedy}`),
    paint(2, `   npx ddx explain ${plain(name)}`),
    "",
  ];
  return `${lines.join("\n")}\n`;
}

async function full(question: Ask, {rebuilt, say}: {rebuilt: Rebuilt; say: Say}): Promise<Answer> {
  const {chart, colour, width} = question;
  const {missing} = rebuilt;
  const paint = (code: number, words: string) => (colour ? `\u001b[${code}m${words}\u001b[0m` : words);
  const note = (words: string) => say(`${wrap(words, {indent: 3, width}).join("\n")}\n`);
  say(
    `\n${wrap(`ddx watch: ${chart.title}`, {width})
      .map((line) => paint(1, line))
      .join("\n")}\n`,
  );
  if (chart.error) say(thrownText(chart.error, {colour, width}));
  if (missing !== undefined) note(`Without the model: ${missing}.`);
  const {diagnosis, reason} = await attempt(question, {rebuilt, say});
  const explained = chart.error && explainThrown(chart.error);
  if (reason !== undefined && !explained) note(reason);
  const known = diagnosis.findings.some(({about}) => about.name === explained?.about.name);
  const whole = explained && !known ? withFirst(diagnosis, explained) : diagnosis;
  const late = whole.findings.filter(({verdict, summary}) => verdict === "skip" && summary.startsWith("left out: this machine")).length;
  if (reason === undefined || whole.suspects.length) say(`\n${text(whole, {colour, width, brief: true})}\n`);
  if (late) note(`${late} checks were left out, as this machine is busy or slow: a larger --budget has them made.`);
  return {diagnosis: whole, shown: whole.suspects.map(({name}) => name)};
}

/** What a fit threw; tfjs's messages may be long. */
function thrownText({name, message}: {name: string; message: string}, {colour, width = 100}: TextOptions): string {
  const words = `${plain(name)}: ${plain(message).slice(0, 600)}`;
  const sign = colour ? "\u001b[31m✗\u001b[0m" : "✗";
  return `\n${sign} the training threw\n${wrap(words, {indent: 3, width}).join("\n")}\n`;
}

/** A diagnosis; where the case itself cannot be read, the reason. */
async function attempt(
  {budget}: Ask,
  {rebuilt: {subject}, say}: {rebuilt: Rebuilt; say: Say},
): Promise<{diagnosis: Diagnosis; reason?: string}> {
  const line = "\r\u001b[2K";
  const show = (words: string) => process.stderr.isTTY && say(`${line}${words.slice(0, (process.stderr.columns || 80) - 1)}`);
  const stop = new AbortController();
  const abort = () => stop.abort();
  process.once("SIGINT", abort);
  try {
    if (budget === 0) return {diagnosis: await withoutExperiments(subject)};
    const diagnosis = await diagnose(subject, {
      budget,
      signal: stop.signal,
      progress: ({check, done, total, plan}) =>
        void show(`${done}/${total} ${check}${plan && plan.fits > 0 ? ` (${plan.summary}; Ctrl-C leaves the experiments)` : ""}`),
    });
    return {diagnosis};
  } catch (error) {
    if (stop.signal.aborted) return {diagnosis: await withoutExperiments(subject)};
    return {reason: (error as Error).message.split("\n")[0]!, diagnosis: await ofData(subject)};
  } finally {
    process.off("SIGINT", abort);
    show("");
  }
}

/** Of a case that cannot be read whole, what its rows say; nothing where they cannot be read either. */
async function ofData({train}: Partial<Case>): Promise<Diagnosis> {
  const empty: Diagnosis = {findings: [], suspects: [], environment: {ddx: version}, seconds: 0};
  const data = checks.filter(({about}) => about.stage === "data");
  return train ? diagnose({train}, {checks: data, budget: 0}).catch(() => empty) : empty;
}

/** What the case and its history say by themselves; a check that would train judges the history, when it can. */
async function withoutExperiments(subject: Partial<Case>): Promise<Diagnosis> {
  const still = await diagnose(subject, {checks: checks.filter(({work}) => !work), budget: 0});
  if (!subject.history) return still;
  const judging = checks.filter(({work, wants}) => work && wants?.includes("history"));
  const {findings} = await diagnose({history: subject.history}, {checks: judging, budget: 0});
  const all = [...still.findings, ...findings].sort((a, b) => stages.indexOf(a.about.stage) - stages.indexOf(b.about.stage));
  return {...still, findings: all, suspects: differential(all)};
}

/** The explanation of an error is the first of the findings and of the suspects. */
function withFirst(diagnosis: Diagnosis, explained: Finding): Diagnosis {
  const findings = [explained, ...diagnosis.findings.filter(({about}) => about.name !== explained.about.name)];
  const ranked = differential(findings);
  const own = ranked.find(({name}) => name === explained.about.name);
  return {...diagnosis, findings, suspects: own ? [own, ...ranked.filter((one) => one !== own)] : ranked};
}
