import {expect} from "chai";
import {diagnose, peek, tf, toBundle, type Case, type Evidence} from "../../src/index.js";
import {classifier, clusters, normal, oneHot, regressor, severalLabels} from "../examples.js";
import {random} from "../../src/math/random.js";

const {x, y} = clusters({rows: 90, features: 4, classes: 3});
const subject = (more: Partial<Case> = {}): Partial<Case> => ({
  train: {x, y: oneHot(y, 3), names: {classes: ["cat", "dog", "cow"]}},
  ...more,
});
const of = <K extends Evidence["kind"]>(list: readonly Evidence[], kind: K) =>
  list.filter((each): each is Extract<Evidence, {kind: K}> => each.kind === kind);

describe("peek", () => {
  it("shows each class: how many, some rows of it, and its medoid", async () => {
    const {groups, evidence, summary} = await peek(subject(), {rows: 4});
    expect(summary).match(/^90 rows in 3 classes; inputs from -\d[\d.]* to \d[\d.]* reach the network$/);
    expect(Object.fromEntries(groups.map(({name, rows}) => [name, rows]))).deep.equal(
      Object.fromEntries(["cat", "dog", "cow"].map((name, label) => [name, y.filter((each) => each === label).length])),
    );
    for (const {name, medoid, drawn} of groups) {
      const members = y.flatMap((label, row) => (["cat", "dog", "cow"][label] === name ? [row] : []));
      expect(drawn).lengthOf(4);
      expect(members).include.members([...drawn, medoid]);
      expect(medoid).equal(bruteMedoid(members));
    }
    const tables = of(evidence, "table");
    expect(tables[0]!.label).equal(`class ${groups[0]!.name}, 4 of ${groups[0]!.rows} rows`);
    expect(tables[0]!.columns).deep.equal(["row", "which", "x1", "x2", "x3", "x4"]);
    expect(tables[0]!.rows[0]!.slice(0, 2)).deep.equal([groups[0]!.medoid, "most typical"]);
    expect(Number(tables[0]!.rows[1]![2])).closeTo(x[groups[0]!.drawn[0]!]![0]!, 1e-5);
  });

  it("puts the oddest row first: one that lies far out, or in the middle of another class", async () => {
    const far = x.map((row, i) => (i === 17 ? [9, -9, 9, -9] : row));
    expect((await peek({train: {x: far, y: oneHot(y, 3)}})).odd[0]).deep.include({row: 17, group: String(y[17])});
    const wrong = y.map((label, i) => (i === 30 ? (label + 1) % 3 : label));
    expect((await peek({train: {x, y: wrong.map((label) => [label])}})).odd.map(({row}) => row)).include(30);
  });

  it("finds rows that contradict each other, equal ones and near ones, and none where there are none", async () => {
    expect((await peek(subject())).contradictions).deep.equal([]);
    const close = x[40]!.map((value) => value + 1e-4);
    const {contradictions, contradictory, summary, evidence} = await peek({
      train: {x: [...x, x[5]!, close, x[6]!], y: [...y, (y[5]! + 1) % 3, (y[40]! + 2) % 3, y[6]!].map((label) => [label])},
    });
    expect(contradictions.map(({rows}) => rows)).deep.equal([
      [5, 90],
      [40, 91],
    ]);
    expect(contradictions[0]!.distance).equal(0);
    expect(contradictions[1]!.distance).greaterThan(0).lessThan(0.01);
    expect(contradictory).equal(2);
    expect(summary).match(/; 2 pairs of equal or nearly equal inputs with targets that contradict each other$/);
    const last = of(evidence, "table").find(({label}) => label.startsWith("inputs that are alike"))!;
    expect(last.rows.map(([row, word, target]) => [row, word, target])).deep.equal([
      [5, "pair 1, equal", String(y[5])],
      [90, "pair 1, equal", String((y[5]! + 1) % 3)],
      [40, "pair 2", String(y[40])],
      [91, "pair 2", String((y[40]! + 2) % 3)],
    ]);
  });

  it("shows quarters of numbers, sets of labels, and one group of what is neither", async () => {
    const numbers = await peek(regressor());
    expect(numbers.groups.map(({name}) => name.replace(/ \(.*/, ""))).deep.equal([
      "lowest quarter",
      "second quarter",
      "third quarter",
      "highest quarter",
    ]);
    expect(numbers.groups.map(({rows}) => rows)).deep.equal([60, 60, 60, 60]);
    const labels = await peek({train: severalLabels(classifier({rows: 60})).train});
    expect(labels.groups.map(({name}) => name)).include("0 + 2");
    expect(labels.groups.reduce((sum, {rows}) => sum + rows, 0)).equal(60);
    const whole = await peek({train: {x, y: x}});
    expect(whole.groups).lengthOf(1);
    expect(whole.contradictions).deep.equal([]);
  });

  it("says when all rows are the same", async () => {
    const {summary, contradictory} = await peek({
      train: {
        x: [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        y: [[0], [1], [0]],
      },
    });
    expect(summary).contain("; all rows are the same; 2 pairs of equal");
    expect(contradictory).equal(2);
  });

  it("takes whole numbers for numbers when the network does", async () => {
    const counts = {...regressor({target: (value) => Math.round(3 * value) + 9})};
    expect((await peek(counts)).groups).lengthOf(4);
    expect((await peek({train: counts.train})).groups.length).greaterThan(4);
  });

  it("draws pictures as pictures, bright as they are", async () => {
    const draw = random(2);
    const pictures = Array.from({length: 20}, (_, i) =>
      Array.from({length: 8}, () => Array.from({length: 6}, () => [i / 40, draw() / 2, 0.5])),
    );
    const {evidence, groups} = await peek({train: {x: pictures, y: pictures.map((_, i) => [i % 2])}}, {rows: 3});
    const strips = of(evidence, "image");
    expect(strips).lengthOf(3);
    const [first] = strips as [(typeof strips)[0]];
    expect(first).deep.include({width: 4 * 7 - 1, height: 8, channels: 3});
    expect(first.pixels).lengthOf(27 * 8 * 3);
    const row = groups[0]!.drawn[1]!;
    expect(first.pixels[(2 * 27 + 2 * 7 + 1) * 3]).equal(Math.round((255 * row) / 40));
    expect(first.pixels.slice(6 * 3, 7 * 3)).deep.equal([255, 255, 255]);
    expect(first.label).contain(`rows ${groups[0]!.medoid} (most typical), ${groups[0]!.drawn[0]}`).contain("dark is 0, bright 1");
  });

  it("makes large pictures smaller and stretches what is neither 0 to 1 nor 0 to 255", async () => {
    const pictures = tf.linspace(-2, 2, 2 * 130 * 130).reshape([2, 130, 130, 1]);
    const {evidence} = await peek({train: {x: pictures, y: [[0], [1]]}}, {rows: 1});
    const [strip] = of(evidence, "image") as [Extract<Evidence, {kind: "image"}>];
    expect(strip).deep.include({width: 2 * 45 - 1, height: 44});
    expect(strip.label).contain("dark is -2, bright 2");
    expect(strip.pixels[0]).equal(0);
    pictures.dispose();
  });

  it("says what enters behind the network's own rescaling", async () => {
    const model = () => {
      const made = tf.sequential({
        layers: [tf.layers.rescaling({scale: 0.5, offset: -1, inputShape: [4]}), tf.layers.dense({units: 3, activation: "softmax"})],
      });
      made.compile({optimizer: "sgd", loss: "categoricalCrossentropy"});
      return made;
    };
    const even = x.map((_, row) => [row % 11, 2, 3, 4]);
    const {reach, summary, evidence} = await peek({model, train: {x: even, y: oneHot(y, 3)}});
    expect(reach).deep.equal([{input: "rescaling 1_input", min: 0, max: 10, entersAs: [-1, 4], meets: ["Dense"], missing: 0}]);
    expect(summary).contain("inputs from 0 to 10, rescaled to -1 to 4 reach the network");
    const [first] = of(evidence, "table").at(-1)!.rows as [readonly unknown[]];
    expect([...first.slice(0, 5), first.at(-1)]).deep.equal(["rescaling 1_input", "x1", 0, 5, 10, 0]);
  });

  it("is plain data that is the same for the same seed, and leaves the model and the tensors alone", async () => {
    const model = (classifier().model as () => tf.LayersModel)();
    const weights = () => model.getWeights().map((weight) => Array.from(weight.dataSync()));
    const [before, tensors] = [weights(), tf.memory().numTensors];
    const made = await peek(subject({model, seed: 4}));
    expect(tf.memory().numTensors).equal(tensors);
    expect(weights()).deep.equal(before);
    expect(JSON.parse(JSON.stringify(made))).deep.equal(made);
    expect(await peek(subject({seed: 4}), {seed: 4})).deep.include({odd: made.odd, contradictions: made.contradictions});
    expect((await peek(subject({model, seed: 4}))).groups).deep.equal(made.groups);
    expect((await peek(subject({model, seed: 5}))).groups).not.deep.equal(made.groups);
    model.dispose();
  });

  it("reads streams, several inputs, and rows with holes", async () => {
    const stream = tf.data.array(x.map((row, i) => ({xs: row, ys: [y[i]!]}))).batch(16);
    expect((await peek({train: stream as never})).groups.map(({rows}) => rows)).deep.equal(
      (await peek({train: {x, y: y.map((label) => [label])}})).groups.map(({rows}) => rows),
    );
    const two = {a: x, b: x.map(([value]) => [value!, NaN])};
    const {reach} = await peek({train: {x: two, y: y.map((label) => [label])}});
    expect(reach.map(({input, missing}) => [input, missing])).deep.equal([
      ["a", 0],
      ["b", 0.5],
    ]);
  });

  it("is done within seconds on thousands of pictures", async function () {
    this.timeout(40_000);
    const draw = random(1);
    const values = Float32Array.from({length: 3000 * 784}, () => normal(draw));
    const {groups} = await peek({train: {x: {values, shape: [3000, 28, 28, 1]}, y: Array.from({length: 3000}, (_, i) => [i % 10])}});
    expect(groups).lengthOf(10);
  });

  it("shows itself, in ddx and where Jupyter.display is known, and from JSON too", async () => {
    const pictures = Array.from({length: 6}, (_, i) => Array.from({length: 8}, () => Array.from({length: 8}, () => [i / 6])));
    const made = await peek({train: {x: pictures, y: pictures.map((_, i) => [i % 2])}}, {rows: 1});
    const own = await (made as unknown as Record<symbol, () => Promise<Record<string, string>>>)[Symbol.for("Jupyter.display")]!();
    for (const data of [own, (await toBundle(made)).data, (await toBundle(JSON.parse(JSON.stringify(made)))).data]) {
      expect(data["text/html"])
        .match(/<img src="data:image\/png;base64,/)
        .contain("6 rows in 2 classes");
      expect(data["text/plain"]).match(
        /^6 rows in 2 classes; inputs from 0 to 0\.8333 reach the network\n\nclass 0, 1 of 3 rows: rows .*picture of 17 × 8, grey/,
      );
    }
  });

  it("leaves findings what they are when they are shown", async () => {
    const {findings} = await diagnose(classifier(), {checks: ["softmax-on-single-unit"]});
    expect((await toBundle(findings[0])).data).property("application/vnd.ddx.finding+json");
  });

  it("refuses what it cannot look at in one line", async () => {
    const refused = async (run: Promise<unknown>) => String(await run.catch((error: Error) => error));
    expect(await refused(peek({}))).match(/^TypeError: expected a case with train: \{x, y\}, got none; /);
    expect(await refused(peek(subject(), {rows: 0}))).equal("TypeError: expected rows to be a whole number from 1, got 0");
    expect(await refused(peek({train: {x, y: [[1]]}}))).match(
      /^RangeError: expected as many rows in train\.y as in train\.x, got 1 and 90/,
    );
  });
});

/** The row with the least sum of squared distances to the others, counted one by one. */
function bruteMedoid(members: readonly number[]): number {
  const sd = [0, 1, 2, 3].map((j) => {
    const mean = x.reduce((sum, row) => sum + row[j]!, 0) / x.length;
    return Math.sqrt(x.reduce((sum, row) => sum + (row[j]! - mean) ** 2, 0) / x.length);
  });
  const distance = (a: number, b: number) => sd.reduce((sum, each, j) => sum + ((x[a]![j]! - x[b]![j]!) / each) ** 2, 0);
  const sums = members.map((a) => members.reduce((sum, b) => sum + distance(a, b), 0));
  return members[sums.indexOf(Math.min(...sums))]!;
}
