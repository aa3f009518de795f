import {tf, type Case} from "../../src/index.js";
import {unmaskedPadding} from "../../src/data/unmasked-padding.js";
import {random} from "../../src/math/random.js";
import {classifier, normal} from "../examples.js";
import {testCheck} from "../testCheck.js";

interface Options {
  steps?: number;
  place?: "behind" | "front";
  filler?: number;
  /** Shortest and longest sequence. */
  lengths?: readonly [number, number];
  first?: () => tf.layers.Layer[];
  recurrent?: (options: {inputShape: number[]}) => tf.layers.Layer;
}

const lstm = (options: object) => tf.layers.lstm({units: 8, ...options});

/** Sequences whose sum is asked for, filled up to one length. */
function sequences({steps = 40, place = "behind", filler = 0, lengths = [4, 10], first, recurrent = lstm}: Options = {}): Case {
  const draw = random(3);
  const rows = Array.from({length: 120}, () => {
    const data = Array.from({length: lengths[0] + Math.floor(draw() * (lengths[1] - lengths[0] + 1))}, () => normal(draw));
    const fill = new Array<number>(steps - data.length).fill(filler);
    return {x: (place === "behind" ? [...data, ...fill] : [...fill, ...data]).map((value) => [value]), y: [Number(data[0]! > 0)]};
  });
  return {
    model: () => {
      const layers = [
        ...(first?.() ?? []),
        recurrent(first ? ({} as never) : {inputShape: [steps, 1]}),
        tf.layers.dense({units: 1, activation: "sigmoid"}),
      ];
      const model = tf.sequential({layers});
      model.compile({optimizer: "adam", loss: "binaryCrossentropy"});
      return model;
    },
    train: {x: rows.map(({x}) => x), y: rows.map(({y}) => y)},
  };
}

/** Token ids that are filled up with 0. */
function tokens(maskZero: boolean): Case {
  const draw = random(4);
  const ids = Array.from({length: 120}, () => Array.from({length: 4 + Math.floor(draw() * 6)}, () => 1 + Math.floor(draw() * 19)));
  return {
    model: () => {
      const layers = [
        tf.layers.embedding({inputDim: 20, outputDim: 8, maskZero, inputLength: 50}),
        lstm({}),
        tf.layers.dense({units: 1, activation: "sigmoid"}),
      ];
      const model = tf.sequential({layers});
      model.compile({optimizer: "adam", loss: "binaryCrossentropy"});
      return model;
    },
    train: {x: ids.map((row) => [...row, ...new Array<number>(50 - row.length).fill(0)]), y: ids.map((row) => [Number(row[0]! > 10)])},
  };
}

testCheck(unmaskedPadding, {
  healthy: [
    {title: "no sequences", subject: () => classifier()},
    {title: "full sequences", subject: () => sequences({lengths: [40, 40]})},
    {title: "sequences that all end with equal numbers by chance", subject: () => sequences({lengths: [37, 38]})},
    {title: "padding in front", subject: () => sequences({place: "front"})},
    {title: "padding behind a mask", subject: () => sequences({first: () => [tf.layers.masking({maskValue: 0, inputShape: [40, 1]})]})},
    {title: "an embedding that masks 0", subject: () => tokens(true)},
    {
      title: "a convolution, which has no state to forget",
      subject: () =>
        sequences({
          first: () => [tf.layers.conv1d({filters: 4, kernelSize: 3, inputShape: [40, 1]})],
          recurrent: () => tf.layers.globalMaxPooling1d({}),
        }),
    },
    {
      title: "a few steps of padding are a warning",
      subject: () => sequences({steps: 12, lengths: [8, 12]}),
      verdicts: ["warn"],
    },
  ],
  sick: [
    {title: "zeros behind an LSTM's data", subject: () => sequences(), says: /of the 40 steps that lstm( 1)? reads without a mask/},
    {
      title: "-1 behind a GRU's data",
      subject: () => sequences({filler: -1, recurrent: (options) => tf.layers.gru({units: 8, ...options})}),
    },
    {title: "token 0 behind the ids", subject: () => tokens(false)},
  ],
});
