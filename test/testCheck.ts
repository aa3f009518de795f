import {expect} from "chai";
import {diagnose, tf, type Case, type Finding, type Verdict} from "../src/index.js";
import type {Check} from "../src/check.js";
import {isModel} from "../src/trial/lifetime.js";

/** A case by construction healthy or sick; freed after its test. */
export interface Example {
  /** What it shows, completing `healthy: …` or `sick: …`. */
  title: string;
  /** Makes the case. */
  subject: () => Partial<Case>;
  /** Verdicts that are right: `pass` for a healthy and `fail` for a sick one when left out. */
  verdicts?: readonly Verdict[];
  /** What the summary must say: the measured figure, judged by an oracle. */
  says?: RegExp;
  /** Budget in seconds of the reference machine. */
  budget?: number;
}

/** One test an example: the verdict, and what holds of every check — JSON round trip, same seed same finding, no tensor leaked, model unchanged. */
export function testCheck(check: Check, {healthy, sick}: {healthy: readonly Example[]; sick: readonly Example[]}): void {
  describe(check.about.name, () => {
    it("has healthy and sick examples", () => {
      expect(healthy).not.empty;
      expect(sick).not.empty;
    });
    for (const example of healthy) it(`healthy: ${example.title}`, () => judge(check, {verdicts: ["pass"], ...example}));
    for (const example of sick) it(`sick: ${example.title}`, () => judge(check, {verdicts: ["fail"], ...example}));
  });
}

async function judge(check: Check, {subject, verdicts, says, budget = 60}: Example & {verdicts: readonly Verdict[]}): Promise<void> {
  const made = subject();
  const weights = isModel(made.model) ? made.model.getWeights().map((weight) => Array.from(weight.dataSync())) : undefined;
  const examine = async (): Promise<Finding> => (await diagnose(made, {checks: [check], budget})).findings[0]!;
  const first = await examine();
  const tensors = tf.memory().numTensors;
  const second = await examine();
  expect(tf.memory().numTensors, "tensors after a diagnosis").equal(tensors);
  expect(verdicts, first.summary).include(first.verdict);
  if (says) expect(first.summary).match(says);
  expect(first.summary, "one sentence").not.match(/\n|undefined|\[object/);
  expect(JSON.parse(JSON.stringify(first)), "JSON round trip").deep.equal(first);
  expect(second, "same seed, same finding").deep.equal(first);
  if (isModel(made.model))
    expect(
      made.model.getWeights().map((weight) => Array.from(weight.dataSync())),
      "the user's weights",
    ).deep.equal(weights);
}
