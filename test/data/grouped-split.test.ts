import {groupedSplit} from "../../src/data/grouped-split.js";
import type {Case} from "../../src/index.js";
import {permutation, random} from "../../src/math/random.js";
import {classifier, clusters, normal, oneHot, rowsIn, table} from "../examples.js";
import {testCheck} from "../testCheck.js";

/** Rows of subjects: each has its place and its answer, each row a little noise; split by chance or by subject. */
function subjects({
  count = 40,
  each = 8,
  spread = 0.1,
  by = "chance",
  own = true,
}: {
  count?: number;
  each?: number;
  spread?: number;
  by?: "chance" | "subject";
  own?: boolean;
}): Case {
  const draw = random(31);
  const places = Array.from({length: count}, () => Array.from({length: 6}, () => normal(draw)));
  const answers = places.map(() => Number(draw() < 0.5));
  const all = Array.from({length: count * each}, (_, i) => Math.floor(i / each));
  const order = by === "chance" ? permutation(all.length, draw).map((i) => all[i]!) : all;
  const x = order.map((subject) => places[subject]!.map((value) => value + spread * normal(draw)));
  const y = order.map((subject) => [own ? answers[subject]! : Number(draw() < 0.5)]);
  const cut = Math.round(0.75 * all.length);
  return {
    ...table({x: x.slice(0, cut), y: y.slice(0, cut), last: "sigmoid", loss: "binaryCrossentropy"}),
    validation: {x: x.slice(cut), y: y.slice(cut)},
  };
}
/** A healthy case with a group for each row. */
const grouped = (learned: (row: number) => string, judged: (row: number) => string): Case => {
  const subject = classifier();
  const {x, y} = clusters({rows: 80, features: 4, classes: 3, seed: 99});
  return {
    ...subject,
    train: {...rowsIn(subject), groups: Array.from({length: 240}, (_, row) => learned(row))},
    validation: {x, y: oneHot(y, 3), groups: Array.from({length: 80}, (_, row) => judged(row))},
  };
};
const blobs = ({spread = 0.7, classes = 3, features = 4} = {}) => {
  const subject = classifier({classes, features});
  const [a, b] = [7, 99].map((seed) => clusters({rows: 240, features, classes, spread, seed})) as [
    ReturnType<typeof clusters>,
    ReturnType<typeof clusters>,
  ];
  return {...subject, train: {x: a.x, y: oneHot(a.y, classes)}, validation: {x: b.x, y: oneHot(b.y, classes)}};
};

testCheck(groupedSplit, {
  healthy: [
    {
      title: "groups on one side each",
      subject: () =>
        grouped(
          (row) => `a${row % 9}`,
          (row) => `b${row % 3}`,
        ),
    },
    {title: "no groups, rows of one cloud a class", subject: () => blobs()},
    {title: "tight classes", subject: () => blobs({spread: 0.02})},
    {title: "ten tight classes", subject: () => blobs({spread: 0.02, classes: 10, features: 10})},
    {title: "subjects that are split by subject", subject: () => subjects({by: "subject"})},
    {title: "subjects that do not show", subject: () => subjects({spread: 2})},
    {title: "nothing held out", subject: () => classifier(), verdicts: ["skip"]},
  ],
  sick: [
    {
      title: "groups on both sides",
      subject: () =>
        grouped(
          (row) => `a${row % 9}`,
          (row) => `a${row % 4}`,
        ),
      says: /^100 % of the validation rows \(80 of 80\) belong to 4 groups/,
    },
    {title: "clumps of one answer on both sides", subject: () => subjects({}), says: /about (3\d|4\d|5\d) clumps/},
    {title: "clumps without an answer of their own are a warning", subject: () => subjects({own: false}), verdicts: ["warn"]},
  ],
});
