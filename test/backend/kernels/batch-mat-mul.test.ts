import fc from "fast-check";
import {againstCpu, whole} from "./against-cpu.js";

describe("BatchMatMul", function () {
  this.timeout(60_000);

  it("gives what cpu gives, for every transposition and batch", () => {
    const trials = fc
      .record({
        rows: whole(1, 60),
        inner: whole(1, 60),
        columns: whole(1, 60),
        batch: fc.constantFrom(
          [[1], [1]],
          [[3], [3]],
          [[1], [4]],
          [[4], [1]],
          [
            [2, 3],
            [2, 3],
          ],
          [[], []],
        ),
        transposeA: fc.boolean(),
        transposeB: fc.boolean(),
      })
      .map(({rows, inner, columns, batch, ...attrs}) => ({
        shapes: {
          a: [...batch[0]!, ...flipped([rows, inner], attrs.transposeA)],
          b: [...batch[1]!, ...flipped([inner, columns], attrs.transposeB)],
        },
        attrs,
      }));
    return againstCpu("BatchMatMul", trials);
  });
});

const flipped = (shape: number[], flip: boolean): number[] => (flip ? [...shape].reverse() : shape);
