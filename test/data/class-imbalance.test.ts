import {classImbalance} from "../../src/data/class-imbalance.js";
import {classifier, oneHot, regressor, relabel} from "../examples.js";
import {testCheck} from "../testCheck.js";

const rare = (every: number) => relabel(classifier({classes: 2}), (_, __, row) => oneHot([Number(row % every === 0)], 2)[0]!);

testCheck(classImbalance, {
  healthy: [
    {title: "equal classes", subject: () => classifier()},
    {title: "one in five", subject: () => rare(5)},
    {title: "one in thirty, weighed", subject: () => ({...rare(30), fit: {epochs: 2, classWeight: {0: 1, 1: 29}}})},
    {title: "numbers", subject: regressor, verdicts: ["skip"]},
  ],
  sick: [
    {
      title: "one in thirty",
      subject: () => rare(30),
      verdicts: ["warn"],
      says: /^the commonest class has 97 % of the rows, the rarest 3.3 % \(8 rows\)/,
    },
  ],
});
