import {expect} from "chai";
import {counted, digits, percent, thousandths} from "../../src/math/digits.js";

describe("digits", () => {
  const written: [number, string][] = [
    [0, "0"],
    [255, "255"],
    [1 / 3, "0.3333"],
    [39.468, "39.47"],
    [4213.7, "4214"],
    [57833.2, "57833"],
    [1e9, "1e9"],
    [1.234e-7, "1.23e-7"],
    [-12.5, "-12.5"],
    [NaN, "NaN"],
    [Infinity, "Infinity"],
  ];
  for (const [value, text] of written) it(`writes ${value} as ${text}`, () => expect(digits(value)).equal(text));

  it("writes shares in per cent", () =>
    expect([0, 0.0004, 0.033, 0.5, 0.995, 1].map(percent)).deep.equal(["0 %", "under 0.1 %", "3.3 %", "50 %", "99.5 %", "100 %"]));
  it("writes three decimals, and no minus before nothing", () =>
    expect([0.12345, -0.5, -0.0002, -0, NaN].map(thousandths)).deep.equal(["0.123", "-0.500", "0.000", "0.000", "NaN"]));
  it("counts nouns", () => expect([counted(1, "row"), counted(2, "row")]).deep.equal(["1 row", "2 rows"]));
});
