import type {Block} from "../check.js";
import {upTo} from "../trial/sample-rows.js";
import {change, literal} from "./code.js";
import {withModel} from "./rebuild.js";
import {withRows} from "./rows.js";
import type {Remedy} from "./treatment.js";

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
