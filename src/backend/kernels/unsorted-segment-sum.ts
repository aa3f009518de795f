import * as tf from "@tensorflow/tfjs";
import {compose} from "./compose.js";

/** Sums the rows of each segment: the gradient of a gather, so of an embedding. A row whose segment is out of range is left out. */
export const unsortedSegmentSum = compose<{numSegments: number}>(
  "UnsortedSegmentSum",
  ({inputs, attrs: {numSegments}, run, read, write}) => {
    const {x, segmentIds} = inputs as {x: tf.TensorInfo; segmentIds: tf.TensorInfo};
    const rest = x.shape.slice(segmentIds.shape.length);
    const rows = tf.util.sizeFromShape(segmentIds.shape);
    const size = tf.util.sizeFromShape(rest);
    const ids = read(segmentIds).map((id) => (id >= 0 && id < numSegments ? id : numSegments));
    // ScatterNd does not look at bounds, so stray rows go to a segment of their own that is cut off.
    const strays = ids.includes(numSegments) ? 1 : 0;
    const updates = run("Reshape", {x, shape: [rows, size]});
    const sums = run("ScatterNd", {indices: write(ids, {shape: [rows, 1], dtype: "int32"}), updates, shape: [numSegments + strays, size]});
    const kept = strays ? run("Slice", {x: sums, begin: [0, 0], size: [numSegments, size]}) : sums;
    return run("Reshape", {x: kept, shape: [numSegments, ...rest]});
  },
);
