import type {Block, Network, Split} from "../check.js";
import {change} from "./code.js";
import {mapped, withRows} from "./rows.js";
import type {Proposal, Remedy} from "./treatment.js";

/** Centre and deviation of each component of a row; components that share them have the same ones. */
interface Scale {
  centres: readonly number[];
  deviations: readonly number[];
}

/** Inputs of mean 0 and deviation 1, as the training rows have them: each column of a table, each component of a step, all pixels of an image alike (LeCun et al. 2012, section 4.3). */
export const scaleInputs: Remedy = ({model, network, train}) => {
  const scaled = train.x.map((_, i) => !feedsEmbedding(network, i));
  if (!scaled.some(Boolean)) return {impossible: "the inputs are ids, which are not to be scaled"};
  return [
    {
      title: "inputs of mean 0 and deviation 1 by the training rows",
      change: change("", scalingCode("x")),
      apply: (subject) =>
        withRows(subject, {
          model,
          change: (rows, {train: learned}) => ({
            ...rows,
            x: rows.x.map((block, i) => (scaled[i] ? standardised(block, scaleOf(learned.x[i]!)) : block)),
          }),
        }),
    },
  ];
};

/** Targets of mean 0 and deviation 1, as the training rows have them: predictions times the deviation plus the mean are in the old units. */
export const scaleTargets: Remedy = ({model, task}) => {
  if (task !== "regression" && task !== "forecast") return {impossible: `targets of the task ${task} are not to be scaled`};
  return [scaledTargets(model)];
};

/** {@link scaleTargets} as one proposal. */
export const scaledTargets = (model: Parameters<typeof withRows>[1]["model"]): Proposal => ({
  title: "targets of mean 0 and deviation 1 by the training rows",
  change: change("", `${scalingCode("y")}\nconst inOldUnits = (answers: tf.Tensor) => answers.mul(unit).add(mid);`),
  apply: (subject) =>
    withRows(subject, {
      model,
      change: (rows, {train}) => ({...rows, y: rows.y.map((block, i) => standardised(block, scaleOf(train.y[i]!)))}),
    }),
});

/** Held-out inputs moved and stretched so that each component has the training rows' mean and deviation: what a preparation by other figures has done is undone. */
export const matchInputs: Remedy = ({model, validation}) => {
  if (!validation) return {impossible: "no held-out rows are given"};
  return [
    {
      title: "held-out inputs with the training rows' mean and deviation",
      change: change("", matchingCode),
      apply: (subject) => withRows(subject, {model, change: (rows, {part, train}) => (part === "train" ? rows : matched(rows, train))}),
    },
  ];
};

const matched = (rows: Split, train: Split): Split => ({
  ...rows,
  x: rows.x.map((block, i) => {
    const [own, theirs] = [scaleOf(block), scaleOf(train.x[i]!)];
    return mapped(standardised(block, own), (value, {column}) => value * theirs.deviations[column]! + theirs.centres[column]!);
  }),
});

const matchingCode = [
  "const [own, theirs] = [tf.moments(validation.x, 0), tf.moments(train.x, 0)];",
  "const matched = validation.x.sub(own.mean).div(own.variance.sqrt()).mul(theirs.variance.sqrt()).add(theirs.mean);",
].join("\n");

/** Code that scales a side by its training rows; what it names for targets has names of its own. */
function scalingCode(side: "x" | "y"): string {
  const [mean, variance, deviation, scaled] =
    side === "x" ? ["mean", "variance", "deviation", "scaled"] : ["mid", "spread", "unit", "targets"];
  return [
    `const {mean${mean === "mean" ? "" : `: ${mean}`}, variance${variance === "variance" ? "" : `: ${variance}`}} = tf.moments(train.${side}, 0);`,
    `const ${deviation} = tf.where(${variance}.greater(0), ${variance}.sqrt(), tf.onesLike(${variance}));`,
    `const ${scaled} = train.${side}.sub(${mean}).div(${deviation});`,
  ].join("\n");
}

/** Mean and deviation of the finite values of each component; 1 for the deviation of one that does not vary. */
export function scaleOf({values, size, shape}: Block): Scale {
  const last = shape.at(-1) ?? 1;
  const width = shape.length > 2 ? 1 : shape.length === 2 ? last : size;
  const [sums, squares, counts] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)];
  const each = (take: (value: number, at: number) => void) =>
    values.forEach((value: number, i: number) => Number.isFinite(value) && take(value, i % width));
  each((value, at) => {
    sums[at]! += value;
    counts[at]! += 1;
  });
  const centres = Array.from(sums, (sum, at) => (counts[at] ? sum / counts[at]! : 0));
  each((value, at) => (squares[at]! += (value - centres[at]!) ** 2));
  const deviations = Array.from(squares, (sum, at) => Math.sqrt(sum / Math.max(1, counts[at]!)) || 1);
  return {
    centres: Array.from({length: size}, (_, i) => centres[i % width]!),
    deviations: Array.from({length: size}, (_, i) => deviations[i % width]!),
  };
}

const standardised = (block: Block, {centres, deviations}: Scale): Block =>
  mapped(block, (value, {column}) => (value - centres[column]!) / deviations[column]!);

const feedsEmbedding = ({layers, inputs}: Network, index: number): boolean =>
  layers.some(({kind, inbound, name}) => kind === "Embedding" && (inbound.includes(inputs[index]!.name) || layers[0]!.name === name));
