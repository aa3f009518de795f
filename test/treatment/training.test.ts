import {expect} from "chai";
import {diagnose, tf} from "../../src/index.js";
import {openCase} from "../../src/trial/measure.js";
import {faster, slower} from "../../src/treatment/training.js";
import {patientOf, type Remedy} from "../../src/treatment/treatment.js";
import {regressor} from "../examples.js";

async function titles(remedy: Remedy, {rate, name}: {rate: number; name: string}): Promise<string[]> {
  const subject = regressor({optimizer: () => tf.train.adam(rate)});
  const [finding] = (await diagnose(subject, {checks: [name]})).findings;
  expect(finding!.verdict, finding!.summary).equal("fail");
  const opened = await openCase(subject, {most: 1});
  try {
    const made = remedy(patientOf(opened, finding));
    return "impossible" in made ? [] : made.map(({title}) => title);
  } finally {
    await opened.prepared.dispose();
  }
}

const rateIn = (title: string): number => Number(/a learning rate of (\S+)/.exec(title)![1]);

describe("remedies of the learning rate", () => {
  it("try the rate that the range test suggests before powers of ten", async () => {
    const up = await titles(faster, {rate: 1e-5, name: "learning-rate-too-low"});
    expect(rateIn(up[0]!)).within(5e-4, 0.3);
    expect(up[1]).equal("a learning rate of 0.0001");
    const down = await titles(slower, {rate: 3, name: "learning-rate-too-high"});
    expect(rateIn(down[0]!)).within(5e-4, 0.3);
    expect(down[1]).equal("a learning rate of 0.3");
  });
});
