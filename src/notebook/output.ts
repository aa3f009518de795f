/** MIME type to value: text as one string, JSON types as they are. */
export type MimeData = Record<string, unknown>;

/** Text written to standard output or standard error. */
export interface StreamOutput {
  /** Tells the four kinds apart. */
  output_type: "stream";
  /** The stream. */
  name: "stdout" | "stderr";
  /** The text. */
  text: string;
}

/** A value that a cell displayed on its way. */
export interface DisplayOutput {
  /** Tells the four kinds apart. */
  output_type: "display_data";
  /** The value in several forms. */
  data: MimeData;
  /** Hints for each form, such as a width. */
  metadata: Record<string, unknown>;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  /** Tells the four kinds apart. */
  output_type: "execute_result";
  /** The value in several forms. */
  data: MimeData;
  /** Hints for each form, such as a width. */
  metadata: Record<string, unknown>;
  /** The count of the execution that it comes from. */
  execution_count: number | null;
}

/** What a cell threw. */
export interface ErrorOutput {
  /** Tells the four kinds apart. */
  output_type: "error";
  /** The error's name. */
  ename: string;
  /** The error's message. */
  evalue: string;
  /** The stack, a line each, possibly coloured by ANSI sequences. */
  traceback: string[];
}

/** One output of a code cell, as nbformat 4 has it. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

type Raw = Record<string, unknown>;

/** Reads an output as it is stored; undefined for what nbformat does not know. */
export function readOutput(raw: unknown): Output | undefined {
  const output = (raw ?? {}) as Raw;
  const {output_type: type} = output;
  if (type === "stream") return {output_type: type, name: output["name"] === "stderr" ? "stderr" : "stdout", text: joined(output["text"])};
  if (type === "error")
    return {output_type: type, ename: String(output["ename"]), evalue: String(output["evalue"]), traceback: texts(output["traceback"])};
  const bundle = {data: readData(output["data"]), metadata: (output["metadata"] ?? {}) as Raw};
  if (type === "display_data") return {output_type: type, ...bundle};
  if (type === "execute_result") return {output_type: type, ...bundle, execution_count: count(output["execution_count"])};
  return undefined;
}

/** A text that nbformat stores as one string or as a list of lines. */
export const joined = (text: unknown): string => (Array.isArray(text) ? text.join("") : typeof text === "string" ? text : "");

/** A text as nbformat stores it: a list of lines that keep their line ends. */
export const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** An execution count, or null. */
export const count = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** Whether a MIME type's value is JSON rather than text. */
export const isJson = (type: string): boolean => type === "application/json" || type.endsWith("+json");

/** An output as nbformat stores it: texts as lists of lines. */
export function writeOutput(output: Output): Raw {
  if (output.output_type === "stream") return {...output, text: lines(output.text)};
  if (output.output_type === "error") return {...output};
  return {...output, data: Object.fromEntries(Object.entries(output.data).map(([type, value]) => [type, writeValue(type, value)]))};
}

const writeValue = (type: string, value: unknown) => (typeof value === "string" && !isJson(type) ? lines(value) : value);

const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);

function readData(data: unknown): MimeData {
  const entries = Object.entries((data ?? {}) as Raw);
  return Object.fromEntries(entries.map(([type, value]) => [type, isJson(type) ? value : joined(value)]));
}
