import {num, type Evidence, type Line, type Num} from "../finding.js";
import type {Bundle} from "./mime.js";
import {evidenceText} from "./evidence-text.js";
import {evidenceHtml} from "./finding.js";
import {isObject} from "./recognise.js";
import {styleElement} from "./style.js";
import {isTensor} from "./tensor.js";

/** The record of a fit: `tf.History` of any copy of tfjs. */
export interface HistoryShape {
  /** Numbers of the epochs. */
  epoch: readonly number[];
  /** Values by name, one an epoch. */
  history: Readonly<Record<string, readonly unknown[]>>;
}

/** Whether a value is the record of a fit, judged by its shape. */
export const isHistory = (value: unknown): value is HistoryShape =>
  isObject(value) && Array.isArray(value["epoch"]) && isObject(value["history"]) && Object.values(value["history"]).every(Array.isArray);

/** The curves of a fit: one chart for each quantity, validation beside training. */
export async function historyBundle(history: HistoryShape): Promise<Bundle> {
  const charts = historyEvidence(history);
  const text = charts.flatMap((chart) => evidenceText(chart, {width: 100})).join("\n") || "History without a record";
  const html = `<div class="ddx">${styleElement}${await evidenceHtml(charts)}</div>`;
  return {data: {"text/plain": text, ...(charts.length ? {"text/html": html} : {})}, metadata: {}};
}

/** The curves of a fit as evidence: `loss` with `val_loss`, each metric with its own. */
export function historyEvidence({epoch, history}: HistoryShape): Evidence[] {
  const names = Object.keys(history);
  const quantities = [...new Set(names.map((name) => name.replace(/^val_/, "")))];
  return quantities.map((quantity) => {
    const lines = [quantity, `val_${quantity}`]
      .filter((name) => names.includes(name))
      .map((name): Line => ({name: wordOf(name), x: epoch.map((at) => at + 1), values: history[name]!.map(toNum)}));
    return {kind: "series", label: quantity, x: {label: "epoch"}, y: {label: quantity, scale: scaleFor(lines, quantity)}, lines};
  });
}

const wordOf = (name: string): string => (name.startsWith("val_") ? "validation" : "training");

// A loss that spans two powers of ten cannot be read on a linear axis.
function scaleFor(lines: readonly Line[], quantity: string): "linear" | "log" {
  const values = lines.flatMap((line) => line.values).filter((value): value is number => typeof value === "number");
  const least = Math.min(...values);
  return /loss|error|mse|mae/i.test(quantity) && least > 0 && Math.max(...values) / least > 100 ? "log" : "linear";
}

function toNum(value: unknown): Num {
  if (isTensor(value)) return value.isDisposed ? "NaN" : num(Number((value as unknown as {dataSync(): ArrayLike<number>}).dataSync()[0]));
  return num(Number(value ?? NaN));
}
