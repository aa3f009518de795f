import {check, notLearning, type Block, type Split} from "../check.js";
import {counted} from "../math/digits.js";
import {sources} from "../sources.js";

/** A block of a split that holds NaN or infinity. */
interface Spot {
  where: string;
  nans: number;
  infinities: number;
  rows: number;
  /** The first row and component, such as `row 17, x3`. */
  first: string;
  values: number;
}

/** One NaN or infinity makes the loss NaN, then every weight. */
export const nonFiniteValues = check(
  {
    name: "non-finite-values",
    stage: "data",
    symptom: "The loss is NaN from some step on, and stays so.",
    cause: "A NaN or an infinity in the data passes through the loss into the gradient and from there into every weight.",
    remedy:
      "Drop these rows or fill these values, with statistics of the training rows; look for a division by zero, a logarithm of zero or an empty field.",
    source: {...sources.deepChecker, at: "checks of features and labels"},
    explains: [...notLearning, "learns-shuffled-labels", "too-few-steps", "learning-rate-too-high", "learning-rate-too-low"],
    needs: ["train"],
    wants: ["validation", "test"],
  },
  ({train, validation, test}) => {
    const splits = Object.entries({train, validation, test}).flatMap(([name, split]) => (split ? [{name, split}] : []));
    const spots = splits.flatMap(inSplit);
    const bad = spots.filter(({nans, infinities}) => nans + infinities > 0);
    const values = spots.reduce((sum, spot) => sum + spot.values, 0);
    const found = bad.reduce((sum, {nans, infinities}) => sum + nans + infinities, 0);
    return {
      verdict: found ? "fail" : "pass",
      summary: found
        ? `${found} of ${counted(values, "value")} ${found === 1 ? "is" : "are"} NaN or infinite, the first in ${bad[0]!.where}, ${bad[0]!.first}; expected none`
        : `all ${values} values are finite`,
      evidence: found
        ? [
            {
              kind: "table",
              label: "values that are not finite",
              columns: ["where", "NaN", "infinite", "rows", "first"],
              rows: bad.map(({where, nans, infinities, rows, first}) => [where, nans, infinities, rows, first]),
            },
          ]
        : [],
      certainty: "exact",
    };
  },
);

function inSplit({name, split}: {name: string; split: Split}): Spot[] {
  const several = split.x.length + split.y.length > 2;
  const spot = (side: string) => (block: Block) => inBlock(block, several ? `${name}.${side} (${block.name})` : `${name}.${side}`);
  return [...split.x.map(spot("x")), ...split.y.map(spot("y"))];
}

function inBlock({values, size, names}: Block, where: string): Spot {
  const rows = new Set<number>();
  let nans = 0;
  let infinities = 0;
  let first = "";
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    if (Number.isNaN(values[i])) nans++;
    else infinities++;
    if (!first) first = `row ${Math.floor(i / size)}${size > 1 ? `, ${names[i % size] ?? `value ${i % size}`}` : ""}`;
    rows.add(Math.floor(i / size));
  }
  return {where, nans, infinities, rows: rows.size, first, values: values.length};
}
