import type {Bundle} from "./mime.js";
import {count} from "./number.js";
import {isObject, type Fields} from "./recognise.js";
import {styleElement} from "./style.js";
import {tableHtml, tableText, type Table} from "./table.js";

/** What of a layers model is needed to show it; any copy of tfjs fits. */
export interface ModelShape {
  /** The model's name. */
  name: string;
  /** Its layers in order. */
  layers: readonly Fields[];
  /** How many numbers it has to learn or to carry. */
  countParams(): number;
  /** Optimizer, when it is compiled. */
  optimizer?: object;
  /** Loss, when it is compiled. */
  loss?: unknown;
}

/** Whether a value is a layers model, judged by what it can do. */
export const isModel = (value: unknown): value is ModelShape =>
  isObject(value) &&
  Array.isArray(value["layers"]) &&
  typeof value["countParams"] === "function" &&
  typeof value["summary"] === "function" &&
  typeof value["predict"] === "function";

/** A layers model as a table of its layers. */
export function modelBundle(model: ModelShape): Bundle {
  const table = toTable(model);
  const bounds = {rows: 80};
  const html = `<div class="ddx">${styleElement}${tableHtml(table, bounds)}</div>`;
  return {data: {"text/plain": `${table.caption}\n${tableText(table, bounds)}`, "text/html": html}, metadata: {}};
}

function toTable(model: ModelShape): Table {
  const rows = model.layers.map((layer) => [
    layer["name"],
    className(layer),
    shapeOf(layer),
    activationOf(layer),
    attempt(() => (layer as unknown as ModelShape).countParams()),
  ]);
  const compiled = model.optimizer
    ? `compiled with ${className(model.optimizer as Fields)} and ${describeLoss(model.loss)}`
    : "not compiled";
  const caption = `${className(model as unknown as Fields)} ${model.name}: ${count(model.layers.length, "layer")}, ${count(attempt(() => model.countParams()) ?? 0, "parameter")}, ${compiled}`;
  return {caption, columns: ["layer", "type", "output", "activation", "parameters"], rows};
}

const className = (value: Fields): string =>
  String(typeof value["getClassName"] === "function" ? value["getClassName"]() : value.constructor?.name);

const shapeOf = (layer: Fields): string =>
  attempt(() => JSON.stringify(layer["outputShape"]).replaceAll("null", "?").replaceAll(",", ", ")) ?? "unknown";

function activationOf(layer: Fields): string {
  const config = attempt(() => (layer["getConfig"] as () => Fields)()) ?? {};
  return typeof config["activation"] === "string" ? config["activation"] : "";
}

const describeLoss = (loss: unknown): string =>
  typeof loss === "string" ? loss : typeof loss === "function" ? loss.name || "a loss of its own" : JSON.stringify(loss);

// A model that was not built yet throws when it is asked for shapes and counts.
function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
