import {stripVTControlCharacters} from "node:util";
import {expect} from "chai";
import {describeTrouble} from "../../kernel/traceback.js";

describe("describeTrouble", () => {
  const sources: Record<string, string> = {"3": "const a = 1;\n  boom();\nlast", "1": "function boom() { throw 1 }"};
  const trouble = (frames: string[], causes: Parameters<typeof describeTrouble>[0]["causes"] = []) =>
    describeTrouble({name: "E", message: "m", frames, causes}, {label: "3", sourceOf: (label) => sources[label]});

  it("shows the innermost cell line with a caret, and where the failing cell was", () => {
    const {line, column, traceback} = trouble(["at boom (cell 1, line 1:19)", "at cell 3, line 2:3"]);
    expect([line, column]).to.deep.equal([2, 3]);
    expect(traceback.map((text) => stripVTControlCharacters(text))).to.deep.equal([
      "E: m",
      "cell 1, line 1",
      "> 1 | function boom() { throw 1 }",
      "    |                   ^",
      "    at boom (cell 1, line 1:19)",
      "    at cell 3, line 2:3",
    ]);
  });

  it("shows the lines around", () => {
    const {traceback} = trouble(["at cell 3, line 2:3"]);
    expect(stripVTControlCharacters(traceback.slice(1, 6).join("\n"))).to.equal(
      "cell 3, line 2\n  1 | const a = 1;\n> 2 |   boom();\n    |   ^\n  3 | last",
    );
  });

  it("shows causes, and does without a place", () => {
    const {traceback, ...rest} = trouble([], [{name: "C", message: "why", frames: [], causes: []}]);
    expect(traceback.map((text) => stripVTControlCharacters(text))).to.deep.equal(["E: m", "caused by C: why"]);
    expect(rest).to.deep.equal({ename: "E", evalue: "m"});
  });
});

describe("the excerpt of a long line", () => {
  for (const column of [1, 30, 120, 399, 400]) {
    it(`has the caret below the sign that is meant, at ${column}`, () => {
      const source = Array.from({length: 400}, (_, index) => String.fromCharCode(97 + (index % 26))).join("");
      const failure = {name: "E", message: "m", frames: [`at cell 1, line 1:${column}`], causes: []};
      const {traceback} = describeTrouble(failure, {label: "1", sourceOf: () => source});
      const [line, caret] = traceback.slice(2, 4).map((text) => text.replace(/\x1b\[\d+m/g, ""));
      expect(line!.length).to.be.below(115);
      expect(line![caret!.indexOf("^")]).to.equal(source[column - 1]);
    });
  }
});
