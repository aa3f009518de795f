import {expect} from "chai";
import {count, finite, formatNumber, toNumber} from "../../src/display/number.js";

describe("number", () => {
  const cases: [unknown, string][] = [
    [0, "0"],
    [-0.5, "-0.5"],
    [2.302585, "2.303"],
    [801.9449, "801.9"],
    [4201.754, "4202"],
    [123456, "123456"],
    [98765.4, "98765"],
    [1234567, "1.235e6"],
    [1e21, "1e21"],
    [0.00012345, "0.0001234"],
    [0.000012345, "1.234e-5"],
    [100, "100"],
    [99.99999, "100"],
    ["NaN", "NaN"],
    ["-Infinity", "-Infinity"],
    [undefined, "NaN"],
    ["12", "NaN"],
  ];
  for (const [value, text] of cases) it(`writes ${String(value)} as ${text}`, () => expect(formatNumber(value)).to.equal(text));

  it("keeps four significant digits, judged by the relative error", () => {
    for (let power = -8; power < 9; power += 0.37) {
      const value = 10 ** power * 1.2345678;
      expect(Math.abs(Number(formatNumber(value)) / value - 1), String(value)).to.be.below(6e-4);
    }
  });

  it("reads the strings that stand for what is not finite", () => {
    expect(toNumber("Infinity")).to.equal(Infinity);
    expect(finite("NaN")).to.equal(null);
    expect(finite(3)).to.equal(3);
    expect([count(1, "finding"), count(2, "finding")]).to.deep.equal(["1 finding", "2 findings"]);
  });
});
