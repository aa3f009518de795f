import {expect} from "chai";
import {expressionBefore, pointsOf, unitsOf, wordBefore} from "../../kernel/text.js";

describe("text around a cursor", () => {
  it("counts code points and UTF-16 units", () => {
    const text = "a😀b";
    expect([0, 1, 2, 3].map((points) => unitsOf(text, points))).to.deep.equal([0, 1, 3, 4]);
    expect([0, 1, 3, 4].map((units) => pointsOf(text, units))).to.deep.equal([0, 1, 2, 3]);
  });

  it("finds the word", () => expect(wordBefore("foo.$bär_1 ", 10)).to.equal("$bär_1"));

  const expressions: [string, string][] = [
    ["a", "a"],
    ["x = a.b", "a.b"],
    ["f(a.b", "a.b"],
    ["a?.b", "a?.b"],
    ["a[0].b", "a[0].b"],
    ["1 + f(x, [y])(z).q", "f(x, [y])(z).q"],
    ["return 'str'", "'str'"],
    ["[1, 2]", "[1, 2]"],
    ["a\n  .b", "a\n  .b"],
    ["if (x) y", "y"],
    ["x = (1 + 2)", "(1 + 2)"],
    ["a + ", ""],
    ["", ""],
  ];
  for (const [text, expression] of expressions) {
    it(`finds the expression before the end of ${JSON.stringify(text)}`, () => expect(expressionBefore(text)).to.equal(expression));
  }
});
