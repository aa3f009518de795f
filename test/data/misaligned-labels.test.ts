import {misalignedLabels} from "../../src/data/misaligned-labels.js";
import {permutation, random} from "../../src/math/random.js";
import type {Case} from "../../src/index.js";
import {classifier, clusters, oneHot, regressor, rowsIn, rowsOf, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

const dealt = <T>(list: readonly T[]): T[] => permutation(list.length, random(4)).map((i) => list[i]!);
const relabelled = (subject: Case, change: (labels: number[][]) => number[][]): Case => {
  const {x, y} = rowsIn(subject);
  return {...subject, train: {x, y: change(y)}};
};
const held = (change: (labels: number[][]) => number[][] = (labels) => labels) => {
  const {x, y} = clusters({rows: 120, features: 4, classes: 3, seed: 99});
  return {x, y: change(oneHot(y, 3))};
};
const late = (by: number) => (labels: number[][]) => [...labels.slice(by), ...labels.slice(0, by)];
const xor = () => {
  const x = rowsOf(300, {columns: [(draw) => draw() * 2 - 1, (draw) => draw() * 2 - 1, (draw) => draw()]});
  return table({x, y: x.map(([a, b]) => [Number(a! * b! > 0)]), last: "sigmoid", loss: "binaryCrossentropy"});
};
/** A wave that is read through a window: next to each row is one that is nearly the same. */
const wave = (shift: number) => {
  const at = (t: number) => Math.sin(0.3 * t);
  const x = Array.from({length: 300}, (_, i) => [0, 1, 2, 3].map((j) => at(i + j)));
  return {...table({x, y: x.map((_, i) => [at(i + 4 + shift)])}), task: "forecast" as const};
};

testCheck(misalignedLabels, {
  healthy: [
    {title: "clusters", subject: () => classifier(), says: /inputs and targets go together/},
    {title: "clusters with held-out rows", subject: () => ({...classifier(), validation: held()})},
    {title: "a smooth function", subject: () => regressor()},
    {title: "XOR, which no linear model sees", subject: xor},
    {title: "a wave", subject: () => wave(0)},
    {title: "a wave three steps ahead", subject: () => wave(3)},
    {title: "labels sorted with their rows", subject: () => sortedTogether()},
    {
      title: "too few rows to tell",
      subject: () => relabelled(classifier({rows: 40}), dealt),
      verdicts: ["unsure"],
      says: /40 rows are too few/,
    },
    {title: "no signal, which is no misalignment for sure", subject: () => relabelled(classifier(), dealt), verdicts: ["unsure"]},
    {
      title: "held-out rows of another kind, which is drift",
      subject: () => ({...classifier(), validation: {x: held().x.map((row) => row.map((value) => 5 - value)), y: held().y}}),
    },
  ],
  sick: [
    {
      title: "training labels shuffled, held-out rows intact",
      subject: () => ({...relabelled(classifier(), dealt), validation: held()}),
      says: /^the validation rows and their targets go together by 0\.[89]/,
    },
    {
      title: "held-out labels shuffled",
      subject: () => ({...classifier(), validation: held(dealt)}),
      says: /the validation rows and theirs do not/,
    },
    {title: "labels one row late", subject: () => relabelled(classifier(), late(1)), says: /the targets fit rows 1 after their own/},
    {
      title: "labels twelve rows early",
      subject: () => relabelled(regressor(), (y) => late(y.length - 12)(y)),
      says: /rows 12 before their own/,
    },
    {title: "labels in reversed order", subject: () => relabelled(classifier(), (y) => [...y].reverse()), says: /reversed order/},
    {title: "labels sorted alone", subject: () => relabelled(classifier(), (y) => sorted(y)), says: /sorted order/},
  ],
});

function sorted(labels: readonly number[][]): number[][] {
  return [...labels].sort((a, b) => a.indexOf(1) - b.indexOf(1));
}

function sortedTogether(): Case {
  const subject = classifier();
  const {x, y} = rowsIn(subject);
  const order = x.map((_, i) => i).sort((a, b) => y[a]!.indexOf(1) - y[b]!.indexOf(1));
  return {...subject, train: {x: order.map((i) => x[i]!), y: order.map((i) => y[i]!)}};
}
