import {check, type Predictions, type Split} from "../check.js";
import {num, type Evidence} from "../finding.js";
import {digits, percent} from "../math/digits.js";
import {binomialTail, unequalTail} from "../math/exact.js";
import {sources} from "../sources.js";
import {most} from "../trial/outcome.js";
import {read, type Classes} from "../trial/reading.js";
import {choices} from "../trial/skill.js";
import {answers, judgedRuns} from "./answers.js";
import {thinned} from "../trial/sample-rows.js";
import {vote} from "./vote.js";

/** Held-out rows of a class below which never choosing it says nothing: a network that finds a tenth of them misses 50 with probability .005. */
const leastRows = 50;

/** Level of the two tests over all classes. */
const level = 0.005;

/**
 * Of the rows on which the votes of neighbours and the network part, the share that the votes must get right, and how many of the class's rows they must find. By `npm run proof power`
 * (100 worlds each of 100 to 800 held-out rows) no calibrated network fails; one that names a class with 9 too little logit fails in 100 % from 200 rows on where both classes stay rarely told,
 * and where they are far apart in as many as never name it at all (36 to 75 %): a class named once is not ignored.
 */
const gates = {right: 0.65, found: 0.1, given: 0.5};

/** A class that the network never names although held-out rows of it can be told, or come twice as often as it expects. */
export const ignoredClass = check(
  {
    name: "ignored-class",
    stage: "metrics",
    symptom: "One class is never predicted; the others are.",
    cause: "The class is missing or rare among the training rows, its unit is dead, or its label is coded as another one.",
    remedy:
      "Count the class in the training rows and look at how its label is coded; if it is merely rare use classWeight or draw its rows more often.",
    source: {...sources.deepchecks, at: "prediction drift and per-class performance; classes without a prediction"},
    explains: ["weak-slice"],
    needs: ["network", "predictions", "bank"],
    tasks: ["binary", "multiclass", "multilabel"],
    work: () => ({runs: judgedRuns}),
  },
  async ({network, predictions, bank, task}) => {
    const given = await answers({predictions, bank});
    const readings = given.map((one) => classesOf(read(one, {network, task})));
    const {split, by, capped} = given[0]!;
    const silent = readings.map((list) => list.map(unnamed));
    const seen = readings[0]!.flatMap(classesIn);
    if (seen.length === 0) return {verdict: "skip", summary: "no output names classes", evidence: []};
    const shared = silent[0]!.flat().filter((one) => most(silent.map((list) => list.flat().some((other) => other.key === one.key))));
    if (shared.length === 0)
      return {
        verdict: "pass",
        summary: `each of ${seen.length} classes that occur in ${split.rows} rows is named by ${by}`,
        evidence: [],
      };
    const large = shared.filter(({rows}) => rows >= leastRows);
    const name = ({column, label}: Silent) => (readings[0]!.length > 1 ? `label ${column + 1}` : (split.classes?.[label] ?? String(label)));
    if (large.length === 0)
      return {
        verdict: "unsure",
        summary: `class ${name(shared[0]!)} is never named, but only ${shared[0]!.rows} of the judged rows are of it; ${leastRows} would tell`,
        evidence: [],
      };
    const judged = large.map((one) => ({one, ...judge(one, {given, readings, train: bank.train, tests: 2 * large.length})}));
    const worst = judged.sort((a, b) => Number(b.ill) - Number(a.ill))[0]!;
    const told = `class ${name(worst.one)} is never named on ${split.rows} ${given[0]!.heldOut ? "held-out" : "training"} rows, of which ${worst.one.rows} are of it; ${worst.told}`;
    return {
      verdict: worst.ill ? (capped ? "unsure" : "fail") : worst.dull ? "warn" : "pass",
      summary: worst.ill && capped ? `${told}; the fit was cut short of your number of steps, a larger budget would settle it` : told,
      evidence: [tableOf(readings[0]!, {name})],
      certainty: {p: Math.min(1, worst.p), test: "exact binomial, Bonferroni over never named classes"},
    };
  },
);

interface Silent {
  key: string;
  column: number;
  label: number;
  /** Judged rows of the class. */
  rows: number;
}

const classesOf = (readings: ReturnType<typeof read>): Classes[] => readings.filter((one): one is Classes => one.kind === "classes");

/** Classes that occur in the labels; of a column of 0 and 1 only the 1. */
const classesIn = ({labels, classes}: Classes, column: number, all: readonly Classes[]): Silent[] =>
  Array.from({length: classes}, (_, label) => ({
    key: `${column}/${label}`,
    column,
    label,
    rows: labels.reduce((sum, one) => sum + Number(one === label), 0),
  })).filter(({rows, label}) => rows > 0 && (all.length === 1 || label > 0));

/** Classes that occur and are not chosen once while some others are; a single answer for all rows is collapsed-predictions' to judge. */
function unnamed(reading: Classes, column: number, all: readonly Classes[]): Silent[] {
  const chosen = new Set(choices(reading));
  if (chosen.size === 1 && reading.classes > 2) return [];
  return classesIn(reading, column, all).filter(({label}) => !chosen.has(label));
}

interface Scene {
  given: readonly Predictions[];
  readings: readonly (readonly Classes[])[];
  train: Split;
  /** Tests that share the level. */
  tests: number;
}

/**
 * Two exact tests of a calibrated network with the best answers. Where the neighbours vote for the class and the network names another one, the class is right
 * in at most half of the rows in which either is; and the class comes no more often than the probabilities that the network gives it add up to.
 */
function judge(
  {column, label, rows}: Silent,
  {given, readings, train, tests}: Scene,
): {ill: boolean; dull: boolean; p: number; told: string} {
  const verdicts = readings.map((list) => ({reading: list[column]!, ...expectation(list[column]!, label)}));
  const first = verdicts[0]!.reading;
  const votes = given[0]!.heldOut ? vote({train, split: given[0]!.split, reading: first, label}) : [];
  const parted = verdicts.map(({reading}) => disagree(reading, {votes, label}));
  const telling = parted.map(({right, wrong}) => {
    const sum = right + wrong;
    const p = binomialTail(right, {trials: sum, chance: 0.5});
    return right >= gates.right * sum && right >= gates.found * rows ? p : 1;
  });
  const ps = verdicts.map(({rarely}, i) => tests * Math.min(rarely, telling[i]!));
  const best = ps.indexOf(Math.min(...ps));
  const {right, wrong} = parted[best]!;
  const byVotes = telling[best]! < verdicts[best]!.rarely;
  const usual = first.labels.length / first.classes;
  return {
    ill: most(ps.map((p) => p < level)),
    // Rare classes that overlap others are rightly never named.
    dull: rows > usual / 2,
    p: ps[best]!,
    told: byVotes
      ? `where the nearest training rows say it, they are right ${right} times and the network ${wrong} times (at most equally often is expected)`
      : `the network expects ${digits(verdicts[best]!.expected)} rows of it${ps[best]! < level ? " (their true number is expected)" : ", and nothing shows that it could be told apart"}`,
  };
}

/** Rows that the exact tail is computed on at most: its price is their number times the class's. */
const testedRows = 4000;

/** How many rows of the class the network's probabilities add up to, and the chance of as many as there are when that is less than half of them. */
function expectation({labels, p, classes}: Classes, label: number): {expected: number; rarely: number} {
  const given = Float64Array.from(labels, (_, row) => p[row * classes + label]!);
  const tested = thinned(labels.length, testedRows);
  const [hits, chances] = [tested.filter((row) => labels[row] === label).length, tested.map((row) => given[row]!)];
  const few = chances.reduce((sum, chance) => sum + chance, 0) < gates.given * hits;
  return {expected: given.reduce((sum, chance) => sum + chance, 0), rarely: few ? unequalTail(hits, {chances}) : 1};
}

/** Rows with a vote for the class on which either that vote or the network's choice is right. */
function disagree(reading: Classes, {votes, label}: {votes: readonly number[]; label: number}): {right: number; wrong: number} {
  const chosen = choices(reading);
  return {
    right: votes.filter((row) => reading.labels[row] === label).length,
    wrong: votes.filter((row) => reading.labels[row] === chosen[row]).length,
  };
}

function tableOf(readings: readonly Classes[], {name}: {name: (one: Silent) => string}): Evidence {
  const chosen = readings.map(choices);
  return {
    kind: "table",
    label: "how often each class occurs and is named",
    columns: ["class", "rows", "named", "share of its rows that are found"],
    rows: readings
      .flatMap(classesIn)
      .slice(0, 30)
      .map((one) => {
        const {labels} = readings[one.column]!;
        const named = chosen[one.column]!.filter((choice) => choice === one.label).length;
        const found = labels.filter((label, row) => label === one.label && chosen[one.column]![row] === label).length;
        return [name(one), one.rows, num(named), percent(found / one.rows)];
      }),
  };
}
