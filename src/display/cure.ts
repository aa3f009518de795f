import type {Suspect, Treatment} from "../finding.js";
import {escapeHtml, plain} from "./escape.js";
import {evidenceText} from "./evidence-text.js";
import {describeCertainty, evidenceHtml, factsHtml} from "./finding.js";
import {count} from "./number.js";
import {fact, wrap, type Pen} from "./pen.js";
import {isListOf, isObject} from "./recognise.js";
import {styleElement, verdicts} from "./style.js";

/** What a treatment came to, as far as it is shown. */
export interface Cured {
  cured?: object;
  treatments: readonly Treatment[];
  suspects: readonly Suspect[];
}

/** The look of each outcome, and what it means in a word. */
const looks = {
  cured: verdicts.pass,
  better: verdicts.pass,
  "no-effect": verdicts.skip,
  worse: verdicts.fail,
  impossible: verdicts.warn,
} as const;

const isTreatment = (value: unknown): value is Treatment =>
  isObject(value) &&
  Object.hasOwn(looks, String(value["outcome"])) &&
  typeof value["change"] === "string" &&
  Array.isArray(value["evidence"]);

/** Whether a value is what `treat` gives, judged by its shape. */
export const isCure = (value: unknown): value is Cured =>
  isObject(value) && Array.isArray(value["suspects"]) && isListOf(value["treatments"], isTreatment);

/** The treatment in one sentence. */
export function cureHeadline({cured, treatments}: Cured): string {
  if (treatments.length === 0) return "Nothing to treat: no suspect";
  const helped = treatments.filter(({outcome}) => outcome === "cured" || outcome === "better");
  const [from, to] = [skillOf(treatments, "before").at(0), skillOf(helped, "after").at(-1)];
  const gain = from === undefined || to === undefined ? "" : `: skill ${from} → ${to}`;
  if (cured && helped.length) return `${helped.length} of ${count(treatments.length, "treatment")} helped${gain}`;
  return `None of ${count(treatments.length, "treatment")} helped`;
}

/** The skills that the tables of treatments give in a row, such as `before`. */
const skillOf = (treatments: readonly Treatment[], row: "before" | "after"): string[] =>
  treatments.flatMap(({evidence}) => {
    const table = evidence.find(({kind}) => kind === "table");
    const value = table?.kind === "table" ? table.rows.find(([name]) => name === row)?.[1] : undefined;
    return typeof value === "number" ? [String(Number(value.toFixed(2)))] : [];
  });

/** A treatment as one HTML fragment: a card for each remedy, with the code to write and what it did. */
export async function cureHtml(cure: Cured): Promise<string> {
  const cards = await Promise.all(cure.treatments.map(cardHtml));
  const list = cards.length ? `<ol class="ddx-suspects">${cards.join("\n")}</ol>` : "";
  return `<div class="ddx">${styleElement}<h2>${escapeHtml(cureHeadline(cure))}</h2>${list}</div>`;
}

async function cardHtml({name, outcome, change, evidence, certainty}: Treatment, index: number): Promise<string> {
  const {sign, colour, word} = looks[outcome];
  const badge = `<span class="ddx-badge ddx-${word}">${sign} ${outcome}</span>`;
  const head = `<header><span class="ddx-rank">${index + 1}</span><h3><code>${escapeHtml(name)}</code></h3>${badge}</header>`;
  const facts = factsHtml([["Certainty", escapeHtml(describeCertainty(certainty))]]);
  return `<li class="ddx-card" style="--edge:${colour}">${head}<pre><code>${escapeHtml(change)}</code></pre>${await evidenceHtml(evidence)}${certainty ? facts : ""}</li>`;
}

/** A treatment as lines of text. */
export function cureText(cure: Cured, pen: Pen): string[] {
  return [
    ...wrap(cureHeadline(cure), {width: pen.width}).map(pen.bold),
    ...cure.treatments.flatMap(({name, outcome, change, evidence, certainty}, index) => [
      "",
      `${index + 1}. ${pen.bold(plain(name))}  ${pen.paint(`${looks[outcome].sign} ${outcome}`, looks[outcome])}`,
      ...change.split("\n").map((line) => `   ${line.startsWith("//") ? pen.faint(plain(line)) : plain(line)}`),
      ...(certainty ? fact("Sure", describeCertainty(certainty), pen) : []),
      ...evidence.flatMap((one) => evidenceText(one, {width: pen.width - 3}).map((line) => `   ${line}`)),
    ]),
  ];
}
