import {expect} from "chai";
import {promise, boundOf, isFall} from "../../../src/harness/promote/bound.js";
import {learn} from "../../../src/harness/promote/learn.js";
import {sightOf} from "../../../src/harness/promote/sight.js";

/** What is written of a value `x` that was these in as many runs, with the evidence and the notes. */
function learned(...values: unknown[]): string[] {
  const {claims, notes} = learn(values.map((value) => sightOf(value)));
  return [
    ...claims.map(({code, evidence}) => code("x") + (evidence === undefined ? "" : ` // ${evidence}`)),
    ...notes.map((note) => `note: ${note}`),
  ];
}

const same = (value: unknown): string[] => learned(value, value, value);

describe("learn", () => {
  const equal: [unknown, string][] = [
    [3, "expect(x).to.equal(3);"],
    [-0, "expect(x).to.equal(-0);"],
    [NaN, "expect(x).to.be.NaN;"],
    [-Infinity, "expect(x).to.equal(-Infinity);"],
    [12n, "expect(x).to.equal(12n);"],
    [null, "expect(x).to.equal(null);"],
    ['say "a"\n', 'expect(x).to.equal("say \\"a\\"\\n");'],
    [new Date(0), 'expect(x).to.deep.equal(new Date("1970-01-01T00:00:00.000Z"));'],
    [[1, -0, NaN], "expect(x).to.deep.equal([1, -0, NaN]);"],
    [[], "expect(x).to.deep.equal([]);"],
    [{a: 1, "b c": [{d: "e"}]}, 'expect(x).to.deep.equal({a: 1, "b c": [{d: "e"}]});'],
    [new Float32Array([0.5, 2]), "expect(x).to.deep.equal(new Float32Array([0.5, 2]));"],
  ];
  for (const [value, code] of equal) it(`asserts ${code.slice(0, 60)}`, () => expect(same(value)).to.deep.equal([code]));

  it("lays a long value out on several lines", () => {
    expect(
      same({name: "a", rows: [{text: "x".repeat(40)}, {text: "y".repeat(40)}], counts: Array.from({length: 18}, (_, i) => i * 1000)}),
    ).to.deep.equal([
      `expect(x).to.deep.equal({
  name: "a",
  rows: [
    {text: "${"x".repeat(40)}"},
    {text: "${"y".repeat(40)}"},
  ],
  counts: [
    0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10000, 11000,
    12000, 13000, 14000, 15000, 16000, 17000,
  ],
});`,
    ]);
  });

  it("gives numbers that vary a tolerance and the evidence", () => {
    expect(learned(10, 10.1, 9.9)).to.deep.equal(["expect(x).to.be.closeTo(10, 1.2); // 3 runs: 9.9 to 10.1"]);
    expect(learned({a: 1, b: {c: 10}}, {a: 1, b: {c: 10.1}}, {a: 1, b: {c: 9.9}})).to.deep.equal([
      'expect(x).to.have.property("a", 1);',
      'expect(x).to.have.nested.property("b.c").that.is.closeTo(10, 1.2); // 3 runs: 9.9 to 10.1',
    ]);
  });

  it("says where a value varies too much", () => {
    expect(learned(0.001, 5, -4)).to.deep.equal([
      "expect(x).to.be.finite; // 3 runs: -4 to 5",
      "note: the value varies too much (3 runs: -4 to 5): that it is finite, and no more",
    ]);
    expect(learned(1, NaN)).to.deep.equal(["note: the value is not finite in some runs"]);
    expect(learned("a", "b")).to.deep.equal(['expect(x).to.be.a("string"); // varies', "note: the value varies: its type alone"]);
    expect(learned([1], [1, 2])).to.deep.equal(["note: the length of the value varies"]);
    expect(learned({a: 1}, {b: 1})).to.deep.equal(["note: the keys of the value vary"]);
    expect(learned(1, ["a"])).to.deep.equal(["note: the value is of different kinds in different runs"]);
    expect(same(new Map())).to.deep.equal(["note: the value is a Map"]);
    expect(same(`${process.cwd()}/a.csv`)).to.deep.equal(["note: the value holds a path of this machine"]);
  });

  it("asserts length and range of long lists, and that losses fall where they did for sure", () => {
    const long = Array.from({length: 200}, (_, i) => i / 7);
    expect(same(long).slice(0, 3)).to.deep.equal([
      "expect(x).to.have.lengthOf(200);",
      "expect(x).to.satisfy((values: ArrayLike<number>) => Array.from(values).every(Number.isFinite));",
      "expect(Math.min(...x)).to.equal(0);",
    ]);
    const losses = (noise: number) => [2, 1, 0.5, 0.25, 0.12].map((loss) => loss + noise);
    expect(learned(losses(0), losses(0.001), losses(0.002))).to.include(
      "expect(x).to.satisfy((values: number[]) => values.every((value, i) => i === 0 || value < values[i - 1]!)); // in each of 3 runs",
    );
    expect(learned(losses(0), [2, 1, 0.5, 0.25, 0.26]).join()).not.to.include("i - 1");
  });

  it("asserts marks, channels and rows of charts", () => {
    const spec = (count: number) => ({
      $schema: "https://vega.github.io/schema/vega-lite/v6.json",
      data: {values: Array.from({length: count}, () => ({a: Math.random()}))},
      layer: [{mark: {type: "line", point: true}, encoding: {x: {field: "a", type: "quantitative"}}}],
    });
    const [code] = learned(spec(3), spec(3));
    expect(code).to.equal(
      'expect(x).to.nested.include({\n  "data.values.length": 3,\n  "layer.length": 1,\n  "layer[0].mark.type": "line",\n  "layer[0].encoding.x.field": "a",\n  "layer[0].encoding.x.type": "quantitative",\n});',
    );
    expect(learned(spec(3), spec(4))).to.include("note: some of the chart varies and is left out");
    expect(same({data: [{type: "bar", x: [1, 2]}], layout: {}})[0]).to.equal(
      'expect(x).to.nested.include({"data.length": 1, "data[0].type": "bar", "data[0].x.length": 2});',
    );
  });

  it("asserts the verdict of each check", () => {
    const finding = (name: string, verdict: string) => ({about: {name}, verdict, summary: "s", evidence: []});
    expect(same(finding("flu", "warn"))).to.deep.equal([
      'expect(x).to.have.nested.property("about.name", "flu");',
      'expect(x).to.have.property("verdict", "warn");',
    ]);
    const list = (verdict: string) => [finding("flu", verdict), finding("dead-units", "pass")];
    expect(same(list("skip"))[0]).to.equal(
      'expect(Object.fromEntries(x.map(({about, verdict}) => [about.name, verdict]))).to.deep.equal({flu: "skip", "dead-units": "pass"});',
    );
    expect(learned(list("skip"), list("warn"))).to.deep.equal([
      'expect(Object.fromEntries(x.map(({about, verdict}) => [about.name, verdict]))).to.include({"dead-units": "pass"});',
      "note: the verdicts of flu vary and are left out",
    ]);
  });

  it("asserts shape, type and range of tensors, and epochs, falls and ends of a fit", () => {
    const tensor = (...values: number[]) => ({
      shape: [values.length],
      dtype: "float32",
      rankType: "1",
      isDisposed: false,
      dataSync: () => values,
    });
    expect(learned(tensor(1, 5), tensor(1.01, 5))).to.deep.equal([
      'expect(x).to.have.deep.property("shape", [2]);',
      'expect(x).to.have.property("dtype", "float32");',
      "expect(x.min().dataSync()[0]).to.be.closeTo(1.005, 0.087); // 2 runs: 1 to 1.01",
      "expect(x.max().dataSync()[0]).to.be.closeTo(5, 0.00005);",
    ]);
    expect(learned(tensor(NaN, 5), tensor(1, 5))).to.include("note: the tensor's range varies too much, or is not finite");
    const history = (noise: number) => ({epoch: [0, 1, 2], history: {loss: [3 + noise, 2 + noise, 1 + noise], acc: [0, 1, 1]}});
    expect(learned(history(0), history(0.01), history(0.02))).to.deep.equal([
      "expect(x.history.loss).to.have.lengthOf(3);",
      "expect(x.history.loss).to.satisfy((values: number[]) => values.every(Number.isFinite));",
      "expect(x.history.loss).to.satisfy((values: number[]) => values.every((value, i) => i === 0 || value < values[i - 1]!)); // in each of 3 runs",
      "expect(x.history.loss.at(-1)).to.be.closeTo(1.01, 0.12); // 3 runs: 1 to 1.02",
      "expect(x.history.acc).to.have.lengthOf(3);",
      "expect(x.history.acc).to.satisfy((values: number[]) => values.every(Number.isFinite));",
      "expect(x.history.acc.at(-1)).to.be.closeTo(1, 0.00001);",
    ]);
  });

  it("takes ten deviations for a tolerance, and promises no more than so few runs can", () => {
    const bound = boundOf([1, 2, 3, 4, 100])!;
    expect(bound).to.equal(undefined);
    const {centre, tolerance} = boundOf([99, 100, 101])!;
    expect(centre).to.equal(100);
    // s = 1, n = 3: 10 · √(4/3) = 11.55.
    expect(tolerance).to.be.within(11.55, 12);
    expect(promise(5)).to.equal(1 / 6);
    expect(promise(500)).to.be.below(0.014);
    expect(isFall([3, 3.1, 2.9], [1, 1.1, 0.9])).to.equal(true);
    expect(isFall([3, 3.1, 2.9], [2.9, 2, 2.8])).to.equal(false);
  });
});
