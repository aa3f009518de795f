import {expect} from "chai";
import {binomialTail, hypergeometricTail, unequalTail} from "../../src/math/exact.js";

/** Number of ways to choose k of n. */
const choose = (n: number, k: number): number => (k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k);

describe("exact tails", () => {
  it("sums the binomial's probabilities", () => {
    for (const hits of [0, 1, 3, 7, 12, 13]) {
      let sum = 0;
      for (let k = hits; k <= 12; k++) sum += choose(12, k) * 0.3 ** k * 0.7 ** (12 - k);
      expect(binomialTail(hits, {trials: 12, chance: 0.3})).closeTo(sum, 1e-9);
    }
  });

  it("counts all outcomes of unequal trials", () => {
    const chances = [0.1, 0.5, 0.9, 0.3, 0.6];
    for (const hits of [0, 1, 2, 4, 5, 6]) {
      let sum = 0;
      for (let code = 0; code < 32; code++) {
        const drawn = chances.map((_, i) => (code >> i) & 1);
        if (drawn.reduce((a, b) => a + b, 0) >= hits)
          sum += chances.reduce((product, chance, i) => product * (drawn[i] ? chance : 1 - chance), 1);
      }
      expect(unequalTail(hits, {chances})).closeTo(sum, 1e-12);
    }
  });

  it("counts the draws of marked rows", () => {
    for (const hits of [0, 2, 4, 5, 6]) {
      let sum = 0;
      for (let k = hits; k <= 5; k++) sum += (choose(7, k) * choose(13, 5 - k)) / choose(20, 5);
      expect(hypergeometricTail(hits, {size: 5, total: 7, rows: 20})).closeTo(sum, 1e-12);
    }
  });
});
