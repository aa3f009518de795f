import {check, type Split} from "../check.js";
import {counted, percent} from "../math/digits.js";
import {counts} from "../math/stats.js";
import {sources} from "../sources.js";
import {classNameOf, hasClasses, labelsOf} from "./labels.js";
import {heldOutParts, nothingHeldOut, type Part} from "./parts.js";

/** A class that one side of a split has and the other lacks. */
interface Lone {
  label: number;
  /** The part that was compared with the training rows. */
  part: string;
  /** The side that has it. */
  side: "training" | "validation" | "test";
  rows: number;
  /** Share of that side's rows. */
  share: number;
  /** Probability that any class as common falls on one side when rows are split by chance. */
  p: number;
}

/** Classes that only one side of a split has: the network is judged on what it never saw, or not judged on what it learned. */
export const inconsistentClasses = check(
  {
    name: "inconsistent-classes",
    stage: "data",
    symptom: "Some classes are never predicted right on held-out rows, or never asked for.",
    cause: "The parts were filtered, coded or cut differently: a class of one side is absent, or has another number, on the other.",
    remedy: "Code the labels of all parts by one list of classes, and split within each class (stratified).",
    source: {...sources.deepchecks, at: "New Label Train Test"},
    explains: [
      "ignored-class",
      "drifted-split",
      "overfitting",
      "below-baseline",
      "ignores-inputs",
      "below-reference",
      "overconfidence",
      "weak-slice",
    ],
    needs: ["train"],
    wants: ["validation", "test"],
    tasks: ["binary", "multiclass"],
  },
  ({train, validation, test, task}) => {
    const parts = heldOutParts({validation, test});
    if (parts.length === 0) return nothingHeldOut;
    if (!hasClasses(task, train)) return {verdict: "pass", summary: "the targets are no single classes", evidence: [], certainty: "exact"};
    const lone = parts.flatMap((part) => loneClasses(train, part)).sort((a, b) => a.p - b.p);
    const unlucky = lone.filter(({p}) => p < level);
    const sick = unlucky.find(({side, share}) => side !== "training" || share >= rare);
    const odd = sick ?? lone.find(({side}) => side !== "training") ?? unlucky[0];
    const names = parts.map(({part}) => part).join(" and ");
    return {
      verdict: sick ? "fail" : odd ? "warn" : "pass",
      summary: odd
        ? `the class ${classNameOf(train, odd.label)} has ${counted(odd.rows, `${odd.side} row`)} (${percent(odd.share)}) and no ${odd.side === "training" ? odd.part : "training"} row; every class is expected on both sides`
        : `the classes of training and ${names} are the same, but for rare ones that chance leaves out`,
      evidence: odd ? [show(train, lone)] : [],
      certainty: {p: odd?.p ?? 1, test: "hypergeometric"},
    };
  },
);

const level = 0.005;

/** Share of the training rows below which a class that is not judged hardly matters. */
const rare = 0.05;

function loneClasses(train: Split, {part, split}: Part): Lone[] {
  const [learned, held] = [train, split].map((side) => counts(labelsOf(side.y[0]!, side.rows))) as [
    Map<number, number>,
    Map<number, number>,
  ];
  const kinds = new Set([...learned.keys(), ...held.keys()]).size;
  const total = train.rows + split.rows;
  const lone = (label: number, {rows, of, side}: {rows: number; of: number; side: Lone["side"]}): Lone => ({
    ...{label, part, side, rows},
    share: rows / of,
    p: Math.min(1, kinds * allOnOneSide(rows, {of, total})),
  });
  return [
    ...[...held].filter(([label]) => !learned.has(label)).map(([label, rows]) => lone(label, {rows, of: split.rows, side: part})),
    ...[...learned].filter(([label]) => !held.has(label)).map(([label, rows]) => lone(label, {rows, of: train.rows, side: "training"})),
  ];
}

/** Probability that all `rows` of a class are among the `of` rows that chance picks from `total`. */
export function allOnOneSide(rows: number, {of, total}: {of: number; total: number}): number {
  let p = 1;
  for (let i = 0; i < rows; i++) p *= (of - i) / (total - i);
  return p;
}

const show = (train: Split, lone: readonly Lone[]) =>
  ({
    kind: "table",
    label: "classes on one side only",
    columns: ["class", "only in", "rows", "share"],
    rows: lone.slice(0, 30).map(({label, side, rows, share}) => [classNameOf(train, label), side, rows, percent(share)]),
  }) as const;
