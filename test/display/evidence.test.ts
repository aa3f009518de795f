import {expect} from "chai";
import type {Evidence} from "ddx";
import {toSvg} from "../../src/display/chart.js";
import {toSpec} from "../../src/display/evidence.js";
import {figureHtml} from "../../src/display/figure.js";
import {diagnosis} from "./penguins.js";
import {matchGolden} from "./golden.js";

const all = diagnosis.findings.flatMap(({evidence}) => evidence);
const series = (values: Extract<Evidence, {kind: "series"}>["lines"][number]["values"], scale?: "log"): Evidence => ({
  kind: "series",
  label: "loss",
  y: {label: "loss", scale},
  lines: [{name: "loss", values}],
});
const draw = async (evidence: Evidence) => toSvg(toSpec(evidence)!, {label: evidence.label});
const paths = (svg: string) => [...svg.matchAll(/<path[^>]* d="(M[^"]*)"[^>]*stroke="#2f7fd0"/g)].map(([, path]) => path);

describe("evidence", function () {
  this.timeout(30_000);
  it("has a fixture for every kind", () => {
    expect(new Set(all.map(({kind}) => kind))).to.deep.equal(
      new Set(["number", "series", "table", "matrix", "histogram", "image", "text", "code"]),
    );
  });

  for (const evidence of all)
    it(`draws ${evidence.kind}: ${evidence.label}`, async () =>
      matchGolden(`${await figureHtml(evidence)}\n`, `${evidence.label.toLowerCase().replace(/\W+/g, "-")}.html`));

  it("draws the same bytes each time, several at once", async () => {
    const [first, ...others] = await Promise.all([1, 2, 3].map(async () => Promise.all(all.map(figureHtml))));
    for (const other of others) expect(other).to.deep.equal(first);
  });

  it("ends a line where it stops being finite, and says so", async () => {
    const svg = await draw(series([3, 2, "NaN", "Infinity"]));
    expect(svg).to.contain("loss: NaN");
    expect(paths(svg)[0]!.split("L")).to.have.length(2);
  });

  it("leaves out what a logarithmic scale cannot hold", async () => {
    expect(await draw(series([0, -1, 10, 100], "log"))).to.not.match(/NaN|Infinity/);
  });

  it("draws nothing at all without a number, and does not fail", async () => {
    expect(await draw(series(["NaN", "NaN"]))).to.match(/^<svg /);
    expect(await draw(series([]))).to.match(/^<svg /);
    expect(await draw(series([5]))).to.match(/^<svg /);
  });

  it("draws open bins as wide as their neighbours", async () => {
    const svg = await draw({
      kind: "histogram",
      label: "h",
      edges: ["-Infinity", 0, 1, "Infinity"],
      series: [{name: "a", counts: [1, 2, 3]}],
    });
    expect(svg).to.not.match(/NaN|Infinity/);
    expect(svg)
      .to.match(/>−1(?:\.0)?</)
      .and.to.match(/>2(?:\.0)?</);
  });

  it("does not make news of noise: a flat line lies flat in the middle", async () => {
    const heights = (svg: string) =>
      paths(svg)[0]!
        .split(/[ML]/)
        .slice(1)
        .map((point) => Number(point.split(",")[1]));
    const flat = heights(await draw(series([12.91, 12.93, 12.92])));
    expect(Math.max(...flat) - Math.min(...flat)).to.be.below(20);
    const moving = heights(await draw(series([12, 13, 12.5])));
    expect(Math.max(...moving) - Math.min(...moving)).to.be.above(80);
  });

  it("thins a long line, keeps its ends and says so", async () => {
    const long = series(Array.from({length: 20_000}, (_, index) => Math.sin(index / 500)));
    const html = await figureHtml(long);
    expect(html).to.contain("every 40th of 20000 points");
    expect(html.length).to.be.below(20_000);
  });

  it("keeps numbers in labels as they are", async () => {
    const svg = await draw({
      kind: "series",
      label: "0.000125 and 0.333333",
      lines: [
        {name: "0.000125", values: [1, 2]},
        {name: "b", values: [2, 1]},
      ],
    });
    expect(svg).to.contain('aria-label="0.000125 and 0.333333"').and.to.contain(">0.000125<");
  });

  it("says why a picture cannot be drawn", async () => {
    expect(await figureHtml({kind: "image", label: "p", width: 2, height: 2, channels: 1, pixels: [1]})).to.contain(
      "cannot be drawn: expected 2 × 2 × 1 = 4 values, got 1",
    );
  });
});
