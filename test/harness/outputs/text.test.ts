import {expect} from "chai";
import {compareText} from "../../../src/harness/outputs/text.js";
import {tokensOf} from "../../../src/harness/outputs/tokens.js";

const compare = (stored: string, fresh: string) => compareText({stored, fresh}, {tolerance: 1e-6});
const numerals = (text: string) => [...tokensOf(text)].filter(({numeral}) => numeral).map(({text}) => text);

describe("texts of outputs", () => {
  it("knows numbers from digits in words", () => {
    expect(numerals("loss: -1.5e-3, [.5, +2] x-3 (4)-5 float32 conv2d_1 v1.2.3 1.2.3 #1f77b4 0xff 28x28 12n 1e5ab")).to.deep.equal([
      "-1.5e-3",
      ".5",
      "+2",
      "3",
      "4",
      "5",
      "28",
      "12",
      "1",
    ]);
  });

  it("compares numbers by their size and words by their letters", () => {
    expect(compare("loss 0.30000000000000004", "loss 0.3")).to.deep.equal([]);
    expect(compare("loss 0.30", "loss 0.31")).to.deep.equal([{where: "", stored: "loss 0.30", fresh: "loss 0.31"}]);
    expect(compare("NaN", "0")).to.have.length(1);
    expect(compare("-Infinity", "Infinity")).to.have.length(1);
    expect(compare("NaN", "NaN")).to.have.length(0);
    expect(compare("float32", "float64")).to.have.length(1);
    expect(compare("x -3", "x 3")).to.have.length(1);
    expect(compare("4.22.0", "4.22.1")).to.have.length(1);
  });

  it("takes any white space for any other, as printers fold lines by the width of numbers", () => {
    expect(compare("{ a: 0.30000000000000004, b: 1 }", "{\n  a: 0.3,\n  b: 1\n}")).to.deep.equal([]);
    expect(compare("ab", "a b")).to.have.length(1);
  });

  it("names each line that differs", () => {
    expect(compare("a 1\nb 2\nc 3", "a 1\nb 3\nc 4")).to.deep.equal([
      {where: "line 2", stored: "b 2", fresh: "b 3"},
      {where: "line 3", stored: "c 3", fresh: "c 4"},
    ]);
  });

  it("names the first line that differs when there are more of them", () => {
    expect(compare("a\nb\nc", "a\nc")).to.deep.equal([{where: "line 2", stored: "b", fresh: "c"}]);
    expect(compare("a\nb", "a")).to.deep.equal([{where: "line 2", stored: "b", fresh: "a"}]);
  });

  it("cuts long lines around the place", () => {
    const [difference] = compare(`${"a".repeat(500)} 1 ${"b".repeat(500)}`, `${"a".repeat(500)} 2 ${"b".repeat(500)}`);
    expect(difference!.stored).to.match(/^…a+ 1 b+…$/);
    expect(difference!.fresh).to.match(/^…a+ 2 b+…$/);
    expect(difference!.stored.length).to.be.below(90);
  });

  it("reads a text of ten million characters", () => {
    const text = "0.123 word, ".repeat(800_000);
    expect(compare(`${text}1`, `${text}2`)).to.have.length(1);
  });
});
