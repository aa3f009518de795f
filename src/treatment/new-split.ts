import type {Block, Split} from "../check.js";
import {classValues} from "../association/targets.js";
import {derive, permutation, random} from "../math/random.js";
import {upTo} from "../trial/sample-rows.js";
import {subset} from "../trial/split.js";
import {stepsOf, windowsIn} from "../trial/windows.js";
import {change} from "./code.js";
import {fitWith} from "./fit.js";
import {withParts, type Parts} from "./rows.js";
import {timeline} from "./timeline.js";
import type {Patient, Proposal, Remedy} from "./treatment.js";

/** Rows of a pool that are held out, and those that are left out since they overlap with these. */
export interface Held {
  held: readonly number[];
  gap?: readonly number[];
}

/** How rows to be held out are chosen: a share of a pool. */
export interface Choice {
  title: string;
  choose: (pool: Split, share: number) => Held;
  /** From `x`, `y` and the case's parts to `order`, of which the last share is held out, or to `heldOut`. */
  code: readonly string[];
}

/** A split anew by subject, by time or within each class, as the rows ask for. */
export const splitAnew: Remedy = (patient) => {
  const {train, validation, test, task} = patient;
  if ([train, validation, test].every((one) => !one || one.groups)) return [split(patient, bySubject(patient))];
  if (windowsIn(train) && stepsOf(train.x[0]!)) return [split(patient, byTime(patient))];
  if (task === "forecast") return [split(patient, inOrder)];
  return [split(patient, withinClasses(patient))];
};

/** A split anew by subject: all rows of one on the same side. */
export const splitBySubject: Remedy = (patient) => {
  const {train, validation, test} = patient;
  if ([train, validation, test].some((one) => one && !one.groups))
    return {impossible: "give the subject of each row as groups with every part, and all rows of one can be put on the same side"};
  return [split(patient, bySubject(patient))];
};

/** A split of overlapping windows at one time, those between left out. */
export const splitByTime: Remedy = (patient) =>
  stepsOf(patient.train.x[0]!)
    ? [split(patient, byTime(patient))]
    : {impossible: "order the rows by time, learn from the first of them and judge by the last"};

/** Rows of all parts shared out anew in the sizes that they had, a fifth held out where nothing was. */
function split({model, validation, test}: Patient, {title, choose, code}: Choice): Proposal {
  const part = validation || !test ? "validation" : "test";
  return {
    title,
    change: change(
      "",
      [...poolCode(validation || test ? part : undefined), ...code, ...cutCode(code.some((line) => line.startsWith("const gap")))].join(
        "\n",
      ),
    ),
    apply: async (given) => {
      const made = await withParts(given, {model, change: (parts) => sharedOut(parts, choose)});
      const {validationSplit: _, ...fit} = (made.fit ?? {}) as Record<string, unknown>;
      return given.fit ? fitWith({...made, fit: {}}, fit) : made;
    },
  };
}

function sharedOut(parts: Parts, choose: Choice["choose"]): Parts {
  const held = (["test", "validation"] as const).filter((part) => parts[part]);
  const all = [parts.train, ...held.map((part) => parts[part]!)];
  const total = all.reduce((sum, {rows}) => sum + rows, 0);
  const sizes = held.length ? held.map((part) => [part, parts[part]!.rows] as const) : [["validation", Math.round(total / 5)] as const];
  const made: Partial<Parts> = {};
  let pool = joined(all);
  for (const [part, size] of sizes) {
    const {held: rows, gap = []} = choose(pool, size / pool.rows);
    const gone = new Set([...rows, ...gap]);
    made[part] = subset(
      pool,
      [...rows].sort((a, b) => a - b),
    );
    pool = subset(
      pool,
      upTo(pool.rows).filter((row) => !gone.has(row)),
    );
  }
  return {...made, train: pool};
}

/** The rows of several splits one after the other. */
function joined(all: readonly Split[]): Split {
  const [first, ...others] = all;
  if (others.length === 0) return first!;
  const side = (of: "x" | "y"): Block[] =>
    first![of].map((block, i) => {
      const parts = all.map((one) => one[of][i]!.values);
      const values = new (block.values.constructor as Float32ArrayConstructor)(parts.reduce((sum, {length}) => sum + length, 0));
      parts.reduce((at, part) => (values.set(part as Float32Array, at), at + part.length), 0);
      return {...block, values};
    });
  const rows = all.reduce((sum, one) => sum + one.rows, 0);
  const groups = all.every((one) => one.groups) ? all.flatMap((one) => one.groups!) : undefined;
  return {...first!, rows, given: rows, x: side("x"), y: side("y"), groups};
}

/** The places of a list that share it out evenly. */
const evenly = (share: number) => (_: unknown, i: number) => Math.floor((i + 1) * share + 0.5) > Math.floor(i * share + 0.5);

/** Rows sorted by class, by chance within each, or by number, of which one in a few is held out: each class, or each range, has its share on both sides. */
const withinClasses = ({task, subject}: Patient): Choice => ({
  title: task === "regression" ? "a split by chance, within each range of the targets" : "a split by chance, within each class",
  choose: (pool, share) => {
    const place = permutation(pool.rows, random(derive(subject.seed ?? 1, "split")));
    const labels = classValues(pool, upTo(pool.rows));
    const order = upTo(pool.rows).sort((a, b) => labels[a]! - labels[b]! || place[a]! - place[b]!);
    return {held: order.filter(evenly(share))};
  },
  code: [
    ...drawCode,
    "const label = (y.arraySync() as number[][]).map((row) => (row.length > 1 ? row.indexOf(Math.max(...row)) : row[0]));",
    "const order = label.map((_, row) => ({row, by: draw()})).sort((a, b) => label[a.row] - label[b.row] || a.by - b.by);",
    "const heldOut = order.filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share)).map(({row}) => row);",
  ],
});

/** All rows of some subjects, drawn by chance. */
const bySubject = ({subject}: Patient): Choice => ({
  title: "a split by subject",
  choose: ({groups, rows}, share) => {
    const names = [...new Set(groups!)];
    const drawn = permutation(names.length, random(derive(subject.seed ?? 1, "subjects"))).map((i) => names[i]!);
    const held = new Set<string | number>();
    const sizeOf = (name: string | number) => groups!.filter((one) => one === name).length;
    let left = share * rows;
    for (const name of drawn.slice(1)) {
      if (sizeOf(name) / 2 > left) continue;
      held.add(name);
      left -= sizeOf(name);
    }
    return {held: upTo(rows).filter((row) => held.has(groups![row]!))};
  },
  code: [
    ...drawCode,
    "const subjects = parts.flatMap((one) => (one as {groups?: (string | number)[]}).groups ?? []);",
    "const names = [...new Set(subjects)].map((name) => ({name, by: draw()})).sort((a, b) => a.by - b.by);",
    "const chosen = new Set(names.slice(0, Math.round(share * names.length)).map(({name}) => name));",
    "const heldOut = subjects.flatMap((name, row) => (chosen.has(name) ? [row] : []));",
  ],
});

/** The last windows of a series, those that overlap with them left out. */
const byTime = ({train}: Patient): Choice => {
  const {steps} = stepsOf(train.x[0]!)!;
  return {
    title: "a split at one time, a window's length left out",
    choose: (pool, share) => {
      const {order, stride} = timeline(pool.x[0]!);
      const cut = pool.rows - Math.round(share * pool.rows);
      const gap = Math.min(Math.ceil(steps / stride), Math.floor(cut / 2));
      return {held: order.slice(cut), gap: order.slice(cut - gap, cut)};
    },
    code: [
      "const windows = (x.arraySync() as number[][]).map((row) => row.map(String));",
      "const begins = new Map(windows.map((row, i) => [row.slice(0, -1).join(), i]));",
      "const next = windows.map((row) => begins.get(row.slice(1).join()));",
      "const later = new Set(next);",
      "const order: number[] = [];",
      "for (const start of windows.keys())",
      "  if (!later.has(start)) for (let at: number | undefined = start; at !== undefined && !order.includes(at); at = next[at]) order.push(at);",
      "const heldOut = order.slice(Math.round((1 - share) * order.length));",
      `const gap = new Set(order.slice(-heldOut.length - ${steps}, -heldOut.length));`,
    ],
  };
};

/** The last rows as they stand. */
const inOrder: Choice = {
  title: "a split at one time",
  choose: ({rows}, share) => ({held: upTo(rows).slice(rows - Math.round(share * rows))}),
  code: ["const heldOut = Array.from({length: x.shape[0]}, (_, row) => row).slice(Math.round((1 - share) * x.shape[0]));"],
};

const poolCode = (part: string | undefined): string[] => [
  `const parts = [train${part ? `, ${part}` : ""}];`,
  "const [x, y] = [tf.concat(parts.map((one) => one.x)), tf.concat(parts.map((one) => one.y))];",
  part ? `const share = ${part}.x.shape[0] / x.shape[0];` : "const share = 0.2;",
];

const drawCode = ["let state = 1;", "const draw = () => (state = (48271 * state) % 2147483647) / 2147483647;"];

const cutCode = (overlaps: boolean) => [
  `const learned = Array.from({length: x.shape[0]}, (_, row) => row).filter((row) => !heldOut.includes(row)${overlaps ? " && !gap.has(row)" : ""});`,
  "const [learnedX, learnedY] = [x.gather(learned), y.gather(learned)];",
  "const [heldOutX, heldOutY] = [x.gather(heldOut), y.gather(heldOut)];",
];
