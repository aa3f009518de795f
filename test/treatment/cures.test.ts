import {expect} from "chai";
import {tf, treat, type Case} from "../../src/index.js";
import {freeRows} from "../../src/treatment/rows.js";
import {scenes} from "./scenes.js";

/** Scenes with the illness that is in them. */
const cured: Readonly<Record<string, string>> = {
  "exchanged labels": "swapped-labels",
  "classes of other names in one part": "swapped-labels",
  "labels that were moved": "misaligned-labels",
  "ids beyond the embedding": "index-out-of-range",
  "windows split by chance": "future-leak",
  "subjects on both sides": "grouped-split",
};

describe("what treat cures", function () {
  this.timeout(120_000);

  for (const [scene, name] of Object.entries(cured))
    it(`${name}: ${scene}`, async () => {
      const subject: Case = scenes[scene]!.make();
      const tensors = tf.memory().numTensors;
      const made = await treat(subject, {budget: 20, only: [name]});
      expect(made.treatments.map((one) => `${one.name}: ${one.outcome}`)).include(`${name}: cured`);
      freeRows(made.cured!, {but: subject});
      expect(tf.memory().numTensors - tensors, "tensors left").equal(0);
      freeRows(subject, {but: {} as Case});
    });
});
