import {tf} from "../../src/index.js";
import {dropoutOnOutput} from "../../src/model/dropout-on-output.js";
import {classifier} from "../examples.js";
import {testCheck} from "../testCheck.js";
import {dense, withLayers} from "./layers.js";

testCheck(dropoutOnOutput, {
  healthy: [
    {title: "no dropout", subject: () => classifier()},
    {
      title: "dropout between hidden layers",
      subject: () => withLayers(() => [dense(16, "relu"), tf.layers.dropout({rate: 0.5}), dense(3, "softmax")]),
    },
    {title: "a dropout of 0", subject: () => withLayers(() => [dense(16, "relu"), dense(3, "softmax"), tf.layers.dropout({rate: 0})])},
  ],
  sick: [
    {
      title: "dropout as the last layer",
      subject: () => withLayers(() => [dense(16, "relu"), dense(3, "softmax"), tf.layers.dropout({rate: 0.5})]),
      says: /drops 50 % of the output/,
    },
    {
      title: "dropout before a softmax of its own",
      subject: () => withLayers(() => [dense(16, "relu"), dense(3), tf.layers.dropout({rate: 0.2}), tf.layers.softmax()]),
      says: /drops 20 %/,
    },
  ],
});
