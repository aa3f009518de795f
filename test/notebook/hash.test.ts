import {expect} from "chai";
import {hash} from "../../src/notebook/hash.js";

describe("hash", () => {
  it("differs for texts that differ in anything", () => {
    const texts = Array.from({length: 20_000}, (_, index) => `let x${index % 7} = ${index};${" ".repeat(index % 3)}`);
    expect(new Set([...texts, ...texts.map((text) => `${text}\n`)].map(hash)).size).to.equal(40_000);
    expect(hash("ab")).to.not.equal(hash("ba"));
  });
  it("is sixteen digits, always the same", () => {
    expect(hash(""))
      .to.match(/^[0-9a-f]{16}$/)
      .and.to.equal(hash(""));
  });
});
