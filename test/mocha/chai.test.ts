import * as chai from "chai";
import {tf} from "../../src/index.js";
import {ddxChai} from "../../src/mocha/index.js";
import {classifier, regressor} from "../examples.js";
import {sequence, waves} from "./mltest/unharmed.js";

chai.use(ddxChai);
const {expect} = chai;
const {dense} = tf.layers;
const batch = {x: waves(8, 3), y: waves(8, 1)};
const model = () =>
  sequence([
    dense({units: 4, activation: "tanh", inputShape: [3], trainable: false, name: "low"}),
    dense({units: 1, activation: "tanh", name: "high"}),
  ]);

describe("ddxChai", () => {
  it("says what holds of a healthy network", async () => {
    const healthy = model();
    expect(healthy).to.changeVariables(batch);
    expect(healthy).to.keepVariables(batch).and.to.keepVariables(batch, "low/kernel");
    expect(healthy).to.haveOutputsWithin(batch.x, {min: -1, max: 1});
    expect(healthy).to.dependOnInputs(batch.x);
    expect(healthy).to.beFinite(batch);
    await expect(classifier()).to.pass("softmax-on-single-unit");
  });

  it("fails as the plain functions do", async () => {
    const healthy = model();
    const fails = (run: () => unknown, line: RegExp) => expect(run).to.throw(chai.AssertionError, line);
    fails(
      () => expect(healthy).to.changeVariables(batch, {only: "low"}),
      /^expected 3 training steps to change the named weights, but 2 of 2/,
    );
    fails(() => expect(healthy).to.keepVariables(batch, "high"), /^expected 3 training steps to leave the named weights/);
    fails(() => expect(healthy).to.haveOutputsWithin(batch.x, {min: 1}), /within 1 to Infinity/);
    fails(
      () => expect(sequence([dense({units: 1, kernelInitializer: "zeros", inputShape: [3]})])).to.dependOnInputs(batch.x),
      /depend on every input/,
    );
    fails(() => expect(healthy).to.beFinite({x: [[1, 2, NaN]], y: [[1]]}), /^expected only finite numbers/);
    const error = await expect(classifier({classes: 2, units: 1, activation: "softmax", loss: "binaryCrossentropy"}))
      .to.pass("softmax-on-single-unit")
      .then(
        () => undefined,
        (reason: unknown) => reason,
      );
    expect(error)
      .to.be.instanceOf(chai.AssertionError)
      .with.property("message")
      .match(/^expected softmax-on-single-unit to pass, but it is fail/);
  });

  it("can be negated, but neither misuse nor what could not be judged", async () => {
    const healthy = model();
    expect(healthy).not.to.changeVariables(batch, {only: "low"});
    expect(healthy).not.to.keepVariables(batch, "high");
    expect(() => expect(healthy).not.to.changeVariables(batch)).to.throw(
      chai.AssertionError,
      /^expected a weight that stays, but there is none$/,
    );
    expect(() => expect({}).not.to.changeVariables(batch)).to.throw(TypeError, /^expected a tf\.LayersModel/);
    await expect(classifier({classes: 2, units: 1, activation: "softmax", loss: "binaryCrossentropy"})).not.to.pass(
      "softmax-on-single-unit",
    );
    const skipped = await expect(regressor())
      .not.to.pass("class-imbalance")
      .then(
        () => undefined,
        (reason: Error) => reason,
      );
    expect(skipped?.message).to.match(/^expected class-imbalance to pass, but it is skip/);
  });
});
