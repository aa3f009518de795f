import {expect} from "chai";
import {compareOutputs} from "../../../src/harness/outputs/compare.js";
import {display, result, types} from "./outputs.js";

const values = [
  {x: 1, y: 0.5, day: "2026-01-05"},
  {x: 2, y: 0.7, day: "2026-01-06"},
];
const spec = {
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  mark: "point",
  data: {values},
  encoding: {x: {field: "x", type: "quantitative"}, y: {field: "y", type: "quantitative"}},
};
const figure = {
  data: [
    {type: "bar", x: ["a", "b"], y: [1, 2.5], uid: "abc123"},
    {type: "scatter", x: ["a", "b"], y: [3, 4]},
  ],
  layout: {title: {text: "Counts"}, template: {layout: {}}},
};

const compare = (type: string, stored: unknown, fresh: unknown) =>
  compareOutputs({stored: [result({[type]: stored, "text/plain": "chart"})], fresh: [result({[type]: fresh, "text/plain": "chart"})]});
const vegaLite = (fresh: unknown) => compare(types.vegaLite, spec, fresh);
const plotly = (fresh: unknown) => compare(types.plotly, figure, fresh);

describe("charts of outputs", () => {
  it("compares what a Vega-Lite chart draws, and says where", () => {
    expect(vegaLite({...spec, encoding: {...spec.encoding, x: {field: "y", type: "quantitative"}}})).to.deep.equal([
      {where: "chart, encoding.x.field", stored: "x", fresh: "y"},
    ]);
    expect(vegaLite({...spec, mark: "bar"})).to.deep.equal([{where: "chart, mark.type", stored: "point", fresh: "bar"}]);
    expect(vegaLite({...spec, data: {values: values.slice(1)}})[0]).to.deep.equal({
      where: "chart, data.values",
      stored: "2 items",
      fresh: "1 item",
    });
    expect(vegaLite({...spec, data: {values: values.toReversed()}})).to.not.deep.equal([]);
    expect(vegaLite({...spec, data: {values: [values[0], {...values[1], y: 0.71}]}})).to.deep.equal([
      {where: "chart, data.values[1].y", stored: "0.7", fresh: "0.71"},
    ]);
  });

  it("holds dates of a chart's rows for data", () => {
    expect(vegaLite({...spec, data: {values: [values[0], {...values[1], day: "2026-01-07"}]}})).to.have.length(1);
  });

  it("ignores a Vega-Lite chart's theme, editor, minor version, order of keys and shorthands", () => {
    const {mark, $schema: _, ...rest} = spec;
    const fresh = {
      ...rest,
      usermeta: {embedOptions: {}},
      config: {background: "#fff"},
      mark: {type: mark},
      $schema: "https://vega.github.io/schema/vega-lite/v5.20.1.json",
    };
    expect(vegaLite(fresh)).to.deep.equal([]);
    expect(vegaLite({...fresh, $schema: "https://vega.github.io/schema/vega-lite/v6.json"})).to.have.length(1);
  });

  it("takes rows under a generated name for rows in their place", () => {
    const named = (name: string) => ({...spec, data: {name}, datasets: {[name]: values}});
    expect(vegaLite(named("data-3fb2"))).to.deep.equal([]);
    expect(compare(types.vegaLite, named("data-3fb2"), named("data-99ab"))).to.deep.equal([]);
    expect(vegaLite({...named("d"), datasets: {d: values.slice(1)}})).to.not.deep.equal([]);
  });

  it("knows the datasets of a Vega chart by their order", () => {
    const vega = (name: string, field = "y") => ({
      $schema: "https://vega.github.io/schema/vega/v5.json",
      data: [
        {name, values},
        {name: `${name}-sum`, source: name},
      ],
      scales: [{name: "x", domain: {data: name, field}}],
      marks: [{type: "rect", from: {data: `${name}-sum`}}],
    });
    expect(compare(types.vega, vega("source_0"), vega("table-7"))).to.deep.equal([]);
    expect(compare(types.vega, vega("source_0"), vega("source_0", "x"))).to.deep.equal([
      {where: "chart, scales[0].domain.field", stored: "y", fresh: "x"},
    ]);
  });

  it("compares the traces of a Plotly figure in order", () => {
    expect(plotly({...figure, data: figure.data.slice(1)})[0]).to.deep.equal({where: "chart, data", stored: "2 items", fresh: "1 item"});
    expect(plotly({...figure, data: figure.data.toReversed()})).to.not.deep.equal([]);
    expect(plotly({...figure, layout: {title: {text: "Sums"}}})).to.deep.equal([
      {where: "chart, layout.title.text", stored: "Counts", fresh: "Sums"},
    ]);
  });

  it("ignores a Plotly figure's settings, template and ids", () => {
    const data = figure.data.map((trace) => ({...trace, uid: "other"}));
    expect(plotly({config: {responsive: true}, layout: {title: {text: "Counts"}}, data})).to.deep.equal([]);
  });

  it("compares charts that are displayed on the way", () => {
    const stored = [display({[types.vegaLite]: spec}), display({[types.plotly]: figure}), display({"text/plain": "1"})];
    expect(compareOutputs({stored, fresh: stored.slice(0, 2)})).to.deep.equal([]);
    expect(compareOutputs({stored, fresh: stored.slice(0, 1)})).to.deep.equal([
      {where: "chart 2", stored: "a Plotly chart", fresh: "nothing"},
    ]);
    expect(compareOutputs({stored, fresh: [stored[1]!, stored[0]!]})[0]).to.deep.equal({
      where: "chart 1",
      stored: "a Vega-Lite chart",
      fresh: "a Plotly chart",
    });
  });

  it("misses a chart that became a text", () => {
    expect(compareOutputs({stored: [result({[types.vegaLite]: spec, "text/plain": "chart"})], fresh: [result("chart")]})).to.deep.equal([
      {where: "chart", stored: "a Vega-Lite chart", fresh: "chart"},
    ]);
  });
});
