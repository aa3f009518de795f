import {diagnosisType} from "../../../../src/display/mime.js";
import {tableHtml, tableText, toTable} from "../../../../src/display/table.js";
import {tensorBundle} from "../../../../src/display/tensor.js";
import type {Random} from "../../../../src/math/random.js";
import type {Output} from "../../../../src/notebook/output.js";
import {result, types} from "../outputs.js";
import {leafChanges, nudgeAll, reverseKeys} from "./mutate.js";
import {float, many, whole, word, type Change, type Shape} from "./shape.js";
import {moment} from "./volatile.js";

type Row = Record<string, string | number>;

const makeRows = (draw: Random): Row[] => {
  const [name, x, y] = [word(draw), word(draw), word(draw)];
  return many(whole(draw, [3, 9]), () => ({[name]: word(draw), [x]: float(draw), [y]: whole(draw, [1, 500])}));
};

const rename = (rows: readonly Row[], draw: Random): Row[] => {
  const [first, fresh] = [Object.keys(rows[0]!)[0]!, word(draw)];
  return rows.map(({[first]: value, ...rest}) => ({[fresh]: value!, ...rest}));
};

const leaves = <T>(value: T, show: (value: T) => readonly Output[] | Promise<readonly Output[]>): Record<string, Change> =>
  Object.fromEntries(Object.entries(leafChanges).map(([name, change]) => [name, (draw) => show(change(value, draw))]));

const rowChanges = (rows: readonly Row[], show: (rows: readonly Row[]) => Output[]): Record<string, Change> => ({
  ...leaves(rows, show),
  "a row missing": (draw) => show(rows.toSpliced(whole(draw, [0, rows.length - 1]), 1)),
  "a row twice": () => show([...rows, rows[0]!]),
  "rows swapped": () => show([...rows.slice(1), rows[0]!]),
  "a column renamed": (draw) => show(rename(rows, draw)),
  "a column missing": () => show(rows.map((row) => Object.fromEntries(Object.entries(row).slice(1)))),
});

/** A list of records, as tables that print all digits show it: noise moves their columns. */
export const table: Shape = (draw) => {
  const rows = makeRows(draw).map((row) => ({...row, at: moment(draw).toISOString()}));
  const show = (records: readonly Row[], markup = (html: string) => html) => {
    const printed = records.map((record) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value)])));
    const shown = toTable(printed, {caption: "cars"});
    return [result({"text/html": markup(tableHtml(shown)), "text/plain": tableText(shown)})];
  };
  return {
    outputs: show(rows),
    changes: rowChanges(rows, (records) => show(records)),
    harmless: {
      "last digits": (again) => show(nudgeAll(rows, again)),
      "another timestamp": (again) => show(rows.map((row) => ({...row, at: moment(again).toISOString()}))),
      "other markup": (again) => show(rows, (html) => `<style>.a{}</style>${html.replace('class="ddx-table"', `id="${word(again)}"`)}`),
    },
  };
};

/** A table as data, as data frames show themselves. */
export const resource: Shape = (draw) => {
  const rows = makeRows(draw);
  const columns = (records: readonly Row[]) => Object.keys(records[0]!).map((name) => ({name}));
  const show = (records: readonly Row[], fields = columns(records)) => [
    result({[types.table]: {schema: {fields}, data: records}, "text/html": tableHtml(toTable(records))}),
  ];
  return {
    outputs: show(rows),
    changes: rowChanges(rows, (records) => show(records)),
    harmless: {
      "last digits": (again) => show(nudgeAll(rows, again)),
      "other order of keys": () => show(reverseKeys(rows), columns(rows)),
    },
  };
};

/** A tensor's figures and values. */
export const tensor: Shape = async (draw) => {
  const [rows, columns] = [whole(draw, [2, 5]), whole(draw, [2, 5])];
  const start = {shape: [rows, columns], dtype: "float32", values: many(rows * columns, () => float(draw))};
  const show = async ({shape, dtype, values}: typeof start) => {
    const {data} = await tensorBundle({shape, dtype, isDisposed: false, data: () => Promise.resolve(values)});
    return [result(data)];
  };
  const {"a digit changed": digit, "a sign flipped": sign} = leafChanges;
  return {
    outputs: await show(start),
    changes: {
      "a digit changed": (again) => show({...start, values: digit!(start.values, again)}),
      "a sign flipped": (again) => show({...start, values: sign!(start.values, again)}),
      "a row missing": () => show({...start, shape: [rows - 1, columns], values: start.values.slice(columns)}),
      "another type": () => show({...start, dtype: "int32"}),
      "another shape": () => show({...start, shape: [rows * columns]}),
      "a number lost": () => show({...start, values: [NaN, ...start.values.slice(1)]}),
    },
    harmless: {
      "last digits": async (again) => (await show({...start, values: nudgeAll(start.values, again)})).map(tagged),
      "other markup": async () => (await show(start)).map(tagged),
    },
  };
};

/** An output whose markup says the same in other words. */
const tagged = (output: Output): Output =>
  "data" in output
    ? {...output, data: {...output.data, "text/html": String(output.data["text/html"]).replace('class="ddx"', 'class="b" id="a1"')}}
    : output;

/** A diagnosis. */
export const diagnosis: Shape = (draw) => {
  const findings = many(whole(draw, [2, 6]), () => ({
    name: word(draw),
    verdict: "fail",
    summary: `${whole(draw, [1, 90])} units`,
    evidence: [{kind: "number", label: word(draw), value: float(draw)}],
  }));
  const show = (list: typeof findings, environment: object = {backend: "wasm"}) => {
    const found = list.map(({name, ...rest}) => ({...rest, about: {name, stage: "data", symptom: "", cause: "", remedy: "", source: {}}}));
    const said = list.map(({name, summary}) => `${name}: ${summary}`).join("\n");
    return [
      result({
        [diagnosisType]: {findings: found, suspects: [], environment, seconds: 1},
        "text/plain": `${said}\n${JSON.stringify(environment)}`,
      }),
    ];
  };
  return {
    outputs: show(findings),
    changes: {
      "a digit changed": (again) => show(leafChanges["a digit changed"]!(findings, again)),
      "a verdict changed": () => show([{...findings[0]!, verdict: "warn"}, ...findings.slice(1)]),
      "a finding missing": () => show(findings.slice(1)),
    },
    harmless: {
      "another environment": () => show(findings, {backend: "cpu", node: "20.1.2"}),
      "last digits": (again) => show(nudgeAll(findings, again)),
    },
  };
};
