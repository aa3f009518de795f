import {expect} from "chai";
import {diagnosisType, findingType} from "../../../src/display/mime.js";
import {compareOutputs} from "../../../src/harness/outputs/compare.js";
import {display, failure, result, stream, types} from "./outputs.js";

const strict = {mode: "strict"} as const;

describe("compareOutputs", () => {
  it("compares results, and says which line differs", () => {
    expect(compareOutputs({stored: [result("1\n2")], fresh: [result("1\n3")]})).to.deep.equal([
      {where: "result, line 2", stored: "2", fresh: "3"},
    ]);
    expect(compareOutputs({stored: [result("42")], fresh: [result("42")]})).to.deep.equal([]);
  });

  it("compares nothing when lax, and no cell without stored outputs", () => {
    expect(compareOutputs({stored: [result("1")], fresh: []}, {mode: "lax"})).to.deep.equal([]);
    expect(compareOutputs({stored: [], fresh: [result("1"), stream("hi")]}, strict)).to.deep.equal([]);
  });

  it("misses a result that is gone, and one that is new", () => {
    expect(compareOutputs({stored: [result("1")], fresh: []})).to.deep.equal([{where: "result", stored: "1", fresh: "nothing"}]);
    expect(compareOutputs({stored: [stream("hi")], fresh: [stream("hi"), result("1")]})).to.deep.equal([
      {where: "result", stored: "nothing", fresh: "1"},
    ]);
  });

  it("takes a tolerance", () => {
    const pair = {stored: [result("loss 0.50")], fresh: [result("loss 0.51")]};
    expect(compareOutputs(pair)).to.have.length(1);
    expect(compareOutputs(pair, {tolerance: 0.05})).to.deep.equal([]);
  });

  it("compares streams when strict, each as a whole", () => {
    const stored = [stream("one\n"), stream("careful\n", "stderr"), stream("two\n")];
    expect(compareOutputs({stored, fresh: [stream("one\ntwo\n"), stream("careful\n", "stderr")]}, strict)).to.deep.equal([]);
    expect(compareOutputs({stored, fresh: [stream("one\nthree\n")]})).to.deep.equal([]);
    expect(compareOutputs({stored, fresh: [stream("one\nthree\n")]}, strict)).to.deep.equal([
      {where: "stdout, line 2", stored: "two", fresh: "three"},
      {where: "stderr", stored: "careful", fresh: "nothing"},
    ]);
  });

  it("compares images when strict: bytes, or what SVG says", () => {
    const png = (base64: string) => [display({"image/png": base64})];
    expect(compareOutputs({stored: png("iVBO\nRw0K"), fresh: png("iVBORw0K")}, strict)).to.deep.equal([]);
    expect(compareOutputs({stored: png("iVBORw0K"), fresh: png("iVBORw0L")})).to.deep.equal([]);
    expect(compareOutputs({stored: png("iVBORw0K"), fresh: png("iVBORw0L")}, strict)).to.have.length(1);
    const svg = (id: string, x: string) => [
      display({"image/svg+xml": `<svg><g id="${id}"><path d="M${x},2L3-4" fill="url(#${id})"/></g></svg>`}),
    ];
    expect(compareOutputs({stored: svg("clip1", "0.3"), fresh: svg("clip7", "0.30000000000000004")}, strict)).to.deep.equal([]);
    expect(compareOutputs({stored: svg("clip1", "0.3"), fresh: svg("clip1", "0.4")}, strict)[0]!.where).to.equal("image, line 3");
  });

  it("compares errors when strict, by name and message", () => {
    const [stored, fresh] = [[failure("TypeError", "no x")], [failure("TypeError", "no y")]];
    expect(compareOutputs({stored, fresh})).to.deep.equal([]);
    expect(compareOutputs({stored, fresh: stored}, strict)).to.deep.equal([]);
    expect(compareOutputs({stored, fresh}, strict)).to.deep.equal([{where: "error", stored: "TypeError: no x", fresh: "TypeError: no y"}]);
  });

  it("compares no widgets", () => {
    const widget = (id: string) => [result({[types.widget]: {model_id: id}, "text/plain": `Widget(${id})`})];
    expect(compareOutputs({stored: widget("a"), fresh: widget("b")})).to.deep.equal([]);
  });

  it("compares JSON by its structure when there is no text", () => {
    const json = (value: unknown) => [result({"application/json": value})];
    expect(compareOutputs({stored: json({a: 1, b: [0.1]}), fresh: json({b: [0.1 + 1e-17], a: 1})})).to.deep.equal([]);
    expect(compareOutputs({stored: json({a: 1, b: [0.1]}), fresh: json({a: 1, b: [0.2]})})).to.deep.equal([
      {where: "result, b[0]", stored: "0.1", fresh: "0.2"},
    ]);
    expect(compareOutputs({stored: json({a: 1}), fresh: json({})})).to.deep.equal([{where: "result, a", stored: "1", fresh: "nothing"}]);
    expect(compareOutputs({stored: json({at: "2026-01-01T10:00:00Z"}), fresh: json({at: "2026-02-02T11:00:00Z"})})).to.deep.equal([]);
  });

  it("says when a result changed its kind", () => {
    expect(compareOutputs({stored: [result({"text/markdown": "*a*"})], fresh: [result("a")]})).to.deep.equal([
      {where: "result", stored: "text/markdown", fresh: "a"},
    ]);
  });

  it("names the result among several, and stops after 20 differences", () => {
    const stored = [result("1"), result("2")];
    expect(compareOutputs({stored, fresh: [result("1"), result("3")]})[0]!.where).to.equal("result 2, result");
    const list = (value: number) => [result({"application/json": Array.from({length: 99}, () => value)})];
    expect(compareOutputs({stored: list(1), fresh: list(2)})).to.have.length(20);
  });

  it("compares a diagnosis by its findings, wherever it was made", () => {
    const about = {name: "dead-units", stage: "training", symptom: "", cause: "", remedy: "", source: {}};
    const diagnosis = (verdict: string, backend: string) => [
      result({
        [diagnosisType]: {findings: [{about, verdict, summary: "3 units", evidence: []}], suspects: [], environment: {backend}, seconds: 1},
        "text/plain": `on ${backend}`,
      }),
    ];
    expect(compareOutputs({stored: diagnosis("fail", "wasm"), fresh: diagnosis("fail", "cpu")})).to.deep.equal([]);
    expect(compareOutputs({stored: diagnosis("fail", "wasm"), fresh: diagnosis("pass", "wasm")})).to.deep.equal([
      {where: "finding dead-units, verdict", stored: "fail", fresh: "pass"},
    ]);
  });

  it("compares findings of one name one by one", () => {
    const about = {name: "dead-units", stage: "training", symptom: "", cause: "", remedy: "", source: {}};
    const findings = (...verdicts: string[]) => [
      result({[findingType]: verdicts.map((verdict) => ({about, verdict, summary: "3 units", evidence: []}))}),
    ];
    expect(compareOutputs({stored: findings("fail", "pass"), fresh: findings("fail", "pass")})).to.deep.equal([]);
    expect(compareOutputs({stored: findings("fail", "pass"), fresh: findings("warn", "pass")})).to.deep.equal([
      {where: "finding dead-units, verdict", stored: "fail", fresh: "warn"},
    ]);
    expect(compareOutputs({stored: findings("fail", "pass"), fresh: findings("fail")})[0]!.where).to.equal("finding dead-units 2");
  });
});
