import {tf} from "../../src/index.js";
import {overRegularised} from "../../src/training/over-regularised.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

const penalised = (l2: number) => ({
  ...regressor(),
  model: stack({each: {kernelRegularizer: tf.regularizers.l2({l2})}, last: {kernelRegularizer: tf.regularizers.l2({l2})}}),
});

testCheck(overRegularised, {
  healthy: [
    {title: "no penalty", subject: () => classifier(), says: /no layer has dropout, noise or a weight penalty/},
    {title: "a light penalty", subject: () => penalised(1e-4), says: /they do no harm/},
  ],
  sick: [{title: "a heavy penalty", subject: () => penalised(1), says: /without the penalty on/}],
});
