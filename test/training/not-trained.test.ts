import {tf, type Case} from "../../src/index.js";
import {notTrained} from "../../src/training/not-trained.js";
import {classifier, rowsIn} from "../examples.js";
import {testCheck} from "../testCheck.js";

const build = classifier().model as () => tf.LayersModel;

/** One step of training by hand, so that the example needs no promise: every weight moves. */
function stepped(model: tf.LayersModel): tf.LayersModel {
  model.setWeights(model.getWeights().map((weight) => weight.add(0.01)));
  return model;
}

const copyOf = (model: tf.LayersModel): tf.LayersModel => {
  const copy = build();
  copy.setWeights(model.getWeights());
  return copy;
};

const judged = (trained: tf.LayersModel, more: Partial<Case> = {}): Partial<Case> => ({...classifier(), trained, ...more});

testCheck(notTrained, {
  healthy: [
    {title: "no trained model is given", subject: () => classifier()},
    {
      title: "weights that were learned elsewhere, without biases",
      subject: () => {
        const model = build();
        model.setWeights(model.getWeights().map((weight) => (weight.rank > 1 ? weight.mul(3) : weight)));
        return judged(model);
      },
      says: /dense 1.kernel is beyond any start/,
    },
    {title: "a model after a step", subject: () => judged(stepped(build())), says: /2 of 2 biases/},
    {
      title: "the trained model given as both",
      subject: () => {
        const model = stepped(build());
        return judged(model, {model});
      },
    },
    {
      title: "the trained model loaded twice is a warning",
      subject: () => {
        const model = stepped(build());
        return judged(copyOf(model), {model});
      },
      verdicts: ["warn"],
    },
    {title: "a recorded rate that falls", subject: () => ({history: {loss: [2, 1], lr: [0.1, 0.01]}}), verdicts: ["skip"]},
  ],
  sick: [
    {title: "a model as it was made", subject: () => judged(build()), says: /all 2 biases .* exactly as at the start \(0\)/},
    {
      title: "a copy of the untrained model",
      subject: () => {
        const model = build();
        return judged(copyOf(model), {model});
      },
      says: /those of the untrained model/,
    },
    {title: "a learning rate of 0", subject: () => classifier({optimizer: () => tf.train.sgd(0)}), says: /the learning rate is 0,/},
    {title: "a recorded rate of 0", subject: () => ({history: {loss: [2, 2], lr: [0, 0]}}), says: /in every epoch/},
    {
      title: "a step upwards",
      subject: () => ({...classifier({optimizer: () => tf.train.sgd(-0.1)}), train: rowsIn(classifier())}),
      says: /is -0\.1/,
    },
  ],
});
