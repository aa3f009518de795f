import {expect} from "chai";
import fc from "fast-check";
import {ascending} from "../../src/math/rank.js";

describe("ascending", () => {
  it("orders as a stable comparison does", () => {
    const values = fc.array(fc.oneof(fc.float({noNaN: true, noDefaultInfinity: true}), fc.constantFrom(0, -0, 1, -1)), {maxLength: 40});
    fc.assert(
      fc.property(values, (list) => {
        const compared = list.map((_, i) => i).sort((a, b) => list[a]! - list[b]!);
        expect([...ascending(Float32Array.from(list))]).deep.equal(compared);
      }),
      {seed: 1},
    );
  });
});
