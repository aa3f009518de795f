import {isRecord, type Fields} from "./json.js";
import {normalise} from "./normalise.js";

/** What a Vega or Vega-Lite specification says, without its theme, its editor's settings and the names that its data happen to bear. */
export function readVega(spec: unknown): unknown {
  if (!isRecord(spec)) return spec;
  const {datasets, ...rest} = spec;
  const named = isRecord(datasets) ? datasets : {};
  return read(rest, {named, order: datasetNames(rest)});
}

interface Known {
  /** Rows by the name of their dataset. */
  named: Fields;
  /** Names of a Vega specification's datasets, in order. */
  order: readonly string[];
}

const left = new Set(["config", "usermeta"]);

function read(value: unknown, known: Known): unknown {
  if (typeof value === "string") return normalise(value);
  if (Array.isArray(value)) return value.map((item) => read(item, known));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !left.has(key))
      .map(([key, inner]) => [key, readField([key, inner], known)]),
  );
}

function readField([key, value]: [string, unknown], known: Known): unknown {
  if (key === "$schema") return String(value).replace(/(\/v\d+)[^/]*$/, "$1");
  if (key === "data" && isRecord(value)) return readData(value, known);
  if (key === "values" || key === "rows") return value;
  if (key === "mark" && typeof value === "string") return {type: value};
  if (key === "data" || key === "source" || key === "name") return rename(value, known);
  return read(value, known);
}

// Rows under a name are the same as rows in their place.
function readData({name, ...data}: Fields, known: Known): unknown {
  const rows = known.named[String(name)] ?? data["values"];
  if (rows !== undefined) return {...(read(data, known) as Fields), values: rows};
  return {...(read(data, known) as Fields), ...(name !== undefined && {name})};
}

const datasetNames = ({data}: Fields): string[] => (Array.isArray(data) ? data.map((set) => String(isRecord(set) ? set["name"] : "")) : []);

function rename(value: unknown, known: Known): unknown {
  const index = typeof value === "string" ? known.order.indexOf(value) : -1;
  return index < 0 ? read(value, known) : `dataset ${index + 1}`;
}
