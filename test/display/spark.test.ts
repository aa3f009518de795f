import {expect} from "chai";
import {bar, endpoints, sparkline} from "../../src/display/spark.js";

describe("spark", () => {
  it("draws low to high, and crosses what is not a number", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).to.equal("▁▂▃▄▅▆▇█");
    expect(sparkline([1, "NaN", 3])).to.equal("▁×█");
    expect(sparkline([2, 2])).to.equal("▄▄");
    expect(sparkline([])).to.equal("");
  });

  it("shares a scale with its neighbours", () => {
    expect(sparkline([1, 2], {among: [0, 1, 2, 7]})).to.equal("▂▃");
    expect(sparkline([1, 2, 3])).to.equal("▁▅█");
  });

  it("shows what hardly moves as flat", () => expect(sparkline([12.91, 12.93, 12.92])).to.equal("▄▄▄"));

  it("averages a long series down to the width", () => {
    expect(
      sparkline(
        Array.from({length: 1000}, (_, index) => index),
        {width: 8},
      ),
    ).to.equal("▁▂▃▄▅▆▇█");
  });

  it("draws equal ratios as equal steps on a logarithmic scale", () => {
    expect(sparkline([1, 10, 100], {log: true})).to.equal("▁▅█");
    expect(sparkline([0, 10, 100], {log: true})).to.equal("×▁█");
  });

  it("draws a bar to an eighth", () => {
    expect(bar(1, {top: 2, width: 4})).to.equal("██");
    expect(bar(5, {top: 32, width: 4})).to.equal("▋");
    expect(bar(1, {top: 0})).to.equal("");
  });

  it("names both ends", () => {
    expect([endpoints([2.30258, 5, 0.1]), endpoints([1]), endpoints([])]).to.deep.equal(["2.303 → 0.1", "1", "no values"]);
  });
});
