import type {Dataset} from "../case.js";
import {derive, random} from "../math/random.js";
import {apart} from "./apart.js";
import {block, labelsOf, written} from "./labels.js";
import {normal} from "./noise.js";
import {refuseCounts, type ClassOptions} from "./options.js";

/** What blobs take. */
export interface BlobOptions extends ClassOptions {
  classes?: number;
  features?: number;
}

/** Round clouds of deviation `noise` about centres within ±4, a class each, in the manner of scikit-learn's make_blobs; inputs `[rows, features]`. */
export function blobs({rows = 500, seed = 1, noise = 0.7, classes = 3, features = 2, oneHot}: BlobOptions = {}): Dataset {
  refuseCounts({rows, classes, features});
  // The centres are the same for all seeds: another seed draws fresh rows.
  const centres = apart(classes, {length: features, draw: random(derive(0, "centres"))});
  const draw = random(derive(seed, "blobs"));
  const spread = normal(draw);
  const labels = labelsOf(rows, {classes, draw});
  return {
    x: block(labels.map((label) => Array.from(centres[label]!, (value) => 4 * value + noise * spread()))),
    y: written(labels, {classes, oneHot}),
    names: {
      features: Array.from({length: features}, (_, i) => `x${i + 1}`),
      classes: Array.from({length: classes}, (_, i) => `blob ${i + 1}`),
    },
  };
}
