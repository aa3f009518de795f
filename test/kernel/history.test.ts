import {expect} from "chai";
import {History, type HistoryRequest} from "../../kernel/history.js";

describe("the history", () => {
  const history = new History();
  for (const [index, source] of ["a = 1", "b.c", "a = 1", "a * 2"].entries())
    history.add({number: index + 1, source, result: index === 1 ? "2" : null});
  const numbers = async (request: HistoryRequest) => (await history.read(request)).map(([, number]) => number);

  it("gives the tail", async () => expect(await numbers({hist_access_type: "tail", n: 2})).to.deep.equal([3, 4]));
  it("gives nothing for none", async () => expect(await numbers({n: 0})).to.deep.equal([]));
  it("gives a range without its end", async () =>
    expect(await numbers({hist_access_type: "range", start: 2, stop: 4})).to.deep.equal([2, 3]));
  it("gives an open range", async () => expect(await numbers({hist_access_type: "range", start: 3, stop: null})).to.deep.equal([3, 4]));
  it("searches by glob", async () => expect(await numbers({hist_access_type: "search", pattern: "a ? 1"})).to.deep.equal([1, 3]));
  it("takes a dot for a dot", async () => expect(await numbers({hist_access_type: "search", pattern: "b.*"})).to.deep.equal([2]));
  for (const [pattern, fitting] of [
    ["*=*", [1, 3]],
    ["*1", [1, 3]],
    ["?.?", [2]],
    ["a", []],
    ["a*a", []],
    ["*?*?*?*?*", [1, 3, 4]],
    ["**c**", [2]],
  ] as const)
    it(`searches for ${pattern}`, async () => expect(await numbers({hist_access_type: "search", pattern})).to.deep.equal(fitting));
  it("searches each source once", async () =>
    expect(await numbers({hist_access_type: "search", pattern: "a*", unique: true})).to.deep.equal([3, 4]));
  it("gives results when asked", async () =>
    expect(await history.read({hist_access_type: "search", pattern: "b*", output: true})).to.deep.equal([[1, 2, ["b.c", "2"]]]));
});
