import {driftedSplit} from "../../src/data/drifted-split.js";
import {clusters, classifier, oneHot} from "../examples.js";
import {testCheck} from "../testCheck.js";

const held = (change: (value: number, column: number) => number) => () => {
  const {x, y} = clusters({rows: 80, features: 4, classes: 3, seed: 99});
  return {...classifier(), validation: {x: x.map((row) => row.map(change)), y: oneHot(y, 3)}};
};

testCheck(driftedSplit, {
  healthy: [
    {title: "rows of the same kind", subject: held((value) => value)},
    {title: "a small shift", subject: held((value) => value + 0.3)},
    {title: "nothing held out", subject: () => classifier(), verdicts: ["skip"]},
  ],
  sick: [
    {
      title: "scaled to 0 to 1",
      subject: held((value) => (value + 3) / 7),
      says: /^100 % of the inputs differ between training and validation/,
    },
    {title: "raw units", subject: held((value) => 40 + 10 * value)},
    {
      title: "one input of four moved is a warning",
      subject: held((value, column) => (column === 2 ? value + 5 : value)),
      verdicts: ["warn"],
      says: /^25 %.*x3/,
    },
  ],
});
