import {tf} from "../../src/index.js";
import {deadUnits} from "../../src/training/dead-units.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";
import {testCheck} from "../testCheck.js";

const far = () => tf.initializers.constant({value: -1000});

/** Twenty units of which fifteen start where no row reaches them; the other five suffice. */
function mostlyDead(): tf.LayersModel {
  const model = stack({hidden: [20]})();
  const [kernel, , ...rest] = model.getWeights();
  const bias = tf.tensor1d(Array.from({length: 20}, (_, i) => (i < 15 ? -1000 : 0)));
  model.setWeights([kernel!, bias, ...rest]);
  bias.dispose();
  return model;
}

testCheck(deadUnits, {
  healthy: [
    {title: "a classifier", subject: () => classifier()},
    {title: "no relu at all", subject: () => regressor({hidden: []}), says: /no layer has units that can die/},
    {
      title: "three quarters dead, but the skill unharmed",
      subject: () => ({...regressor({epochs: 40}), model: mostlyDead}),
      says: /1[5-9] of 20 units/,
    },
  ],
  sick: [
    {
      title: "biases far below what any row gives",
      subject: () => ({...regressor(), model: stack({hidden: [16], each: {biasInitializer: far()}})}),
      says: /16 of 16 units/,
    },
  ],
});
