import {isRecord, type Fields} from "./json.js";
import {normalise} from "./normalise.js";

/** What a Plotly figure says, without its settings, its template and the ids of its traces. */
export function readPlotly(figure: unknown): unknown {
  if (!isRecord(figure)) return figure;
  const {config: _, data, layout, ...rest} = figure;
  const {template: __, ...shown} = isRecord(layout) ? layout : {};
  return {...(read(rest) as Fields), data: Array.isArray(data) ? data.map(readTrace) : data, layout: read(shown)};
}

// Lists of a trace are data: their texts stay as they are.
const readTrace = (trace: unknown): unknown =>
  isRecord(trace)
    ? Object.fromEntries(Object.entries(without(trace)).map(([key, value]) => [key, Array.isArray(value) ? value : read(value)]))
    : trace;

const without = ({uid: _, ...fields}: Fields): Fields => fields;

function read(value: unknown): unknown {
  if (typeof value === "string") return normalise(value);
  if (Array.isArray(value)) return value.map(read);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(without(value)).map(([key, inner]) => [key, read(inner)]));
}
