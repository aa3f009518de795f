import type {Task} from "../../case.js";
import type {Block, Network, Split} from "../../check.js";
import type {Matrix} from "../../math/smoother.js";
import {entranceOf} from "../reference/inputs.js";
import type {Classes, Numbers} from "../reading.js";
import {pick, thinned, upTo} from "../sample-rows.js";
import {logistic, ridge} from "./linear.js";
import {gaussianBayes, multinomialBayes} from "./naive-bayes.js";
import {stepsOf} from "../windows.js";
import {arima, seasonalNaive, seasonOf} from "./series.js";

/** What a plain method, learned from the training rows, answers to other rows. */
export interface Baseline {
  /** What it is, such as `Gaussian naive Bayes`. */
  title: string;
  /** The rows of the split that it answered. */
  rows: readonly number[];
  /** Its answers to them, in the order of the readings that it was asked with. */
  readings: readonly (Classes | Numbers)[];
}

/** What is asked: rows to learn from and rows to answer, and the targets of both as they are read, output by output. */
export interface Question {
  train: Split;
  split: Split;
  learned: readonly (Classes | Numbers)[];
  judged: readonly (Classes | Numbers)[];
  network: Network;
  task: Task;
}

/** Numbers in a row at most, rows learned from, and multiplications that one method may cost. */
const limits = {columns: 1024, rows: 4000, work: 6e8};

/** Naive Bayes and logistic or linear regression, and for windows of a series the season before and ARIMA; none where the inputs are not lists of numbers or counts of ids. */
export async function baselinesOf(question: Question): Promise<Baseline[]> {
  const {learned, judged, train, split} = question;
  const whole = (readings: Question["learned"], rows: number) => readings.every((one) => countOf(one) === rows);
  if (!whole(learned, train.rows) || !whole(judged, split.rows)) return [];
  const ids = counted(question);
  const tables = ids ?? tabulated(question);
  const plain = tables ? [...bayes(question, {...tables, words: ids !== undefined}), ...linear(question, tables)] : [];
  return [...plain, ...(await forecasts(question))];
}

const countOf = (reading: Classes | Numbers): number =>
  reading.kind === "classes" ? reading.labels.length : reading.targets.length / reading.size;

interface Tables {
  /** Rows learned from, and their inputs. */
  rows: readonly number[];
  inputs: Matrix;
  others: Matrix;
}

/** Inputs as columns of mean 0 and deviation 1. */
function tabulated({train, split, network}: Question): Tables | undefined {
  const columns = train.x.reduce((sum, {size}) => sum + size, 0);
  const entrances = train.x.map((_, index) => entranceOf(train, {index, network}));
  if (columns > limits.columns || !entrances.every((one) => one && one.kind.kind !== "ids")) return undefined;
  const matrix = ({x}: Split, rows: readonly number[]): Matrix => {
    const values = new Float64Array(rows.length * columns);
    let from = 0;
    x.forEach((block, i) => {
      const scaled = entrances[i]!.encode(block).values;
      rows.forEach((row, at) => values.set(scaled.subarray(row * block.size, (row + 1) * block.size), at * columns + from));
      from += block.size;
    });
    return {values, columns};
  };
  const rows = thinned(train.rows, limits.rows);
  return {rows, inputs: matrix(train, rows), others: matrix(split, upTo(split.rows))};
}

/** How often each id occurs in a row, where all inputs are ids of which there are few enough. */
function counted({train, split, network}: Question): Tables | undefined {
  const [block] = train.x;
  const entrance = train.x.length === 1 ? entranceOf(train, {index: 0, network}) : undefined;
  if (entrance?.kind.kind !== "ids" || entrance.kind.vocabulary > limits.columns) return undefined;
  const columns = entrance.kind.vocabulary;
  const tally = ({values, size}: Block, rows: readonly number[]): Matrix => {
    const all = new Float64Array(rows.length * columns);
    rows.forEach((row, at) => values.subarray(row * size, (row + 1) * size).forEach((id) => all[at * columns + id]!++));
    return {values: all, columns};
  };
  const rows = thinned(train.rows, limits.rows);
  return {rows, inputs: tally(entrance.encode(block!), rows), others: tally(entrance.encode(split.x[0]!), upTo(split.rows))};
}

const labelsAt = ({labels}: Classes, rows: readonly number[]): number[] => rows.map((row) => labels[row]!);

function bayes({learned, judged, split}: Question, {rows, inputs, others, words}: Tables & {words: boolean}): Baseline[] {
  if (!learned.every((one) => one.kind === "classes")) return [];
  const answer = words ? multinomialBayes : gaussianBayes;
  const readings = learned.map((one, i): Classes => {
    const reading = judged[i] as Classes;
    return {...reading, p: answer({inputs, labels: labelsAt(one, rows), classes: one.classes}, others)};
  });
  return [{title: words ? "multinomial naive Bayes" : "Gaussian naive Bayes", rows: upTo(split.rows), readings}];
}

function linear({learned, judged, split}: Question, tables: Tables): Baseline[] {
  const {columns} = tables.inputs;
  const classes = Math.max(...learned.map((one) => (one.kind === "classes" ? one.classes : 0)));
  const affordable = Math.floor(limits.work / (classes ? 160 * classes * columns : columns ** 2));
  const kept = thinned(tables.rows.length, affordable);
  if (kept.length < Math.min(tables.rows.length, columns / 2)) return [];
  const rows = kept.map((i) => tables.rows[i]!);
  const inputs = {columns, values: pick(tables.inputs.values, {size: columns, rows: kept})};
  const readings = learned.map((one, i): Classes | Numbers => {
    const reading = judged[i]!;
    if (one.kind === "classes")
      return {...(reading as Classes), p: logistic({inputs, labels: labelsAt(one, rows), classes: one.classes}, tables.others)};
    const values = Float64Array.from(rows.flatMap((row) => upTo(one.size).map((j) => one.targets[row * one.size + j]!)));
    return {...(reading as Numbers), answers: ridge(inputs, {targets: {values, columns: one.size}, others: tables.others})};
  });
  return [{title: classes ? "logistic regression" : "linear regression", rows: upTo(split.rows), readings}];
}

/** For one series that goes on in the targets: what it was a season before, and what ARIMA makes of it. */
async function forecasts({train, split, judged, task}: Question): Promise<Baseline[]> {
  const [reading] = judged;
  const isSeries = task === "forecast" || train.x[0]!.shape.length === 2;
  if (judged.length !== 1 || reading!.kind !== "numbers" || train.x.length !== 1 || !isSeries || !stepsOf(train.x[0]!)) return [];
  const season = seasonOf(train);
  const {size, targets} = reading!;
  const naive: Baseline = {
    title: season.lag === 1 ? "the last value" : `the value ${season.lag} steps before`,
    rows: upTo(split.rows),
    readings: [{...reading!, answers: seasonalNaive(split, {season, ahead: size})}],
  };
  const found = task === "forecast" ? await arima(split, {channel: season.channel, ahead: size}) : undefined;
  if (!found) return [naive];
  const some = pick(Float32Array.from(targets), {size, rows: found.rows});
  return [naive, {title: "ARIMA", rows: found.rows, readings: [{...reading!, targets: some, answers: found.answers}]}];
}
