import {expect} from "chai";
import {readHistory, type HistoryRequest} from "../../kernel/history.js";

describe("readHistory", () => {
  const lines = ["a = 1", "b.c", "a = 1", "a * 2"].map((source, index) => ({
    session: 1,
    number: index + 1,
    source,
    result: index === 1 ? "2" : null,
  }));
  const numbers = (request: HistoryRequest) => readHistory(lines, {...request, current: 1}).map(([, number]) => number);

  it("gives the tail", () => expect(numbers({hist_access_type: "tail", n: 2})).to.deep.equal([3, 4]));
  it("gives nothing for none", () => expect(numbers({n: 0})).to.deep.equal([]));
  it("gives a range without its end", () => expect(numbers({hist_access_type: "range", start: 2, stop: 4})).to.deep.equal([2, 3]));
  it("gives an open range", () => expect(numbers({hist_access_type: "range", start: 3, stop: null})).to.deep.equal([3, 4]));
  it("searches by glob", () => expect(numbers({hist_access_type: "search", pattern: "a ? 1"})).to.deep.equal([1, 3]));
  it("takes a dot for a dot", () => expect(numbers({hist_access_type: "search", pattern: "b.*"})).to.deep.equal([2]));
  it("searches each source once", () => expect(numbers({hist_access_type: "search", pattern: "a*", unique: true})).to.deep.equal([3, 4]));
  it("gives results when asked", () =>
    expect(readHistory(lines, {hist_access_type: "search", pattern: "b*", output: true, current: 1})).to.deep.equal([
      [1, 2, ["b.c", "2"]],
    ]));
});
