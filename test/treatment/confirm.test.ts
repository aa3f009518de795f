import {expect} from "chai";
import {tf, type Case} from "../../src/index.js";
import {open, type Clinic} from "../../src/treatment/clinic.js";
import {tryAndConfirm} from "../../src/treatment/confirm.js";
import {classifier} from "../examples.js";

/** A softmax layer that answers at random or knows the clusters, with steps too small to change that. */
const network = (knows: () => boolean) => () => {
  const made = tf.sequential({layers: [tf.layers.dense({units: 3, activation: "softmax", inputShape: [4]})]});
  if (knows())
    tf.tidy(() =>
      made.setWeights([
        tf.tensor2d([
          [4, 0, 0],
          [0, 4, 0],
          [0, 0, 4],
          [4, 0, 0],
        ]),
        tf.zeros([3]),
      ]),
    );
  made.compile({optimizer: tf.train.sgd(1e-6), loss: "categoricalCrossentropy"});
  return made;
};

/** What becomes of a change that helps, until fresh seeds are drawn or for ever. */
async function tried({luck, certain = false}: {luck: boolean; certain?: boolean}): Promise<{outcome: string; kept: boolean}> {
  let helps = true;
  const subject: Case = {...classifier(), model: network(() => false)};
  const clinic: Clinic = {
    ...{budget: 30, seeds: 3, spent: 0, treatments: [], hollow: []},
    isFree: () => Promise.resolve(true),
    progress: ({doing}) => (helps &&= !luck || !doing.startsWith("confirming")),
  };
  const before = await open(subject, clinic);
  try {
    const proposals = [{title: "knowledge", change: "", apply: (given: Case) => ({...given, model: network(() => helps)})}];
    const {treatment, kept} = await tryAndConfirm(before, {name: "flat-loss", proposals, certain, clinic});
    return {outcome: treatment.outcome, kept: kept !== undefined};
  } finally {
    await before.prepared.dispose();
  }
}

describe("confirm", function () {
  this.timeout(60_000);

  it("keeps what fresh seeds say again", async () => {
    expect(await tried({luck: false})).deep.equal({outcome: "cured", kept: true});
  });

  it("takes back what they do not, and leaves the cure of a certain illness in", async () => {
    const tensors = tf.memory().numTensors;
    expect(await tried({luck: true})).deep.equal({outcome: "no-effect", kept: false});
    expect(await tried({luck: true, certain: true})).deep.equal({outcome: "no-effect", kept: true});
    expect(tf.memory().numTensors).equal(tensors);
  });
});
