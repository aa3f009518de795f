import type {Block} from "../check.js";
import {extent} from "../math/stats.js";
import {entryOf} from "../trial/entry.js";
import {change} from "./code.js";
import {edited} from "./edit.js";
import {mapped, withRows} from "./rows.js";
import {together, type Patient, type Proposal, type Remedy} from "./treatment.js";

/** An embedding of an input, and the ids of all parts that it is asked for. */
interface Lookup {
  input: number;
  layer: string;
  size: number;
  low: number;
  high: number;
  whole: boolean;
}

/** As many rows in the embedding as there are ids; ids counted from 0 where that is all they lack. */
export const coverIds: Remedy = (patient) => {
  const bad = lookups(patient).filter(({low, high, size, whole}) => !whole || low < 0 || high >= size);
  if (bad.length === 0) return {impossible: "no embedding is asked for ids that it lacks: see which layer the finding names"};
  if (bad.some(({whole}) => !whole))
    return {impossible: "the inputs are no ids: take the embedding away, or give it the ids that the inputs stand for"};
  const counted = bad.filter(({low, high, size}) => low > 0 && high - low < size);
  if (bad.some(({low, high}) => high - Math.min(0, low) >= mostIds)) return tooMany;
  if (bad.some(({low}) => low < 0)) {
    const rows = larger(
      patient,
      bad.map((one) => ({...one, low: 0, high: one.high - one.low})),
    );
    return [together(`ids counted from 0, ${rows.title}`, [fromZero(patient, bad), rows])];
  }
  return [...(counted.length === bad.length ? [fromZero(patient, bad)] : []), larger(patient, bad)];
};

/** Rows that an embedding may reasonably have: larger ids are hashes, or no ids. */
const mostIds = 1_000_000;

const tooMany = {impossible: "the ids are too large for an embedding: number the words by a vocabulary first"};

function lookups({train, validation, splitOff, test, network}: Patient): Lookup[] {
  const parts = [train, validation, splitOff, test].filter((one) => one !== undefined);
  return train.x.flatMap((block, input) =>
    entryOf(network, network.inputs[input]?.name ?? block.name)
      .layers.filter(({kind}) => kind === "Embedding")
      .map(({name, config}) => {
        const ids = parts.map(({x}) => x[input]!.values);
        const ends = ids.map((values) => extent(values));
        return {
          input,
          layer: name,
          size: Number(config.inputDim ?? config.input_dim),
          low: Math.min(...ends.map(([low]) => low)),
          high: Math.max(...ends.map(([, high]) => high)),
          whole: ids.every((values) => values.every((id: number) => Number.isInteger(id))),
        };
      }),
  );
}

/** Embeddings with a row for each id; those of other inputs as they are. */
function larger(patient: Patient, bad: readonly Lookup[]): Proposal {
  const size = Math.max(...bad.map(({high}) => high)) + 1;
  const short = Math.min(...bad.map((one) => one.size));
  return edited(patient, {
    title: `an embedding of ${size} rows`,
    edit: (layers) => {
      for (const {entry} of layers)
        if (entry.className === "Embedding" && Number(entry.config.inputDim) < size && Number(entry.config.inputDim) >= short)
          entry.config.inputDim = size;
    },
  });
}

/** Ids counted from 0. */
function fromZero(patient: Patient, bad: readonly Lookup[]): Proposal {
  const lows = new Map(bad.map(({input, low}) => [input, low] as const));
  const code = bad.map(
    ({input, low}, i) => `const ids${i || ""} = ${patient.train.x.length > 1 ? `train.x[${input}]` : "train.x"}.sub(${low});`,
  );
  return {
    title: "ids counted from 0",
    change: change("", code.join("\n")),
    apply: (subject) =>
      withRows(subject, {model: patient.model, change: (rows) => ({...rows, x: rows.x.map((block, i) => shifted(block, lows.get(i)))})}),
  };
}

const shifted = (block: Block, low: number | undefined): Block => (low ? mapped(block, (value) => value - low) : block);
