import {expect} from "chai";
import type {Split} from "../../src/check.js";
import {coincidence, rowKeys} from "../../src/data/rows.js";
import {random} from "../../src/math/random.js";

const split = (rows: number[][]): Split => ({
  rows: rows.length,
  given: rows.length,
  x: [{name: "input", shape: [rows[0]!.length], size: rows[0]!.length, values: Float32Array.from(rows.flat()), names: []}],
  y: [],
});

describe("rows", () => {
  it("gives equal rows one key and different rows different keys", () => {
    const draw = random(1);
    const rows = Array.from({length: 5000}, () => [draw(), draw(), Math.floor(3 * draw())]);
    const keys = rowKeys(split([...rows, ...rows]));
    expect(new Set(keys).size).equal(5000);
    expect(keys.slice(0, 5000)).deep.equal(keys.slice(5000));
  });

  it("tells rows apart that hold the same values in another order", () => {
    const [a, b] = rowKeys(
      split([
        [1, 2],
        [2, 1],
      ]),
    );
    expect(a).not.equal(b);
  });

  it("estimates the chance that rows agree: the root of the product over the components", () => {
    const draw = random(2);
    const part = split(Array.from({length: 400}, () => Array.from({length: 8}, () => Number(draw() < 0.5))));
    expect(coincidence(part, rowKeys(part))).closeTo(Math.sqrt(0.5 ** 8), 0.01);
  });

  it("takes a table of few different rows for a list of kinds", () => {
    const part = split(Array.from({length: 40}, (_, i) => [i % 4]));
    expect(coincidence(part, rowKeys(part))).equal(1);
  });
});
