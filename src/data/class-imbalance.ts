import {check, type Block} from "../check.js";
import {percent} from "../math/digits.js";
import {wilson} from "../math/tests.js";
import {sources} from "../sources.js";

/** One class so common that the plain accuracy is high for naming nothing else. */
export const classImbalance = check(
  {
    name: "class-imbalance",
    stage: "data",
    symptom: "The accuracy is high from the first epoch, and rare classes are never predicted.",
    cause: "Some classes are many times rarer than others: always naming the common one scores well.",
    remedy:
      "Judge by balanced accuracy or by precision and recall of the rare class; train with classWeight, or draw rare rows more often.",
    source: {...sources.deepchecks, at: "Class Imbalance: a ratio of 0.1"},
    explains: ["ignored-class", "collapsed-predictions", "below-baseline", "ignores-inputs", "contradictory-metrics"],
    needs: ["train"],
    wants: ["network", "schedule"],
    tasks: ["binary", "multiclass"],
  },
  ({train, network, schedule}) => {
    const tally = tallyOf(train.y[0]!, train.rows);
    const [common, rare] = [Math.max(...tally.values()), Math.min(...tally.values())];
    const total = [...tally.values()].reduce((sum, count) => sum + count, 0);
    const [least] = wilson(common, {trials: common + rare});
    const weighed = schedule?.classWeight !== undefined;
    const other = network?.metrics.some((metric) => !/acc/i.test(metric)) ?? false;
    const unequal = tally.size > 1 && least > 10 / 11;
    return {
      verdict: unequal && !weighed && !other ? "warn" : "pass",
      summary: `the commonest class has ${percent(common / total)} of the rows, the rarest ${percent(rare / total)} (${rare} rows)${unequal ? (weighed ? ", weighed by classWeight" : "; expected no class ten times as common as another") : ""}`,
      evidence: unequal
        ? [
            {
              kind: "table",
              label: "rows of each class",
              columns: ["class", "rows", "share"],
              rows: [...tally]
                .sort((a, b) => b[1] - a[1])
                .slice(0, 30)
                .map(([label, count]) => [train.classes?.[label] ?? String(label), count, percent(count / total)]),
            },
          ]
        : [],
      certainty: "exact",
    };
  },
);

/** Rows of each class: of labels, or of the largest of each one-hot row. */
function tallyOf({values, size}: Block, rows: number): Map<number, number> {
  const tally = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    const part = values.subarray(row * size, (row + 1) * size);
    const label = size === 1 ? part[0]! : part.indexOf(Math.max(...part));
    tally.set(label, (tally.get(label) ?? 0) + 1);
  }
  return tally;
}
