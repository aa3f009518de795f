import type {Case} from "../case.js";
import type {Block, Split} from "../check.js";
import {nearest} from "../math/neighbours.js";
import {quantile} from "../math/stats.js";
import {upTo} from "../trial/sample-rows.js";
import {subset} from "../trial/split.js";
import {change, literal} from "./code.js";
import {withModel} from "./rebuild.js";
import {mapped, withRows, type RowChange} from "./rows.js";
import {scaleOf} from "./scaling.js";
import type {Patient, Proposal, Remedy} from "./treatment.js";

const proposal = ({model}: Patient, {title, code, rows}: {title: string; code: string; rows: RowChange}): Proposal => ({
  title,
  change: change("", code),
  apply: (subject) => withRows(subject, {model, change: rows}),
});

const lines = (...code: string[]): string => code.join("\n");

const middleCode = "const middle = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;";

/** Rows of a split that a test keeps; the split itself when it keeps all. */
function keeping(rows: Split, test: (row: number) => boolean): Split {
  const kept = upTo(rows.rows).filter(test);
  return kept.length === rows.rows ? rows : subset(rows, kept);
}

const isWhole = (blocks: readonly Block[], row: number): boolean =>
  blocks.every(({values, size}) => values.subarray(row * size, (row + 1) * size).every((value: number) => Number.isFinite(value)));

/** Rows without a number left out where few lack one, else the median in place of what is no number; rows whose target is none left out. */
export const completeRows: Remedy = (patient) => [
  proposal(patient, {
    title: "rows without a number left out",
    code: lines(
      "const whole = tf.tidy(() => tf.isFinite(train.x.reshape([train.x.shape[0], -1])).all(1));",
      "const kept = await tf.booleanMaskAsync(train.x, whole);",
    ),
    rows: (rows) => keeping(rows, (row) => isWhole([...rows.x, ...rows.y], row)),
  }),
  proposal(patient, {
    title: "the training rows' median in place of what is no number",
    code: lines(
      "const rows = train.x.arraySync() as number[][];",
      middleCode,
      "const medians = rows[0].map((_, column) => middle(rows.map((row) => row[column]).filter(Number.isFinite)));",
      "const filled = rows.map((row) => row.map((value, column) => (Number.isFinite(value) ? value : medians[column])));",
    ),
    rows: (rows, {train}) =>
      filled(
        keeping(rows, (row) => isWhole(rows.y, row)),
        train,
      ),
  }),
];

const filled = (rows: Split, train: Split): Split => ({
  ...rows,
  x: rows.x.map((block, i) => {
    if (block.values.every((value: number) => Number.isFinite(value))) return block;
    const middles = mediansOf(train.x[i]!);
    return mapped(block, (value, {column}) => (Number.isFinite(value) ? value : middles[column]!));
  }),
});

function mediansOf({values, size}: Block): number[] {
  return upTo(size).map((column) => {
    const known = upTo(values.length / size)
      .map((row) => values[row * size + column]!)
      .filter(Number.isFinite);
    return known.length ? quantile(known, 0.5) : 0;
  });
}

/** Share of a column that one value must hold to stand for what is missing, and in how few others a value must be as common. */
const stuck = 0.2;

/** What stands for a missing value in each column: one far out value that a large share of the rows hold; undefined where there is none. */
function sentinels({values, size}: Block): (number | undefined)[] {
  return upTo(size).map((column) => {
    const counts = new Map<number, number>();
    const rows = values.length / size;
    for (let row = 0; row < rows; row++) {
      const value = values[row * size + column]!;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const [value, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a));
    return count > stuck * rows && counts.size > 10 ? value : undefined;
  });
}

/** The median of what is known in place of what stands for a missing value, with the rest on its own scale; columns that are mostly missing made silent. */
export const imputeValues: Remedy = (patient) => [
  proposal(patient, {
    title: "the median of the known values in place of the one that stands for a missing value, then mean 0 and deviation 1",
    code: imputationCode(patient),
    rows: (rows, {train}) => imputed(rows, train),
  }),
  ...(completeRows(patient) as Proposal[]),
];

function imputationCode({train}: Patient): string {
  const stands = sentinels(train.x[0]!);
  const column = stands.findIndex((value) => value !== undefined);
  return lines(
    "const rows = train.x.arraySync() as number[][];",
    middleCode,
    `const [column, stands] = [${Math.max(0, column)}, ${stands[column] ?? NaN}];`,
    "const known = middle(rows.map((row) => row[column]).filter((value) => value !== stands));",
    "const imputed = rows.map((row) => row.map((value, j) => (j === column && value === stands ? known : value)));",
  );
}

const imputed = (rows: Split, train: Split): Split => {
  const whole = filled(rows, train);
  return {
    ...whole,
    x: whole.x.map((block, i) => {
      if (block.shape.length > 1) return block;
      const stands = sentinels(train.x[i]!);
      if (stands.every((value) => value === undefined)) return block;
      const gone = (learned: Block) => mapped(learned, (value, {column}) => (value === stands[column] ? NaN : value));
      const [known, holes] = [gone(train.x[i]!), gone(block)];
      const {centres, deviations} = scaleOf(known);
      return mapped(holes, (value, {column}) =>
        stands[column] === undefined ? value : Number.isNaN(value) ? 0 : (value - centres[column]!) / deviations[column]!,
      );
    }),
  };
};

const keyOf = ({x, y}: Split, row: number): string =>
  [...x, ...y].map(({values, size}) => values.subarray(row * size, (row + 1) * size).join()).join(";");

/** Each row once in its part, and no training row that is held out too. */
export const uniqueRows: Remedy = (patient) => [
  proposal(patient, {
    title: "each row once in its part, and no training row that is held out too",
    code: lines(
      "const keysOf = ({x, y}: {x: tf.Tensor; y: tf.Tensor}) => tf.concat([x, y].map((side) => side.reshape([side.shape[0], -1])), 1).arraySync().map(String);",
      `const heldOut = ${patient.validation ? "keysOf(validation)" : "[] as string[]"};`,
      "const keys = keysOf(train);",
      "const kept = [...keys.keys()].filter((row) => keys.indexOf(keys[row]) === row && !heldOut.includes(keys[row]));",
      "const [uniqueX, uniqueY] = [train.x.gather(kept), train.y.gather(kept)];",
      ...(patient.validation
        ? [
            "const once = [...heldOut.keys()].filter((row) => heldOut.indexOf(heldOut[row]) === row);",
            "const [heldOutX, heldOutY] = [validation.x.gather(once), validation.y.gather(once)];",
          ]
        : []),
    ),
    rows: uniqueAgainst(patient),
  }),
];

const uniqueAgainst = ({validation}: Patient): RowChange => {
  const held = new Set(validation ? upTo(validation.rows).map((row) => keyOf(validation, row)) : []);
  return (rows, {part}) => {
    const seen = new Set(part === "train" ? held : []);
    return keeping(rows, (row) => {
      const key = keyOf(rows, row);
      return !seen.has(key) && Boolean(seen.add(key));
    });
  };
};

/** Neighbours that are asked, and the share of them that must name one other class for a label to be wrong. */
const asked = {neighbours: 15, share: 0.8};

/** Training rows left out whose neighbours nearly all have one other label (Wilson 1972, edited nearest neighbours). */
export const trustedRows: Remedy = (patient) => {
  if (patient.task !== "binary" && patient.task !== "multiclass")
    return {impossible: "wrong numbers cannot be told from rare ones; look at the rows that the finding names"};
  const {train, model, subject: own} = patient;
  const known = doubtful(train);
  // Rows that are those that were looked at need not be compared a second time.
  const doubtsOf = (rows: Split, subject: Case) => new Set(subject === own && rows.rows === train.rows ? known : doubtful(rows));
  return [
    {
      title: `training rows left out where ${100 * asked.share} % of the ${asked.neighbours} nearest rows have one other label`,
      change: change(
        "",
        lines(
          `const doubtful = ${JSON.stringify(known)};`,
          "const kept = Array.from({length: train.x.shape[0]}, (_, row) => row).filter((row) => !doubtful.includes(row));",
          "const [trustedX, trustedY] = [train.x.gather(kept), train.y.gather(kept)];",
        ),
      ),
      apply: (subject) =>
        withRows(subject, {
          model,
          change: (rows, {part}) => {
            if (part !== "train") return rows;
            const doubts = doubtsOf(rows, subject);
            return keeping(rows, (row) => !doubts.has(row));
          },
        }),
    },
  ];
};

/** Rows whose neighbours name another label. */
function doubtful(rows: Split): number[] {
  const [block, target] = [rows.x[0]!, rows.y[0]!];
  const {centres, deviations} = scaleOf(block);
  const values = Float64Array.from(
    block.values as Float32Array,
    (value, i) => (value - centres[i % block.size]!) / deviations[i % block.size]!,
  );
  const labels = upTo(rows.rows).map((row) => target.values.subarray(row * target.size, (row + 1) * target.size).join());
  const inputs = {values, columns: block.size};
  const near = nearest(inputs, {among: inputs, count: asked.neighbours});
  return upTo(rows.rows).filter((row) => {
    const votes = new Map<string, number>();
    for (let i = 0; i < asked.neighbours; i++) {
      const label = labels[near[row * asked.neighbours + i]!]!;
      votes.set(label, (votes.get(label) ?? 0) + 1);
    }
    const [top, count] = [...votes].reduce((a, b) => (b[1] > a[1] ? b : a));
    return top !== labels[row] && count >= asked.share * asked.neighbours;
  });
}

/** The columns that a finding names, left out of the inputs; of sequences the steps that hold them. */
export const dropColumns: Remedy = (patient) => {
  const {finding, train, model} = patient;
  const table = finding?.evidence.find((one) => one.kind === "table" && one.columns.includes("place"));
  const places = table?.kind === "table" ? table.rows.map((row) => Number(row[table.columns.indexOf("place")])) : [];
  const [block] = train.x as [Block];
  const [length, width] = [block.shape[0] ?? 1, block.size / (block.shape[0] ?? 1)];
  const gone = new Set(places.map((place) => Math.floor(place / width)));
  if (gone.size === 0 || gone.size >= length || train.x.length > 1 || block.shape.length > 2)
    return {impossible: "take the columns that the finding names out of the inputs, and out of the first layer's inputShape"};
  const kept = upTo(length).filter((step) => !gone.has(step));
  const shape = [kept.length, ...block.shape.slice(1)];
  const columns = kept.flatMap((step) => upTo(width).map((column) => step * width + column));
  const what =
    block.shape.length === 1
      ? places.map((place) => block.names[place] ?? `x${place + 1}`)
      : [`the steps ${[...gone].map((step) => step + 1).join(", ")}`];
  return [
    {
      title: `without ${what.join(", ")}`,
      change: change(
        `inputShape: ${literal(block.shape)}`,
        `inputShape: ${literal(shape)}\nconst kept = train.x.gather([${kept.join(", ")}], 1);`,
      ),
      apply: async (subject) =>
        withModel(await withRows(subject, {model, change: (rows) => ({...rows, x: [columnsOf(rows.x[0]!, {columns, shape})]})}), {
          layers: (layers) => layers.forEach(({entry: {config}}) => config.batchInputShape && (config.batchInputShape = [null, ...shape])),
        }),
    },
  ];
};

function columnsOf(block: Block, {columns: kept, shape}: {columns: readonly number[]; shape: readonly number[]}): Block {
  const rows = block.values.length / block.size;
  const values = new Float32Array(rows * kept.length);
  for (let row = 0; row < rows; row++)
    kept.forEach((column, j) => (values[row * kept.length + j] = block.values[row * block.size + column]!));
  return {...block, shape, size: kept.length, values, names: kept.map((column) => block.names[column] ?? `x${column + 1}`)};
}
