import {probabilitiesFromLogits} from "../../src/model/probabilities-from-logits.js";
import {tf} from "../../src/index.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** tf's own losses want a function; `compile` takes it where its type says a string. */
const fromLogits = {loss: tf.losses.softmaxCrossEntropy as unknown as string};

testCheck(probabilitiesFromLogits, {
  healthy: [
    {title: "one softmax", subject: () => classifier()},
    {title: "a softmax in a layer of its own", subject: () => classifier({activation: "linear", after: ["softmax"]})},
    {title: "a linear output for a loss on scores", subject: () => classifier({activation: "linear", ...fromLogits})},
    {title: "a linear output for numbers", subject: () => regressor()},
  ],
  sick: [
    {title: "no activation under categoricalCrossentropy", subject: () => classifier({activation: "linear"}), says: /lie outside 0 to 1/},
    {
      title: "no activation under binaryCrossentropy",
      subject: () => classifier({classes: 2, units: 1, activation: "linear", loss: "binaryCrossentropy"}),
    },
    {title: "two softmaxes", subject: () => classifier({after: ["softmax"]}), says: /no class can get more than 0\.5761 of 3 classes/},
    {title: "a softmax for a loss on scores", subject: () => classifier(fromLogits), says: /applies the softmax itself/},
  ],
});
