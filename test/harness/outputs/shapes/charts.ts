import type {Random} from "../../../../src/math/random.js";
import type {Output} from "../../../../src/notebook/output.js";
import {display, result, types} from "../outputs.js";
import {leafChanges, nudgeAll, reverseKeys} from "./mutate.js";
import {float, many, pick, whole, word, type Change, type Shape} from "./shape.js";

type Row = Record<string, string | number>;

interface Parts {
  mark: string;
  x: {field: string; type: string};
  y: {field: string; type: string};
  rows: readonly Row[];
}

const marks = ["point", "line", "bar", "area", "tick"];
const other = (mark: string, draw: Random): string =>
  pick(
    marks.filter((each) => each !== mark),
    draw,
  );

function makeParts(draw: Random): Parts {
  const [x, y, group] = [word(draw), word(draw), word(draw)];
  return {
    mark: pick(marks, draw),
    x: {field: x, type: "quantitative"},
    y: {field: y, type: "quantitative"},
    rows: many(whole(draw, [3, 12]), (index) => ({[x]: index + 1, [y]: float(draw), [group]: word(draw), day: `2026-03-${10 + index}`})),
  };
}

const partChanges = (parts: Parts, show: (parts: Parts) => readonly Output[]): Record<string, Change> => ({
  ...Object.fromEntries(
    Object.entries(leafChanges).map(([name, change]): [string, Change] => [
      name,
      (draw) => show({...parts, rows: change(parts.rows, draw)}),
    ]),
  ),
  "axes swapped": () => show({...parts, x: parts.y, y: parts.x}),
  "another mark": (draw) => show({...parts, mark: other(parts.mark, draw)}),
  "a row missing": (draw) => show({...parts, rows: parts.rows.toSpliced(whole(draw, [0, parts.rows.length - 1]), 1)}),
  "rows swapped": () => show({...parts, rows: [...parts.rows.slice(1), parts.rows[0]!]}),
  "a day changed": () => show({...parts, rows: [{...parts.rows[0]!, day: "2026-04-01"}, ...parts.rows.slice(1)]}),
  "another field": (draw) => show({...parts, y: {...parts.y, field: word(draw)}}),
  "another type": () => show({...parts, x: {...parts.x, type: "ordinal"}}),
  "a chart missing": () => [result("nothing to see")],
});

const vegaLite5 = "https://vega.github.io/schema/vega-lite/v5.json";

/** A Vega-Lite chart as a result, its rows in place. */
export const chart: Shape = (draw) => {
  const parts = makeParts(draw);
  const specOf = ({mark, x, y, rows}: Parts) => ({
    $schema: vegaLite5,
    title: "drawn",
    mark,
    data: {values: rows},
    encoding: {x, y, tooltip: [x, y]},
  });
  const show = (spec: object) => [result({[types.vegaLite]: spec, "text/plain": "Vega-Lite chart"})];
  const spec = specOf(parts);
  const named = (name: string) => show({...spec, data: {name}, datasets: {[name]: parts.rows}});
  return {
    outputs: show(spec),
    changes: partChanges(parts, (changed) => show(specOf(changed))),
    harmless: {
      "other order of keys": () => show(reverseKeys(spec)),
      "last digits": (again) => show(specOf({...parts, rows: nudgeAll(parts.rows, again)})),
      "another dataset name": (again) => named(`data-${word(again)}`),
      "another theme": () => show({...spec, config: {background: "#eee"}, usermeta: {embedOptions: {theme: "dark"}}}),
      "another minor version": () => show({...spec, $schema: vegaLite5.replace("v5", "v5.21.0")}),
    },
  };
};

/** Vega-Lite layers over one named dataset, displayed on the way. */
export const layers: Shape = (draw) => {
  const [parts, rule] = [makeParts(draw), float(draw)];
  const specOf = ({mark, x, y, rows}: Parts, name = "data-1a2b") => ({
    $schema: vegaLite5,
    datasets: {[name]: rows},
    data: {name},
    layer: [
      {mark: {type: mark}, encoding: {x, y}},
      {mark: "rule", data: {values: [{at: rule}]}, encoding: {y: {field: "at"}}},
    ],
  });
  const show = (spec: object) => [display({[types.vegaLite]: spec}), result("done")];
  const spec = specOf(parts);
  return {
    outputs: show(spec),
    changes: {
      ...partChanges(parts, (changed) => show(specOf(changed))),
      "a layer missing": () => show({...spec, layer: spec.layer.slice(0, 1)}),
      "layers swapped": () => show({...spec, layer: spec.layer.toReversed()}),
    },
    harmless: {
      "other order of keys": () => show(reverseKeys(spec)),
      "another dataset name": (again) => show(specOf(parts, word(again))),
      "last digits": (again) => show(nudgeAll(spec, again)),
    },
  };
};

/** A Vega chart. */
export const vega: Shape = (draw) => {
  const parts = makeParts(draw);
  const specOf = ({mark, x, y, rows}: Parts, name = "source_0") => ({
    $schema: "https://vega.github.io/schema/vega/v5.json",
    data: [{name, values: rows}],
    scales: [x, y].map(({field, type}) => ({name: field, type, domain: {data: name, field}})),
    marks: [{type: mark, from: {data: name}, encode: {x: {scale: x.field, field: x.field}, y: {scale: y.field, field: y.field}}}],
  });
  const show = (spec: object) => [result({[types.vega]: spec, "text/plain": "Vega chart"})];
  return {
    outputs: show(specOf(parts)),
    changes: partChanges(parts, (changed) => show(specOf(changed))),
    harmless: {
      "other order of keys": () => show(reverseKeys(specOf(parts))),
      "another dataset name": (again) => show(specOf(parts, `table-${word(again)}`)),
      "last digits": (again) => show(specOf({...parts, rows: nudgeAll(parts.rows, again)})),
    },
  };
};

/** A Plotly figure. */
export const plotly: Shape = (draw) => {
  const trace = (index: number) => ({
    type: pick(marks, draw),
    name: word(draw),
    x: many(4, () => word(draw)),
    y: many(4, () => float(draw)),
    uid: `t${index}`,
  });
  const traces = many(whole(draw, [2, 4]), trace);
  const layout = {title: {text: word(draw)}, xaxis: {title: {text: word(draw)}}, yaxis: {type: "log"}};
  const show = (figure: {data?: object; layout?: object; config?: object}) => [
    result({[types.plotly]: {data: traces, layout, ...figure}, "text/plain": "Plotly figure"}),
  ];
  const [first, ...rest] = traces;
  return {
    outputs: show({}),
    changes: {
      ...Object.fromEntries(
        Object.entries(leafChanges).map(([name, change]): [string, Change] => [name, (again) => show({data: change(traces, again)})]),
      ),
      "a trace missing": () => show({data: rest}),
      "traces swapped": () => show({data: [...rest, first!]}),
      "axes swapped": () => show({data: [{...first!, x: first!.y, y: first!.x}, ...rest]}),
      "another mark": (again) => show({data: [{...first!, type: other(first!.type, again)}, ...rest]}),
      "a row missing": () => show({data: [{...first!, x: first!.x.slice(1), y: first!.y.slice(1)}, ...rest]}),
      "another axis": () => show({layout: {...layout, yaxis: {type: "linear"}}}),
      "another title": (again) => show({layout: {...layout, title: {text: word(again)}}}),
    },
    harmless: {
      "another uid": (again) => show({data: traces.map((each) => ({...each, uid: word(again)}))}),
      "another theme": () => show({layout: {...layout, template: {layout: {font: {size: 9}}}}, config: {responsive: true}}),
      "other order of keys": () => show(reverseKeys({data: traces, layout})),
      "last digits": (again) => show({data: nudgeAll(traces, again)}),
    },
  };
};
