import type {MimeData, Output} from "../../../src/notebook/output.js";

/** The value of a cell's last expression. */
export const result = (data: MimeData | string): Output => ({
  output_type: "execute_result",
  data: typeof data === "string" ? {"text/plain": data} : data,
  metadata: {},
  execution_count: 1,
});

/** A value that is displayed on the way. */
export const display = (data: MimeData): Output => ({output_type: "display_data", data, metadata: {}});

/** A piece of a stream. */
export const stream = (text: string, name: "stdout" | "stderr" = "stdout"): Output => ({output_type: "stream", name, text});

/** An error with a traceback. */
export const failure = (ename: string, evalue: string): Output => ({
  output_type: "error",
  ename,
  evalue,
  traceback: [`${ename}: ${evalue}`],
});

/** The MIME types of charts. */
export const types = {
  vegaLite: "application/vnd.vegalite.v5+json",
  vega: "application/vnd.vega.v5+json",
  plotly: "application/vnd.plotly.v1+json",
  table: "application/vnd.dataresource+json",
  widget: "application/vnd.jupyter.widget-view+json",
} as const;
