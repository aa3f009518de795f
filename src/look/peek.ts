import {borrowBackend} from "../backend/backend.js";
import type {Case, Task} from "../case.js";
import type {Network, Split} from "../check.js";
import {showsItself} from "../display/mime.js";
import {sightBundle} from "../display/sight.js";
import type {Evidence} from "../finding.js";
import {counted, digits} from "../math/digits.js";
import {derive, random, sample} from "../math/random.js";
import {blueprint} from "../trial/blueprint.js";
import {readNetwork} from "../trial/network.js";
import {readSplit} from "../trial/split.js";
import {inferTask} from "../trial/task.js";
import {cloudOf, typical} from "./cloud.js";
import {contradictionsOf, type Contradiction} from "./contradictions.js";
import {groupsOf, type Group, type Grouping} from "./groups.js";
import {reachEvidence, reachOf, type Reach} from "./reach.js";
import {shower} from "./rows.js";

/** What is shown of a group of rows. */
export interface Sample {
  /** What the rows have in common, such as `cat` or `lowest quarter (0 to 1.5)`. */
  name: string;
  /** Rows of the group. */
  rows: number;
  /** The most typical row: the one with the least sum of squared distances to the others of its group. */
  medoid: number;
  /** Rows drawn by chance. */
  drawn: readonly number[];
}

/** What a network is given to see: plain data that shows itself in a notebook. */
export interface Peek {
  /** One sentence. */
  summary: string;
  /** Pictures or tables: rows of each group, the oddest, the contradictions, the ranges. */
  evidence: readonly Evidence[];
  /** Groups of rows, the largest first: classes, sets of labels, or quarters of the targets' range. Row numbers count in the training rows, of a stream in those that were kept. */
  groups: readonly Sample[];
  /** The rows that are least likely in their group, the oddest first; the log likelihood is Gaussian naive Bayes's, without its constant. */
  odd: readonly {row: number; group: string; likelihood: number}[];
  /** Rows of equal or nearly equal inputs whose targets contradict each other, the nearest first, a hundred at most. */
  contradictions: readonly Contradiction[];
  /** How many contradictory rows were found; near ones are looked for among at most 2000 rows. */
  contradictory: number;
  /** The range of each input. */
  reach: readonly Reach[];
}

/** How much is shown. */
export interface PeekOptions {
  /** Rows drawn of each group, and odd rows and contradictions listed; 5. */
  rows?: number;
  /** Seed of what is drawn; the case's, else 1. */
  seed?: number;
}

/** Groups that are shown at most. */
const groupsShown = 12;

/**
 * Looks at the training rows as the network is given them: some rows of each class, the most typical one, the oddest ones, rows that contradict each other, and the range that reaches the network.
 * It judges nothing: look for pictures that are garbled, labels that are wrong, rows that should not be there. The model may be left out. Throws one clear line for data that are no rows.
 */
export async function peek(subject: Partial<Case>, {rows = 5, seed = subject?.seed ?? 1}: PeekOptions = {}): Promise<Peek> {
  if (!subject?.train)
    throw new TypeError("expected a case with train: {x, y}, got none; give at least the training data: peek({train: {x, y}})");
  if (!(Number.isSafeInteger(rows) && rows >= 1)) throw new TypeError(`expected rows to be a whole number from 1, got ${String(rows)}`);
  const {split, network} = await open(subject, seed);
  const grouping = groupsOf(split, {
    numbers: network || subject.task ? numeric(subject.task ?? inferTask({train: split, network}).task) : false,
  });
  const cloud = cloudOf(split);
  const {medoids, likelihood} = typical(cloud, grouping);
  const draw = random(derive(seed, "peek"));
  const groups = grouping.groups.map((group, i) => ({
    name: group.name,
    rows: group.rows.length,
    medoid: medoids[i]!,
    drawn: drawn(group, {rows, draw}),
  }));
  const odd = oddest(likelihood, {grouping, rows});
  const torn = contradictionsOf(split, {cloud, grouping, seed: derive(seed, "near")});
  const known = reachOf(split, network);
  const reach = known.map((each) => each.reach);
  const made = {groups, odd, contradictions: torn.slice(0, 100), contradictory: torn.length, reach};
  return showing({
    summary: summarise(made, {split, grouping, alike: cloud.size === 0}),
    evidence: [...picturesOf(made, {split, grouping, rows}), reachEvidence(known)],
    ...made,
  });
}

const numeric = (task: Task): boolean => task === "regression" || task === "forecast";

async function open(subject: Partial<Case>, seed: number): Promise<{split: Split; network?: Network}> {
  const backend = await borrowBackend();
  try {
    const plan = subject.model === undefined ? undefined : await blueprint(subject.model, {seed: derive(seed, "prototype")});
    try {
      const split = await readSplit(subject.train!, {
        name: "train",
        model: plan?.prototype,
        seed,
        ...("x" in subject.train! ? {cap: Infinity} : {}),
      });
      return {split, network: plan && readNetwork(plan.prototype)};
    } finally {
      plan?.dispose();
    }
  } finally {
    await backend.end();
  }
}

const drawn = ({rows: all}: Group, {rows, draw}: {rows: number; draw: () => number}): number[] =>
  sample(all.length, {size: rows, draw}).map((i) => all[i]!);

function oddest(likelihood: Float64Array, {grouping, rows}: {grouping: Grouping; rows: number}): Peek["odd"] {
  const order = Array.from(likelihood.keys()).sort((a, b) => likelihood[a]! - likelihood[b]!);
  return order
    .slice(0, rows)
    .map((row) => ({row, group: grouping.groups[grouping.of[row]!]!.name, likelihood: Number(likelihood[row]!.toPrecision(6))}));
}

type Found = Pick<Peek, "groups" | "odd" | "contradictions" | "contradictory" | "reach">;

function summarise(
  {groups, contradictory, reach}: Found,
  {split, grouping, alike}: {split: Split; grouping: Grouping; alike: boolean},
): string {
  const names = {class: "classes", labels: "sets of labels", target: "quarters of the target's range", rows: "one group"};
  const kinds = grouping.kind === "rows" ? "" : ` in ${groups.length} ${names[grouping.kind]}`;
  const given = split.given > split.rows ? ` drawn from ${split.given}` : "";
  const ranges = reach.map(({input, min, max, entersAs: [low, high]}) => {
    const rescaled = low === min && high === max ? "" : `, rescaled to ${say(low)} to ${say(high)}`;
    return `${reach.length > 1 ? `${input} ` : ""}from ${say(min)} to ${say(max)}${rescaled}`;
  });
  const torn =
    contradictory > 0 ? `; ${counted(contradictory, "pair")} of equal or nearly equal inputs with targets that contradict each other` : "";
  return `${counted(split.rows, "row")}${given}${kinds}; inputs ${ranges.join(", ")} reach the network${alike && split.rows > 1 ? "; all rows are the same" : ""}${torn}`;
}

const say = (value: number | string): string => (typeof value === "number" ? digits(value) : value);

function picturesOf(
  {groups, odd, contradictions}: Found,
  {split, grouping, rows}: {split: Split; grouping: Grouping; rows: number},
): Evidence[] {
  const [show, target] = [shower(split), targetOf(split, grouping)];
  const left = groups.length > groupsShown ? ` (the ${groupsShown} largest of ${groups.length} are shown)` : "";
  const samples = groups.slice(0, groupsShown).map(({name, rows: all, medoid, drawn: some}, i) =>
    show({
      label: `${grouping.kind === "class" ? "class " : ""}${name}, ${some.length} of ${counted(all, "row")}${i === 0 ? left : ""}`,
      rows: [{row: medoid, word: "most typical"}, ...some.map((row) => ({row, word: ""}))].map((each) => ({
        ...each,
        target: grouping.kind === "class" ? "" : target(each.row),
      })),
    }),
  );
  const strange = show({
    label: "the oddest rows, least likely in their group",
    rows: odd.map(({row}) => ({row, word: "", target: target(row)})),
  });
  const pairs = contradictions
    .slice(0, rows)
    .flatMap(({rows: pair, distance}, i) =>
      pair.map((row) => ({row, word: `pair ${i + 1}${distance === 0 ? ", equal" : ""}`, target: target(row)})),
    );
  return [
    ...samples,
    strange,
    ...(pairs.length > 0 ? [show({label: "inputs that are alike with targets that are not", rows: pairs})] : []),
  ];
}

/** What a row's target is called. */
const targetOf =
  ({y}: Split, {kind, groups, of}: Grouping) =>
  (row: number): string =>
    kind === "target" ? digits(y[0]!.values[row]!) : kind === "rows" ? "" : groups[of[row]!]!.name;

/** Gives the plain data the method by which notebooks show it, where JSON and comparisons do not see it. */
const showing = (made: Peek): Peek => Object.defineProperty(made, showsItself, {value: async () => (await sightBundle(made)).data});
