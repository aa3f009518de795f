import {check, type Block, type Split} from "../check.js";
import {num, type Observation} from "../finding.js";
import {sources} from "../sources.js";
import {associate, associationOf, bestReference, choicesOf, type Association} from "../association/association.js";
import {looksUp} from "../trial/entry.js";
import {copies, teller, type Place} from "./tellers.js";

/**
 * The inputs hold the target: a column that is, or gives away, what is to be learned. Swept by scripts/proof/leaked-labels: no failure and 3 warnings in 630 healthy worlds (0 to 0.6 %), blobs whose
 * columns part them alone among them; an exact copy found in 81 %, one with noise of 2 % of its deviation in 36 % (12 % warned): where the other columns tell the target as well it is no harm to call it easy.
 */
export const leakedLabels = check(
  {
    name: "leaked-labels",
    stage: "data",
    symptom: "The score is too good to be true, and falls to nothing in use.",
    cause: "A column was written after the outcome was known, or the target itself was left among the inputs.",
    remedy: "Ask of the column whether it is known at the time of the prediction; remove it if it is not.",
    source: {...sources.kaufman, at: "section 3"},
    needs: ["train"],
    wants: ["network"],
    tasks: ["binary", "multiclass", "multilabel", "regression", "forecast"],
  },
  ({train, network, task}) => {
    const flat = train.x.every(({shape}) => shape.length < 2);
    const looked = new Set(train.x.flatMap((block, i) => (looksUp(network, network?.inputs[i]?.name ?? block.name) ? [i] : [])));
    const places = train.x.flatMap((block, at) =>
      looked.has(at) || block.shape.length > 2 || block.size > widest
        ? []
        : Array.from({length: block.size}, (_, column) => ({block: at, column})),
    );
    if (train.rows < fewRows || places.length < 2)
      return fine(`${train.rows} rows of ${places.length} columns are too few to tell a leak from a law`);
    const made = associationOf(train, {task, network});
    const same = copies(train, {places, made});
    const telling = flat && train.y.length === 1 && train.y[0]!.size >= 1 ? places.filter((place) => teller(made, place)) : [];
    const suspects = [...new Map([...same, ...telling].map((place) => [`${place.block}:${place.column}`, place])).values()];
    if (suspects.length === 0) return fine(`none of ${places.length} columns gives the target away`);
    if (!flat) return window(train, same);
    const others = without(train, suspects);
    if (!others) return fine("every column gives the target away: it is easy");
    const rest = knows(associate(others, {task, network, rows: made.rows}));
    return judge(train, {suspects, same, rest, columns: places.length - suspects.length});
  },
);

/** Columns beyond which single ones are not looked at. */
const widest = 512;

/** Rows below which a column may agree with the target by chance. */
const fewRows = 50;

/** Share of the way from a constant to a perfect answer beyond which other columns tell the target as well, and under which they tell nothing. */
const easy = 0.95;
const silent = 0.1;

/** Other columns below which one that separates everything alone is no surprise: normal clusters with centres anywhere in a box of 20 deviations do it (see scripts/proof/leaked-labels). */
const fewOthers = 4;

/** Columns that each tell the target alone beyond which the classes are far apart rather than leaked. */
const mostLeaks = 2;

interface Judgement {
  suspects: readonly Place[];
  same: readonly Place[];
  /** How well the other columns together tell the target, 0 to 1. */
  rest: number;
  /** Their number. */
  columns: number;
}

function judge(train: Split, {suspects, same, rest, columns}: Judgement): Observation {
  const told = `the other ${columns} reach ${rest.toFixed(2)} of the way to a perfect answer`;
  const exact = same.length > 0;
  // A number that stands among the inputs as it is was put there; a class may be a law of one column.
  if (exact && manyValues(train)) return leak(train, {suspects: same, exact, told});
  if (rest > easy || (!exact && suspects.length > mostLeaks))
    return fine(`${suspects.length > 1 ? "several columns alone tell" : "one column tells"} the target, but ${told}: it is easy`);
  if (rest > silent && (exact || columns >= fewOthers)) return leak(train, {suspects, exact, told});
  return {...leak(train, {suspects, exact, told: `${told}: a leak, or a law of one column`}), verdict: "warn"};
}

/** In a series an earlier value may be what is asked for, as in tasks of memory; the last one never. */
function window(train: Split, same: readonly Place[]): Observation {
  const last = same.filter(({block, column}) => column >= train.x[block]!.size - train.x[block]!.shape.at(-1)!);
  if (last.length === 0 || !manyValues(train)) return fine("no last value of the window is the target");
  return leak(train, {suspects: last, exact: true, told: "the target itself stands at the window's end"});
}

/** True for a target that is a number rather than a class. */
const manyValues = ({y, rows}: Split): boolean => new Set(y[0]!.values).size > rows / 4;

function leak(train: Split, {suspects, exact, told}: {suspects: readonly Place[]; exact: boolean; told: string}): Observation {
  const names = suspects.map(({block, column}) => nameOf(train.x[block]!, column));
  return {
    verdict: "fail",
    summary: `${names.slice(0, 3).join(", ")} ${exact ? (names.length === 1 ? "is a copy" : "are copies") : names.length === 1 ? "alone gives away 99 %" : "alone give away 99 %"} of the target; ${told}`,
    evidence: [
      {
        kind: "table",
        label: "columns that hold the target",
        columns: ["column", "place"],
        rows: suspects.slice(0, 20).map(({column}, i) => [names[i]!, num(column)]),
      },
    ],
    certainty: exact ? "exact" : {p: 0.005, test: "a single column's errors on rows left out"},
  };
}

const fine = (summary: string): Observation => ({verdict: "pass", summary, evidence: []});

const nameOf = (block: Block, column: number): string => block.names[column] ?? `x${column + 1}`;

/** The split without some columns; undefined when none is left. */
function without(train: Split, gone: readonly Place[]): Split | undefined {
  const x = train.x.flatMap((block, at) => {
    const kept = Array.from({length: block.size}, (_, column) => column).filter(
      (column) => !gone.some((place) => place.block === at && place.column === column),
    );
    if (kept.length === 0) return [];
    if (kept.length === block.size) return [block];
    const values = new Float32Array(train.rows * kept.length);
    for (let row = 0; row < train.rows; row++)
      kept.forEach((column, j) => (values[row * kept.length + j] = block.values[row * block.size + column]!));
    return [{...block, shape: [kept.length], size: kept.length, values, names: kept.map((column) => nameOf(block, column))}];
  });
  return x.length ? {...train, x} : undefined;
}

/** Share of the way from the commonest class to no error, or of the variance, that the best reference makes of rows left out. */
function knows(made: Association): number {
  const {answers, strength} = bestReference(made);
  const {labels, centres} = made.targets;
  if (!labels) return Math.max(0, strength.r) ** 2;
  const {choices} = choicesOf(answers, {centres});
  const right = labels.reduce((sum, label, i) => sum + Number(choices[i] === label), 0) / labels.length;
  const common = Math.max(...centres);
  // A rare class that is found, yet never by the largest share, counts by its correlation.
  return Math.max((right - common) / (1 - common), strength.lower > 0 ? strength.r ** 2 : 0);
}
