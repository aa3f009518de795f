import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import fc from "fast-check";
import {on} from "../both.js";
import {againstCpu, whole} from "./against-cpu.js";

describe("GatherV2", function () {
  this.timeout(60_000);

  it("gives what cpu gives, along every axis", () => {
    const trials = fc
      .record({
        shape: fc.array(whole(1, 6), {minLength: 1, maxLength: 4}),
        picked: fc.array(whole(0, 5), {minLength: 1, maxLength: 2}),
        axis: whole(0, 3),
      })
      .map(({shape, picked, axis}) => {
        const along = axis % shape.length;
        return {
          shapes: {x: shape},
          given: {
            indices: () =>
              tf.randomUniformInt(
                picked.map((length) => length + 1),
                0,
                shape[along]!,
                3,
              ),
          },
          attrs: {axis: along, batchDims: 0},
        };
      });
    return againstCpu("GatherV2", trials);
  });

  it("gives what cpu gives where each group has its own indices", () => {
    const trials = fc
      .record({
        groups: whole(1, 4),
        outer: fc.array(whole(1, 3), {maxLength: 1}),
        along: whole(1, 5),
        after: fc.array(whole(1, 3), {maxLength: 1}),
        count: whole(1, 4),
      })
      .map(({groups, outer, along, after, count}) => ({
        shapes: {x: [groups, ...outer, along, ...after]},
        given: {indices: () => tf.randomUniformInt([groups, count], 0, along, 3)},
        attrs: {axis: 1 + outer.length, batchDims: 1},
      }));
    return againstCpu("GatherV2", trials);
  });

  it("rejects an index that is out of range", () =>
    on(
      "wasm",
      () =>
        void expect(() => tf.tidy(() => tf.gather(tf.ones([2, 3]), tf.tensor1d([2], "int32")))).throw("the index value 2 is not in [0, 1]"),
    ));
});
