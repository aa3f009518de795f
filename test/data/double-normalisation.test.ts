import {doubleNormalisation} from "../../src/data/double-normalisation.js";
import {tf, type Case} from "../../src/index.js";
import {classifier, normal, rowsIn, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

const pixels = (scale: (value: number) => number, {first = []}: {first?: tf.layers.Layer[]} = {}) =>
  table({
    x: rowsOf(80, {columns: Array.from({length: 16}, () => (draw: () => number) => scale(Math.floor(256 * draw())))}),
    y: rowsOf(80, {columns: [(draw) => draw()]}),
    first,
  });
const unit = (value: number) => value / 255;
const both = (value: number) => value / 127.5 - 1;
const rescaling = () => (tf.layers as unknown as {rescaling(options: object): tf.layers.Layer}).rescaling({scale: 1 / 255});

/** A classifier's case with inputs of mean 0 and deviation `size`. */
const standardised = (size: number): Case => {
  const subject = classifier();
  const {x, y} = rowsIn(subject);
  const figures = x[0]!.map((_, j) => {
    const column = x.map((row) => row[j]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    return {mean, deviation: Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length)};
  });
  return {...subject, train: {x: x.map((row) => row.map((value, j) => (size * (value - figures[j]!.mean)) / figures[j]!.deviation)), y}};
};
/** Daily returns of three shares: near 0 and small by nature. */
const returns = () =>
  table({
    x: rowsOf(200, {columns: [0.01, 0.012, 0.009].map((size) => (draw: () => number) => 0.0003 + size * normal(draw))}),
    y: rowsOf(200, {columns: [normal]}),
  });

testCheck(doubleNormalisation, {
  healthy: [
    {title: "pixels divided by 255", subject: () => pixels(unit)},
    {title: "pixels in ± 1", subject: () => pixels(both)},
    {title: "raw pixels are another illness", subject: () => pixels((value) => value)},
    {title: "raw pixels behind a Rescaling layer", subject: () => pixels((value) => value, {first: [rescaling()]})},
    {title: "standardised inputs", subject: () => standardised(1)},
    {title: "standardised twice, which changes nothing", subject: () => standardised(1)},
    {
      title: "inputs of 0 and 1",
      subject: () => table({x: rowsOf(60, {columns: [(draw) => Number(draw() < 0.5)]}), y: rowsOf(60, {columns: [normal]})}),
    },
    {title: "small inputs before batch normalisation", subject: () => ({...standardised(1 / 255), ...normalised()})},
    {title: "values that are small by nature are a warning", subject: returns, verdicts: ["warn"]},
  ],
  sick: [
    {title: "pixels divided by 255 twice", subject: () => pixels((value) => unit(unit(value))), says: /between 0 and 0\.0039/},
    {title: "pixels brought to ± 1 twice", subject: () => pixels((value) => both(both(value)))},
    {title: "pixels divided by 255, then brought to ± 1", subject: () => pixels((value) => both(unit(value)))},
    {
      title: "divided pixels behind a Rescaling layer",
      subject: () => pixels(unit, {first: [rescaling()]}),
      says: /Rescaling layer multiplies by 0\.003922/,
    },
    {title: "standardised inputs divided by 255", subject: () => standardised(1 / 255), says: /divided by about 255/},
  ],
});

function normalised(): Pick<Case, "model"> {
  return {
    model: () => {
      const model = tf.sequential({
        layers: [
          tf.layers.batchNormalization({inputShape: [4]}),
          tf.layers.dense({units: 8, activation: "relu"}),
          tf.layers.dense({units: 3, activation: "softmax"}),
        ],
      });
      model.compile({optimizer: tf.train.adam(0.01), loss: "categoricalCrossentropy"});
      return model;
    },
  };
}
