import {check, notLearning, type Block, type Live, type Split} from "../check.js";
import {num, type Evidence, type Observation} from "../finding.js";
import {digits} from "../math/digits.js";
import {mean} from "../math/stats.js";
import {sources} from "../sources.js";
import {differentRows, pick, reorder, upTo} from "../trial/sample-rows.js";

/** What a loss says of a few rows, together and one by one. */
interface Table {
  output: string;
  /** Loss of the rows as one batch. */
  batch: number;
  /** Losses of the batch with its targets rotated among the rows. */
  rotated: readonly number[];
  /** Loss of the answer to row i against the target of row j, alone. */
  single: readonly (readonly number[])[];
}

/** A loss that compares every row's answer with every row's target. */
export const broadcastLoss = check(
  {
    name: "broadcast-loss",
    stage: "model",
    symptom: "The loss stops at the targets' variance, and every answer tends to the targets' mean.",
    cause:
      "Answers of shape [n, 1] against targets of shape [n], or the reverse, are broadcast to [n, n]: the loss compares each row with all targets.",
    remedy: "Give both the same shape before the loss subtracts or multiplies them, as with yPred.reshape(yTrue.shape).",
    source: {...sources.karpathy, at: "use backprop to chart dependencies"},
    explains: [
      ...notLearning,
      "loss-reduction",
      "too-small-model",
      "too-few-steps",
      "learning-rate-too-low",
      "learning-rate-too-high",
      "over-regularised",
    ],
    needs: ["train", "network", "untrained"],
  },
  ({train, network, untrained}) =>
    untrained(async (live) => {
      const own = upTo(network.outputs.length).filter((index) => live.ownLosses[index]);
      if (own.length === 0) return {verdict: "pass", summary: "the loss is one of tfjs's own", evidence: [], certainty: "exact"};
      const rows = differentRows(train, {count: tried});
      if (rows.rows < 3) return {verdict: "unsure", summary: `only ${rows.rows} rows to compare; three would settle it`, evidence: []};
      const judged = [];
      for (const index of own) judged.push(judge(await compare(live, {rows, index, name: network.outputs[index]!.name})));
      return judged.find(({verdict}) => verdict === "fail") ?? judged.find(({verdict}) => verdict !== "pass") ?? judged[0]!;
    }),
);

/** Rows that are compared with each other: all pairs are evaluated. */
const tried = 5;

/** Relative error below which two float32 losses are taken as equal, and difference that tells two readings apart. */
const equal = 1e-4;
const apart = 1e-2;

interface Place {
  rows: Split;
  index: number;
  name: string;
}

/** Fills the table by the network's own answers, or by other rows' targets where those answers tell nothing apart. */
async function compare(live: Live, {rows, index, name}: Place): Promise<Table> {
  const outputs = await live.forward(rows.x);
  const first = await tableOf(live, {outputs, rows, index, name});
  if (tells(first) || outputs[index]!.length !== rows.y[index]!.values.length) return first;
  const answers = Float32Array.from(pick(rows.y[index]!.values, {size: rows.y[index]!.size, rows: rotation(rows.rows, 1)}));
  const second = await tableOf(live, {outputs: outputs.map((own, i) => (i === index ? answers : own)), rows, index, name});
  return tells(second) ? second : first;
}

async function tableOf(live: Live, {outputs, rows, index, name}: Place & {outputs: readonly Float32Array[]}): Promise<Table> {
  const lossOf = async (answers: readonly number[], targets: readonly number[]) => {
    const picked = outputs.map((values) => pick(values, {size: values.length / rows.rows, rows: answers}));
    return (await live.loss({outputs: picked, y: reorder(rows.y as Block[], targets)}))[index]!;
  };
  const all = upTo(rows.rows);
  const single: number[][] = [];
  for (const i of all) {
    single.push([]);
    for (const j of all) single[i]!.push(await lossOf([i], [j]));
  }
  const rotated = [await lossOf(all, rotation(rows.rows, 1)), await lossOf(all, rotation(rows.rows, 2))];
  return {output: name, batch: await lossOf(all, all), rotated, single};
}

const rotation = (count: number, by: number): number[] => upTo(count).map((row) => (row + by) % count);

const rowMean = ({single}: Table): number => mean(single.map((row, i) => row[i]!));
const pairMean = ({single}: Table): number => mean(single.flat());

/** True when a row by row and an all by all reading differ, so that the batch's loss can tell them apart. */
const tells = (table: Table): boolean => !near(rowMean(table), pairMean(table), apart);

const near = (a: number, b: number, tolerance = equal): boolean => Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));

/** How a loss may put its parts together: mean, sum, and the root of either of squares. */
function combined(parts: readonly number[], batch: number): boolean {
  const squares = Math.sqrt(mean(parts.map((part) => part ** 2)));
  return [mean(parts), mean(parts) * parts.length, squares, squares * Math.sqrt(parts.length)].some((value) => near(value, batch));
}

function judge(table: Table): Observation {
  const {batch, rotated, single, output} = table;
  const n = single.length;
  const rowed = single.map((row, i) => row[i]!);
  const said = `the loss of ${n} rows is ${digits(batch)}; row by row the mean is ${digits(rowMean(table))}`;
  const well = (summary: string): Observation => ({verdict: "pass", summary, evidence: [], certainty: "exact"});
  // A broadcast loss cannot see in which order the targets come.
  if (Number.isFinite(batch) && rotated.some((value) => Number.isFinite(value) && !near(value, batch)))
    return well(`targets exchanged among ${n} rows change the loss of ${output} from ${digits(batch)} to ${digits(rotated[0]!)}`);
  if (![batch, ...rotated, ...single.flat()].every(Number.isFinite))
    return {verdict: "unsure", summary: `the loss of ${output} is not finite on single rows`, evidence: show(table)};
  if (!single.some((row) => row.some((value) => !near(value, row[0]!)))) return well(`the loss of ${output} does not read its targets`);
  if (!tells(table))
    return {verdict: "unsure", summary: `${said}, and so it is all by all; rows with other targets would settle it`, evidence: []};
  if (combined(rowed, batch)) return well(said);
  if (!combined(single.flat(), batch))
    return {
      verdict: "warn",
      summary: `targets exchanged among ${n} rows leave the loss of ${output} at ${digits(batch)}; expected another value, as each answer has its own target`,
      evidence: show(table),
      certainty: "exact",
    };
  return {
    verdict: "fail",
    summary: `${said}, over all ${n * n} pairs of an answer with any row's target ${digits(pairMean(table))}, and targets exchanged among the rows change nothing: the loss of ${output} is broadcast to [n, n]`,
    evidence: show(table),
    certainty: "exact",
  };
}

const show = (table: Table): Evidence[] => [
  {
    kind: "table",
    label: "what the loss says of a few rows",
    columns: ["reading", "loss"],
    rows: [
      ["as one batch", num(table.batch)],
      ...table.rotated.map((value, i) => [`targets moved on by ${i + 1} ${i ? "rows" : "row"}`, num(value)]),
      ["mean of each row alone", num(rowMean(table))],
      ["mean of all pairs of an answer and a target", num(pairMean(table))],
    ],
  },
];
