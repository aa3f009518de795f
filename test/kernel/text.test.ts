import {expect} from "chai";
import {calleeBefore, expressionBefore, isText, pointsOf, unitsOf, wordBefore} from "../../kernel/text.js";

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

describe("where a cursor lies", () => {
  const cases: [string, boolean][] = [
    ["Math.fl|", false],
    ["// Math.fl|", true],
    ["// one\nMath.fl|", false],
    ["/* a\n Math.fl|", true],
    ["/* a */ Math.fl|", false],
    ["'Math.fl|", true],
    ["'it' + Math.fl|", false],
    ["`a ${Math.fl|", false],
    ["`a ${x} Math.fl|", true],
    ['"\\"" + Math.fl|', false],
    ["'open\nMath.fl|", false],
    ["'http://a' + Math.fl|", false],
  ];
  for (const [code, text] of cases)
    it(`${text ? "is" : "is not"} text in ${JSON.stringify(code)}`, () => {
      expect(isText(code.replace("|", ""), code.indexOf("|"))).to.equal(text);
    });

  const calls: [string, string | undefined][] = [
    ["parseInt('4', |", "parseInt"],
    ["f(g(1), [2, |", undefined],
    ["f(g(1), |", "f"],
    ["a.b(|", "a.b"],
    ["if (x) |", undefined],
    ["(1, |", undefined],
  ];
  for (const [code, callee] of calls)
    it(`finds the call in ${JSON.stringify(code)}`, () => {
      const end = calleeBefore(code.replace("|", ""), code.indexOf("|"));
      expect(end === undefined ? undefined : code.slice(0, end + 1)).to.equal(callee);
    });
});

describe("long texts around a cursor", () => {
  const readers = {wordBefore, expressionBefore, isText, calleeBefore} as const;
  const parts = ["a", "a.", "a()", "[", ")", "'", '"', "`", "`\\", "${", "a//", "\t/*", "\r/*", " ", "\n", "a  "];
  for (const [name, reader] of Object.entries(readers)) {
    // From each place to the end it would be minutes.
    it(`${name} takes a time that grows with their length`, () => {
      const start = performance.now();
      for (const text of parts.map((part) => part.repeat(200_000))) reader(`${text} `, text.length + 1);
      expect(performance.now() - start).to.be.below(10_000);
    });
  }
});
