import {wrongInitialLoss} from "../../src/model/wrong-initial-loss.js";
import {tf} from "../../src/index.js";
import {classifier, regressor} from "../examples.js";
import {testCheck} from "../testCheck.js";

const wide = (stddev: number) => {
  const subject = classifier();
  const model = () => {
    const kernelInitializer = tf.initializers.randomNormal({stddev});
    const net = tf.sequential({
      layers: [
        tf.layers.dense({units: 16, activation: "relu", inputShape: [4], kernelInitializer}),
        tf.layers.dense({units: 3, activation: "softmax", kernelInitializer}),
      ],
    });
    net.compile({optimizer: "adam", loss: "categoricalCrossentropy"});
    return net;
  };
  return {...subject, model};
};

testCheck(wrongInitialLoss, {
  healthy: [
    {title: "Glorot's start, three classes", subject: () => classifier(), says: /a blind guess by the shares of the classes scores 1\.09/},
    ...[1, 2, 3, 4].map((seed) => ({
      title: `Glorot's start of a logistic net, seed ${seed}`,
      subject: () => ({...classifier({hidden: []}), seed}),
    })),
    {title: "He's start", subject: () => wide(Math.sqrt(2 / 4))},
    {title: "standardised targets", subject: () => regressor()},
    {title: "one class number a row", subject: () => classifier({labels: "integers", loss: "sparseCategoricalCrossentropy"})},
    {
      title: "targets far from 0 are a warning: their unit is to blame",
      subject: () => regressor({target: (value) => 50 + value}),
      verdicts: ["warn"],
    },
  ],
  sick: [{title: "weights of deviation 5", subject: () => wide(5), says: /started by the book at most [0-9.]+$/}],
});
