import {expect} from "chai";
import type {Power} from "../../src/finding.js";
import {toBundle} from "../../src/display/bundle.js";

const cell = (strength: number, {rows, seen, unsure = 0}: {rows: number; seen: number; unsure?: number}) => ({
  ...{strength, rows, seen, unsure},
  worlds: 10,
  interval: [Math.max(0, seen - 0.2), Math.min(1, seen + 0.2)] as const,
});

const sweep: Power = {
  check: "label-noise",
  level: 0.005,
  sees: "fail",
  axes: {strength: "share of labels wrong", rows: "rows"},
  cells: [
    cell(0, {rows: 60, seen: 0, unsure: 1}),
    cell(0, {rows: 240, seen: 0}),
    cell(0.3, {rows: 60, seen: 0.1}),
    cell(0.3, {rows: 240, seen: 0.9}),
  ],
};

describe("sweeps of power", function () {
  this.timeout(30_000);
  it("are drawn as a heat map with strengths up and rows across", async () => {
    const {data} = await toBundle(sweep);
    const html = String(data["text/html"]);
    for (const word of ["<svg", "label-noise", "share of labels wrong", ">240<", "90 %", "? 100 %", "false alarms", "10 worlds a cell"])
      expect(html).contain(word);
    expect(html).match(/<td[^>]*>70 %<\/td>/);
  });

  it("are told in text, the strongest first, with intervals", async () => {
    const text = String((await toBundle(sweep)).data["text/plain"]);
    const lines = text.split("\n").map((line) => line.split(/ {2,}/));
    expect(lines.slice(2)).deep.equal([
      ["label-noise"],
      ["share of labels wrong", "60 rows", "240 rows"],
      lines[4],
      ["0.3", "10 % (0 % – 30 %)", "90 % (70 % – 100 %)"],
      ["0", "0 % (0 % – 20 %), unsure 100 %", "0 % (0 % – 20 %)"],
    ]);
  });

  it("stand side by side in a list, and survive JSON", async () => {
    const {data} = await toBundle(JSON.parse(JSON.stringify([sweep, {...sweep, check: "no-signal"}])));
    expect(String(data["text/html"])).contain("no-signal").and.contain("label-noise");
  });

  it("escape what they are named", async () => {
    const {data} = await toBundle({...sweep, check: "<b>x"});
    expect(String(data["text/html"])).not.contain("<b>x");
  });
});
