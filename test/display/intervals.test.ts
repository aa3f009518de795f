import {expect} from "chai";
import {evidenceText} from "../../src/display/evidence-text.js";
import {figureHtml} from "../../src/display/figure.js";
import type {Evidence} from "../../src/finding.js";

const forest: Evidence = {
  kind: "intervals",
  label: "how much lower is the loss?",
  x: {label: "loss lower by, %"},
  rows: [
    {name: "more-units", value: 5, low: 0, high: 10},
    {name: "adam", value: -10, low: -20, high: 0},
    {name: "broken", value: "NaN", low: "-Infinity", high: "Infinity"},
  ],
  marks: [{axis: "x", value: 0, label: "yours"}],
};

describe("intervals", () => {
  it("are drawn in text on one scale", () => {
    const [title, units, adam, broken, mark] = evidenceText(forest, {width: 100});
    expect(title).equal("how much lower is the loss?");
    expect(units).match(/^ {2}more-units {22}─{5}●─{5} {2}5 \(0 to 10\)$/);
    expect(adam).match(/^ {2}adam {7}─{10}●─{11} {12}-10 \(-20 to 0\)$/);
    expect(broken).contain("NaN (-Infinity to Infinity)");
    expect(mark).equal("  yours: x = 0");
  });

  it("are drawn as a forest plot", async () => {
    const html = await figureHtml(forest);
    for (const word of ["<svg", "more-units", "adam", "loss lower by, %", "yours"]) expect(html).contain(word);
    expect(html).not.contain("NaN");
  });
});
