import {missingValidation} from "../../src/data/missing-validation.js";
import type {Case} from "../../src/index.js";
import {classifier, clusters, oneHot, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

const fresh = () => {
  const {x, y} = clusters({rows: 60, features: 4, classes: 3, seed: 99});
  return {x, y: oneHot(y, 3)};
};
const xor = () => {
  const x = Array.from({length: 200}, (_, row) => [row % 2, Math.floor(row / 2) % 2]);
  return table({x, y: x.map(([a, b]) => [a! ^ b!])});
};

testCheck(missingValidation, {
  healthy: [
    {
      title: "validation rows",
      subject: () => ({...classifier(), validation: fresh()}),
      says: /^60 validation rows are held out beside 240/,
    },
    {title: "test rows", subject: () => ({...classifier(), test: fresh()})},
    {title: "validationSplit", subject: () => ({...classifier(), fit: {epochs: 5, validationSplit: 0.2}}), says: /^48 validation rows/},
    {
      title: "fit's own validationData",
      subject: () => ({...classifier(), fit: {epochs: 5, validationData: [fresh().x, fresh().y]} as unknown as Case["fit"]}),
    },
    {title: "a recorded fit that was validated", subject: () => ({...classifier(), history: {loss: [1, 0.5], val_loss: [1, 0.6]}})},
    {title: "the four patterns of XOR", subject: xor, says: /too few to share/},
    {title: "thirty rows", subject: () => classifier({rows: 30})},
  ],
  sick: [{title: "nothing held out is a warning", subject: () => classifier(), verdicts: ["warn"], says: /^all 240 rows are learned from/}],
});
