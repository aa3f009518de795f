import {wrongLabelsEncoding} from "../../src/model/wrong-labels-encoding.js";
import {classifier, oneHot, regressor, relabel, rowsIn} from "../examples.js";
import {paddedSteps} from "./layers.js";
import {testCheck} from "../testCheck.js";

const sparse = {labels: "integers", loss: "sparseCategoricalCrossentropy"} as const;
const two = () => classifier({classes: 2, units: 1, activation: "sigmoid", loss: "binaryCrossentropy"});

testCheck(wrongLabelsEncoding, {
  healthy: [
    {title: "one-hot rows", subject: () => classifier()},
    {title: "integers from 0 for the sparse loss", subject: () => classifier(sparse)},
    {
      title: "integers of rank 1 for the sparse loss",
      subject: () => ({...classifier(sparse), train: {x: rowsIn(classifier(sparse)).x, y: rowsIn(classifier(sparse)).y.flat()}}),
    },
    {title: "0 and 1 for one sigmoid", subject: two},
    {title: "soft labels that sum to 1", subject: () => relabel(classifier(), (row) => row.map((value) => 0.9 * value + 0.1 / 3))},
    {title: "smoothed labels for one sigmoid", subject: () => relabel(two(), ([label]) => [0.05 + 0.9 * label!])},
    {title: "steps without a label in a sequence, being padding", subject: paddedSteps},
    {title: "numbers", subject: () => regressor()},
    {title: "more units than classes that occur", subject: () => classifier({...sparse, units: 5})},
  ],
  sick: [
    {
      title: "integers from 1",
      subject: () => relabel(classifier(sparse), ([label]) => [label! + 1]),
      says: /^labels run from 1 to 3; 3 units expect 0 to 2, and the 3\d % of rows/,
    },
    {title: "labels scaled to 0, 0.5, 1", subject: () => relabel(classifier(sparse), ([label]) => [label! / 2]), says: /not whole numbers/},
    {title: "integers for categoricalCrossentropy", subject: () => classifier({labels: "integers"}), says: /fit refuses/},
    {
      title: "one-hot rows for the sparse loss",
      subject: () => classifier({loss: "sparseCategoricalCrossentropy"}),
      says: /one integer a row/,
    },
    {
      title: "three classes on one sigmoid",
      subject: () => classifier({classes: 3, units: 1, activation: "sigmoid", loss: "binaryCrossentropy"}),
      says: /labels are 0, 1, 2/,
    },
    {title: "-1 and 1 for binaryCrossentropy", subject: () => relabel(two(), ([label]) => [2 * label! - 1]), says: /map them to 0 and 1/},
    {
      title: "0 and 1 for hinge",
      subject: () => classifier({classes: 2, units: 1, activation: "tanh", loss: "hinge"}),
      says: /expects -1 and 1/,
    },
    {title: "rows without a class", subject: () => relabel(classifier(), (row) => (row[2] ? [0, 0, 0] : row)), says: /hold no 1/},
    {
      title: "rows of four for three units",
      subject: () => relabel(classifier(), (_, __, row) => oneHot([row % 4], 4)[0]!),
      says: /4 values a row, the output 3 units/,
    },
  ],
});
