import {expect} from "chai";
import {valley} from "../../src/trial/range-test.js";

describe("range test", () => {
  it("suggests a step two thirds down the longest descent", () => {
    const flat = new Array(30).fill(1) as number[];
    const down = Array.from({length: 30}, (_, i) => 1 - (i + 1) / 40);
    const up = Array.from({length: 20}, (_, i) => 0.3 + i);
    // The first flat value begins the descent, at whichever of the equal ones.
    expect(valley([...flat, ...down, ...up])).within(38, 50);
  });
  it("leaves out what rises between", () => {
    const losses = Array.from({length: 60}, (_, i) => 1 - i / 100 + (i % 7 === 3 ? 0.5 : 0));
    expect(valley(losses)).within(36, 44);
  });
  it("suggests nothing where the loss never falls", () => {
    expect(valley([1, 1.1, 1.2, 2])).equal(undefined);
    expect(valley([1, 1, 1])).equal(undefined);
  });
});
