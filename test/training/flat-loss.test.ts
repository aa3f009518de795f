import {flatLoss} from "../../src/training/flat-loss.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

const still = (value: number) => ({loss: Array.from({length: 12}, () => value)});

testCheck(flatLoss, {
  healthy: [
    {title: "a falling history alone", subject: () => ({history: {loss: [2, 1, 0.5, 0.4, 0.3, 0.29]}})},
    {title: "a history at its floor", subject: () => ({history: still(1e-5)})},
    {title: "a still history far below a constant answer", subject: () => ({...classifier(), history: still(0.01)})},
    {title: "too short a history alone", subject: () => ({history: {loss: [1, 1]}}), verdicts: ["unsure"], says: /at least 5/},
    {title: "a fit of our own", subject: () => classifier()},
    {title: "a regression", subject: () => regressor()},
  ],
  sick: [
    {title: "a history that does not move", subject: () => ({history: still(0.693)}), says: /moves by 0 % in 12 epochs/},
    {
      title: "a history at the loss of a constant answer",
      subject: () => ({...classifier(), history: {loss: Array.from({length: 12}, (_, i) => 1.12 - 0.001 * i)}}),
      says: /a constant answer costs 1\.0/,
    },
    {
      title: "weights that all start at zero behind relu",
      subject: () => ({
        ...regressor(),
        model: stack({hidden: [8, 8], each: {kernelInitializer: "zeros"}, last: {kernelInitializer: "zeros"}}),
      }),
    },
  ],
});
