import {tf, type Case} from "../../src/index.js";
import {ignoresInputs} from "../../src/golden/ignores-inputs.js";
import {random} from "../../src/math/random.js";
import {classifier, normal, regressor, relabel} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

testCheck(ignoresInputs, {
  healthy: [
    {
      title: "a classifier",
      subject: () => classifier(),
      says: /^zeros in place of the inputs raise the loss of steps \d+ to \d+ by 0\.\d+/,
    },
    {title: "a regression", subject: () => regressor()},
    {title: "a weak signal", subject: () => regressor({rows: 800, noise: 1.5, hidden: [8]}), verdicts: ["pass", "unsure"]},
    {title: "too few rows to hold any out", subject: () => regressor({rows: 30}), verdicts: ["unsure"]},
    {title: "a rate so high that nothing is finite", subject: () => regressor({optimizer: () => tf.train.sgd(1e6)}), verdicts: ["unsure"]},
  ],
  sick: [
    {
      title: "inputs multiplied by almost nothing",
      subject: drowned,
      says: /by -?0\.0\d\d of what there is to learn \(more than 0\.05 is expected\)/,
    },
    {title: "targets that have nothing to do with the inputs", subject: () => noise()},
    {
      title: "a tower of sigmoids that does not begin to learn",
      subject: () => ({
        ...regressor(),
        model: stack({hidden: [8, 8, 8, 8, 8, 8, 8], each: {activation: "sigmoid"}, optimizer: () => tf.train.sgd(0.05)}),
      }),
    },
  ],
});

function drowned(): Case {
  const subject = regressor();
  const {x, y} = subject.train as unknown as {x: number[][]; y: number[][]};
  return {...subject, train: {x: x.map((row) => row.map((value) => value * 1e-6)), y}};
}

/** One linear layer, which cannot learn noise by heart. */
function noise(): Case {
  const draw = random(5);
  return {...relabel(regressor({rows: 600}), () => [normal(draw)]), model: stack({hidden: []})};
}
