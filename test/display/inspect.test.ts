import {expect} from "chai";
import {inspect} from "../../src/display/inspect.js";

class Penguin {
  name = "Pip";
  get mass(): number {
    throw new Error("a getter was run");
  }
}

describe("inspect", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic["me"] = cyclic;
  const cases: [string, unknown, string][] = [
    ["a number", 1, "1"],
    ["minus zero", -0, "-0"],
    ["a bigint", 3n, "3n"],
    ["nested values", {a: [1, "two", null], "b-c": undefined}, '{ a: [1, "two", null], "b-c": undefined }'],
    ["a class", new Penguin(), 'Penguin { name: "Pip" }'],
    ["a map", new Map([["a", new Set([1])]]), 'Map(1) { "a" => Set(1) { 1 } }'],
    ["a typed array", new Float32Array([1, 2]), "Float32Array(2) [1, 2]"],
    ["a circle", cyclic, "{ me: [circular] }"],
    ["a function", function add() {}, "[Function: add]"],
    ["a class itself", Penguin, "[class: Penguin]"],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["an error inside", {error: new TypeError("no")}, "{ error: [TypeError: no] }"],
    ["holes", [, 1], "[empty, 1]"],
    ["no prototype", Object.assign(Object.create(null), {a: 1}), "[no prototype] { a: 1 }"],
    [
      "a getter",
      {
        get a() {
          throw new Error("a getter was run");
        },
      },
      "{ a: [getter] }",
    ],
    [
      "a hostile proxy",
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error("go away");
          },
        },
      ),
      "[cannot be shown: go away]",
    ],
    ["a symbol as key", {[Symbol("s")]: 1}, "{ [Symbol(s)]: 1 }"],
  ];
  for (const [name, value, text] of cases) it(`shows ${name}`, () => expect(inspect(value)).to.equal(text));

  it("is bounded in entries, depth and characters, and says so", () => {
    expect(inspect(Array(1000).fill(7))).to.contain("… 940 more");
    expect(inspect({text: "x".repeat(1000)})).to.contain("… 600 more characters");
    expect(inspect({a: {b: {c: {d: {e: {f: {g: 1}}}}}}})).to.contain("[Object]");
    const wide = Array.from({length: 50}, () => ({first: "x".repeat(60), second: "y".repeat(60), third: 1}));
    expect(inspect(wide).split("\n")).to.have.length(121);
    expect(inspect(wide)).to.match(/\n… \d+ more lines$/);
    expect(inspect(new Float64Array(1e6)).length).to.be.below(600);
  });

  it("breaks long lists into lines of at most the width", () => {
    for (const line of inspect(Array.from({length: 60}, (_, index) => index * 1000)).split("\n")) expect(line.length).to.be.at.most(100);
  });
});
