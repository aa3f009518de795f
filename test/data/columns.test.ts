import {expect} from "chai";
import type {Block} from "../../src/check.js";
import {columns} from "../../src/data/columns.js";

const block = (values: number[], shape: number[], names: string[] = []): Block => ({
  name: "input",
  shape,
  size: shape.reduce((a, b) => a * b, 1),
  values: Float32Array.from(values),
  names,
});

describe("columns", () => {
  it("sums up each component, NaN left out", () => {
    const [a, b] = columns(block([1, 0, 2, 1, 3, NaN, 6, 1], [2], ["size", "flag"]));
    expect(a).deep.include({name: "size", missing: 0, min: 1, median: 2.5, max: 6, mean: 3, binary: false});
    expect(a!.deviation).closeTo(Math.sqrt(3.5), 1e-12);
    expect(a!.size).closeTo(Math.sqrt(12.5), 1e-12);
    expect(b).deep.include({name: "flag", missing: 0.25, min: 0, max: 1, binary: true});
  });

  it("pools the positions of sequences and pictures by channel", () => {
    const pooled = columns(block([1, 10, 2, 20, 3, 30, 4, 40], [2, 2]));
    expect(pooled.map(({mean}) => mean)).deep.equal([2.5, 25]);
  });

  it("calls a constant component binary, and one of three values not", () => {
    expect(columns(block([5, 5, 5], [1]))[0]).deep.include({binary: true, deviation: 0});
    expect(columns(block([5, 6, 7], [1]))[0]!.binary).equal(false);
  });

  it("looks at evenly spaced rows of a large block", () => {
    const [column] = columns(
      block(
        Array.from({length: 900_000}, (_, i) => i),
        [1],
      ),
    );
    expect(column!.sorted.length).equal(300_000);
    expect(column!.mean).closeTo(450_000, 2);
  });
});
