import {isListOf, isObject} from "../../display/recognise.js";

/** What a chart draws, each fact with its path as chai's nested properties are written. */
export type Facts = readonly (readonly [path: string, value: string | number | boolean | null])[];

/** Marks, channels (fields, types, aggregates) and numbers of rows of a Vega-Lite specification; marks of one of Vega. */
export function specFacts(spec: object, prefix = ""): Facts {
  const {mark, encoding, data, datasets, marks, spec: inner} = spec as Readonly<Record<string, unknown>>;
  const [type, typePath] = isObject(mark) ? [mark["type"], "mark.type"] : [mark, "mark"];
  const sets = isObject(datasets) ? Object.entries(datasets) : [];
  return [
    ...fact(prefix + typePath, type),
    ...(isObject(encoding)
      ? Object.entries(encoding).flatMap(([channel, of]) => channelFacts(of, `${prefix}encoding.${name(channel)}`))
      : []),
    ...(isObject(data) ? rows(data["values"], `${prefix}data.values`) : []),
    ...sets.flatMap(([set, values]) => rows(values, `${prefix}datasets.${name(set)}`)),
    ...(isListOf(marks, isObject) ? marks.flatMap((one, index) => fact(`${prefix}marks[${index}].type`, one["type"])) : []),
    ...["layer", "hconcat", "vconcat", "concat"].flatMap((key) => views((spec as Readonly<Record<string, unknown>>)[key], prefix + key)),
    ...(isObject(inner) ? specFacts(inner, `${prefix}spec.`) : []),
  ];
}

/** Traces of a Plotly figure with their types, modes, names and lengths. */
export function figureFacts({data}: {data: readonly Readonly<Record<string, unknown>>[]}): Facts {
  return [
    ...rows(data, "data"),
    ...data.flatMap((trace, index) => [
      ...["type", "mode", "name"].flatMap((key) => fact(`data[${index}].${key}`, trace[key])),
      ...["x", "y", "z"].flatMap((key) => rows(trace[key], `data[${index}].${key}`)),
    ]),
  ];
}

const views = (list: unknown, path: string): Facts =>
  isListOf(list, isObject) ? [...rows(list, path), ...list.flatMap((view, index) => specFacts(view, `${path}[${index}].`))] : [];

const channelFacts = (channel: unknown, path: string): Facts =>
  isObject(channel) ? ["field", "type", "aggregate", "bin"].flatMap((key) => fact(`${path}.${key}`, channel[key])) : [];

const fact = (path: string, value: unknown): Facts =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? [[path, value]] : [];

const rows = (list: unknown, path: string): Facts =>
  Array.isArray(list) || ArrayBuffer.isView(list) ? [[`${path}.length`, (list as unknown as ArrayLike<unknown>).length]] : [];

/** A name as a step of a path: chai takes dots and brackets for steps unless they are escaped. */
export const name = (key: string): string => key.replace(/[.[\]\\]/g, "\\$&");
