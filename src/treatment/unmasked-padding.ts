import type {Block} from "../check.js";
import {padding, tailOf, turned} from "../trial/padding.js";
import {upTo} from "../trial/sample-rows.js";
import {change, literal} from "./code.js";
import {canInsert, insert} from "./insert.js";
import {edited} from "./edit.js";
import {layersOf, type Entry, type Placed} from "./rebuild.js";
import {withRows} from "./rows.js";
import type {Patient, Proposal, Remedy} from "./treatment.js";

const isRecurrent = ({entry}: Placed): boolean => /LSTM|GRU|RNN|Bidirectional/.test(entry.className);
const isEmbedding = ({entry}: Placed): boolean => entry.className === "Embedding";

/** A mask over the padding, or the padding in front of the data. */
export const mask: Remedy = (patient) => {
  const padded = patient.train.x.flatMap((block, input) => {
    const filler = block.shape.length > 0 && block.shape.length < 3 ? padding(block) : undefined;
    return filler && block.shape[0]! > 1 ? [{input, filler}] : [];
  });
  if (padded.length === 0) return {impossible: "no constant is seen that fills the sequences up: put it in front of the data, or mask it"};
  return [...masks(patient, padded[0]!.filler[0]!), ...inFront(patient, padded)];
};

/** The mask, where the layers allow one. */
function masks(patient: Patient, value: number): Proposal[] {
  const layers = layersOf(patient.model);
  if (layers.some(isEmbedding))
    return value === 0
      ? [
          edited(patient, {
            title: "the embedding masks zeros",
            edit: (all) => all.filter(isEmbedding).forEach(({entry}) => (entry.config.maskZero = true)),
          }),
        ]
      : [];
  const first = layers.find(isRecurrent);
  if (!first || !canInsert(first, "before")) return [];
  const layer = (name: string): Entry => ({className: "Masking", config: {name, maskValue: value, trainable: true}});
  return [
    edited(patient, {
      title: `a mask of ${literal(value)} before the recurrent layer`,
      edit: (all) => {
        const place = all.find(isRecurrent)!;
        insert(place, {where: "before", entry: layer(`${place.entry.config.name}_mask`)});
      },
    }),
  ];
}

/** Rows with the padding in front of the data. */
function inFront({model, train}: Patient, padded: readonly {input: number; filler: ArrayLike<number>}[]): Proposal[] {
  const fillers = new Map(padded.map(({input, filler}) => [input, filler] as const));
  const {input, filler} = padded[0]!;
  const place = train.x.length > 1 ? `train.x[${input}]` : "train.x";
  const isFlat = train.x[input]!.shape.length === 1;
  return [
    {
      title: "the padding in front of the data",
      change: change(
        "",
        [
          `const isPadding = (step: ${isFlat ? "number" : "number[]"}) => ${isFlat ? "step" : "step[0]"} === ${literal(filler[0])};`,
          `const rows = ${place}.arraySync() as ${isFlat ? "number[][]" : "number[][][]"};`,
          "const turned = rows.map((row) => {",
          "  const end = 1 + row.findLastIndex((step) => !isPadding(step));",
          "  return [...row.slice(end), ...row.slice(0, end)];",
          "});",
        ].join("\n"),
      ),
      apply: (subject) =>
        withRows(subject, {
          model,
          change: (rows) => ({...rows, x: rows.x.map((block, i) => (fillers.has(i) ? withTailsInFront(block, fillers.get(i)!) : block))}),
        }),
    },
  ];
}

function withTailsInFront(block: Block, filler: ArrayLike<number>): Block {
  const tails = upTo(block.values.length / block.size).map((row) => tailOf(block, {row, filler}));
  return turned(block, tails);
}
