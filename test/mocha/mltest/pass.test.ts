import {expect} from "chai";
import {assertPass, check} from "../../../src/index.js";
import {classifier, regressor} from "../../examples.js";

const said = (run: Promise<unknown>) =>
  run.then(
    () => "",
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe("assertPass", () => {
  it("accepts a check that passes, by name or as made, and gives its finding", async () => {
    expect(await assertPass("softmax-on-single-unit", classifier())).deep.include({verdict: "pass"});
    const own = check(
      {name: "own", stage: "data", symptom: "s", cause: "c", remedy: "r", source: {title: "t", by: "b"}, needs: ["train"]},
      () => ({verdict: "pass", summary: "fine", evidence: []}),
    );
    expect((await assertPass(own, classifier())).summary).equal("fine");
  });

  it("refuses one that fails, with the finding's text", async () => {
    const sick = classifier({classes: 2, units: 1, activation: "softmax", loss: "binaryCrossentropy"});
    expect(await said(assertPass("softmax-on-single-unit", sick))).match(
      /^AssertionError: expected softmax-on-single-unit to pass, but it is fail\n\n[^]*Remedy/,
    );
  });

  it("refuses one that could not be made: skipped is not passed", async () => {
    expect(await said(assertPass("class-imbalance", regressor()))).match(
      /^AssertionError: expected class-imbalance to pass, but it is skip\n\n[^]*not for the task regression/,
    );
  });

  it("refuses a name that is none as misuse", async () => {
    expect(await said(assertPass("dead-unit", classifier()))).match(
      /^RangeError: expected the name of a check, got "dead-unit"; there are /,
    );
  });
});
