import type {Block, Split} from "../check.js";
import {associationOf, choicesOf, none, strengthAgainst, strengthOf, strong, type Association} from "../association/association.js";
import {cross} from "../association/crossing.js";
import {relabelling} from "../association/relabelling.js";
import {targetsOf} from "../association/targets.js";
import {deviation, mean} from "../math/stats.js";
import {upTo} from "../trial/sample-rows.js";
import {subset} from "../trial/split.js";
import {change, literal} from "./code.js";
import {mapped, withParts, withRows, type Part, type Parts} from "./rows.js";
import type {Patient, Proposal, Remedy} from "./treatment.js";

/** Label arrays of two parts exchanged back, or a held-out part's classes named as the training rows' are, where these then go together. */
export const swapBack: Remedy = (patient) => {
  const made = associationOf(patient.train, patient);
  const own = strengthOf(made);
  const parts = (["validation", "test"] as const).filter((part) => patient[part]);
  const found = parts.flatMap((part) => {
    if (none(own)) return fitsAnother(made, patient[part]!) ? [exchange(patient, part)] : [];
    return own.lower > strong ? (renaming(patient, {made, part}) ?? []) : [];
  });
  return found.length
    ? found
    : {impossible: "no exchange of labels between the parts makes them fit: read each part's anew from its own file"};
};

/** True when the training inputs go with the labels of another part, row by row. */
function fitsAnother(made: Association, other: Split): boolean {
  const shared = Math.min(made.split.rows, other.rows);
  const place = made.rows.map((row) => Math.min(row, shared - 1));
  const {matrix} = targetsOf(other, {task: made.task, rows: place, classes: made.targets.labels && made.targets.classes});
  const values = matrix.values.map((value, i) => (made.rows[Math.floor(i / matrix.columns)]! < shared ? value : 0));
  return strengthAgainst(made, {values, columns: matrix.columns}).lower >= strong;
}

/** The labels of two parts exchanged, on as many rows as both have. */
function exchange({model, train, ...patient}: Patient, part: "validation" | "test"): Proposal {
  const rows = Math.min(train.rows, patient[part]!.rows);
  const cut = train.rows === patient[part]!.rows ? "" : `.slice(0, ${rows})`;
  return {
    title: `the labels of training and ${part} exchanged`,
    change: change(
      `await model.fit(train.x, train.y, {validationData: [${part}.x, ${part}.y]});`,
      [
        `const [labels, heldOutLabels] = [${part}.y${cut}, train.y${cut}];`,
        `await model.fit(train.x${cut}, labels, {validationData: [${part}.x${cut}, heldOutLabels]});`,
      ].join("\n"),
    ),
    apply: (subject) => withParts(subject, {model, change: (parts) => exchanged(parts, part)}),
  };
}

function exchanged(parts: Parts, part: Part): Parts {
  const rows = upTo(Math.min(parts.train.rows, parts[part]!.rows));
  const [train, other] = [subset(parts.train, rows), subset(parts[part]!, rows)];
  return {...parts, train: {...train, y: other.y}, [part]: {...other, y: train.y}};
}

/** A part's labels by the training rows' names; undefined where no other naming fits better. */
function renaming(patient: Patient, {made, part}: {made: Association; part: "validation" | "test"}): Proposal | undefined {
  const crossing = cross(made, {split: patient[part]!});
  if (!made.targets.labels) return crossing.strength.upper < -strong ? turnedBack(patient, part) : undefined;
  const {classes} = made.targets;
  const {choices} = choicesOf(crossing.answers, made.targets);
  const better = relabelling(choices, {labels: crossing.targets.labels!, classes: classes.length});
  if (!better) return undefined;
  const back = new Map(better.names.map((to, from) => [classes[to]!, classes[from]!] as const));
  const isOneHot = patient.train.y[0]!.size > 1;
  const moved = [...back].filter(([to, from]) => to !== from);
  const pairs = literal(moved);
  return {
    title: `${part} classes named as the training rows' are`,
    change: change(
      "",
      isOneHot
        ? `const labels = ${part}.y.gather(${literal(upTo(patient.train.y[0]!.size).map((column) => calledOf(back, column)))}, 1);`
        : `const named = new Map<number, number>(${pairs});\nconst labels = tf.tensor((${part}.y.arraySync() as number[][]).map(([label]) => [named.get(label) ?? label]));`,
    ),
    apply: (subject) =>
      withRows(subject, {
        model: patient.model,
        change: (rows, {part: one}) => (one === part ? {...rows, y: rows.y.map((block) => renamed(block, back))} : rows),
      }),
  };
}

/** The name in the held-out part of a class of the training rows. */
const calledOf = (back: ReadonlyMap<number, number>, own: number): number => [...back].find(([, from]) => from === own)?.[0] ?? own;

function renamed(block: Block, back: ReadonlyMap<number, number>): Block {
  if (block.size === 1) return mapped(block, (value) => back.get(value) ?? value);
  return mapped(block, (_, {row, column}) => block.values[row * block.size + calledOf(back, column)]!);
}

/** Numbers of the other sign turned back; about the middle of both parts' means where that is not 0. */
function turnedBack({model, train, ...patient}: Patient, part: "validation" | "test"): Proposal {
  const [own, other] = [train.y[0]!, patient[part]!.y[0]!].map(({values}) => Float64Array.from(values)) as [Float64Array, Float64Array];
  const both = mean(own) + mean(other);
  const sum = Math.abs(both) < deviation(own) / 4 ? 0 : Number(both.toPrecision(6));
  return {
    title: `${part} targets of the training rows' sign`,
    change: change("", `const targets = ${part}.y.neg()${sum ? `.add(${sum})` : ""};`),
    apply: (subject) =>
      withRows(subject, {
        model,
        change: (rows, {part: one}) => (one === part ? {...rows, y: rows.y.map((block) => mapped(block, (value) => sum - value))} : rows),
      }),
  };
}
