import {expect} from "chai";
import {excerpt} from "../../src/harness/excerpt.js";

describe("excerpt", () => {
  const source = "one\ntwo\n\tthree\nfour\nfive";
  it("shows the lines around a place and a caret below it", () => {
    expect(excerpt(source, {line: 3, column: 4})).to.equal("  1 | one\n  2 | two\n> 3 | \tthree\n    | \t  ^\n  4 | four");
  });
  it("works at the ends", () => {
    expect(excerpt("one", {line: 1})).to.equal("> 1 | one");
    expect(excerpt(source, {line: 5, column: 1})).to.equal("  3 | \tthree\n  4 | four\n> 5 | five\n    | ^");
  });
});
