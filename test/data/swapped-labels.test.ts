import {expect} from "chai";
import {assignment, relabelling} from "../../src/association/relabelling.js";
import {swappedLabels} from "../../src/data/swapped-labels.js";
import {permutation, random} from "../../src/math/random.js";
import {classifier, clusters, oneHot, regressor, rowsIn} from "../examples.js";
import {testCheck} from "../testCheck.js";

const held = (name: (label: number) => number = (label) => label, spread = 0.7) => {
  const {x, y} = clusters({rows: 120, features: 4, classes: 3, seed: 99, spread});
  return {x, y: oneHot(y.map(name), 3)};
};
/** The label arrays of two halves exchanged. */
const exchanged = () => {
  const subject = classifier();
  const {x, y} = rowsIn(subject);
  return {...subject, train: {x: x.slice(0, 120), y: y.slice(120)}, validation: {x: x.slice(120), y: y.slice(0, 120)}};
};
const numbers = (sign: number) => {
  const subject = regressor({rows: 400});
  const {x, y} = rowsIn(subject);
  return {
    ...subject,
    train: {x: x.slice(0, 280), y: y.slice(0, 280)},
    validation: {x: x.slice(280), y: y.slice(280).map(([value]) => [sign * value!])},
  };
};

/** Three of four rows of the last class left out, and its held-out labels exchanged for the first's. */
const unequal = () => {
  const thin = ({x, y}: {x: number[][]; y: number[][]}) => {
    const kept = x.map((_, i) => i).filter((i) => y[i]![2] === 0 || i % 4 === 0);
    return {x: kept.map((i) => x[i]!), y: kept.map((i) => y[i]!)};
  };
  const [train, {x, y}] = [thin(rowsIn(classifier({rows: 480}))), thin(held())];
  return {...classifier(), train, validation: {x, y: y.map(([a, b, c]) => [c!, b!, a!])}};
};

testCheck(swappedLabels, {
  healthy: [
    {title: "labels that mean the same", subject: () => ({...classifier(), validation: held()}), says: /mean the same/},
    {title: "held-out rows that overlap more", subject: () => ({...classifier(), validation: held((label) => label, 2)})},
    {title: "numbers", subject: () => numbers(1)},
    {title: "nothing held out", subject: () => classifier(), verdicts: ["skip"]},
    {
      title: "held-out labels dealt anew, which is no renaming",
      subject: () => ({...classifier(), validation: {x: held().x, y: permutation(120, random(3)).map((i) => held().y[i]!)}}),
    },
  ],
  sick: [
    {title: "label arrays exchanged", subject: exchanged, says: /^the training inputs go with the validation labels by 0\.9/},
    {
      title: "classes numbered backwards",
      subject: () => ({...classifier(), validation: held((label) => 2 - label)}),
      says: /0 is 2, 2 is 0/,
    },
    {
      title: "classes moved on by one",
      subject: () => ({...classifier(), validation: held((label) => (label + 1) % 3)}),
      says: /^the validation labels name other classes/,
    },
    {title: "classes of unequal size exchanged", subject: unequal, says: /0 is 2, 2 is 0/},
    {title: "numbers of the other sign", subject: () => numbers(-1), says: /they have the other sign/},
  ],
});

describe("assignment", () => {
  it("finds the least cost that trying all orders finds", () => {
    const draw = random(6);
    for (let trial = 0; trial < 50; trial++) {
      const size = 2 + (trial % 4);
      const cost = Array.from({length: size}, () => Array.from({length: size}, () => Math.floor(draw() * 20) - 10));
      const price = (order: readonly number[]) => order.reduce((sum, column, row) => sum + cost[row]![column]!, 0);
      const found = assignment(cost);
      expect([...found].sort()).deep.equal(Array.from({length: size}, (_, i) => i));
      expect(price(found)).equal(Math.min(...orders(size).map(price)));
    }
  });

  it("leaves labels alone that agree but for some errors", () => {
    const labels = Int32Array.from({length: 90}, (_, i) => i % 3);
    expect(
      relabelling(
        labels.map((label, i) => (i % 9 === 0 ? (label + 1) % 3 : label)),
        {labels, classes: 3},
      ),
    ).equal(undefined);
  });
});

function orders(size: number): number[][] {
  if (size === 0) return [[]];
  return orders(size - 1).flatMap((order) => Array.from({length: size}, (_, at) => [...order.slice(0, at), size - 1, ...order.slice(at)]));
}
