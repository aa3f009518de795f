import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import {againstCpu, whole} from "./against-cpu.js";

describe("UnsortedSegmentSum", function () {
  this.timeout(60_000);

  it("gives what cpu gives, leaving out segments that are out of range", () => {
    const trials = fc
      .record({rows: whole(1, 20), rest: fc.array(whole(1, 5), {maxLength: 2}), numSegments: whole(1, 8), stray: fc.boolean()})
      .map(({rows, rest, numSegments, stray}) => ({
        shapes: {x: [rows, ...rest]},
        given: {segmentIds: () => tf.randomUniformInt([rows], stray ? -2 : 0, numSegments + (stray ? 2 : 0), rows)},
        attrs: {numSegments},
      }));
    return againstCpu("UnsortedSegmentSum", trials);
  });
});
