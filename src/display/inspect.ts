/** How much {@link inspect} shows. */
export interface Bounds {
  /** Levels of nesting; 5. */
  depth?: number;
  /** Entries of a list, map or object; 60. */
  entries?: number;
  /** Characters of a nested string; 400. */
  characters?: number;
  /** Columns after which a list is broken into lines; 100. */
  width?: number;
  /** Lines of the whole; 120. */
  lines?: number;
}

interface Walk extends Required<Omit<Bounds, "lines">> {
  level: number;
  path: readonly object[];
}

/** Any value as text, bounded in size and saying what was left out; runs no getter and never throws. */
export function inspect(value: unknown, {depth = 5, entries = 60, characters = 400, width = 100, lines = 120}: Bounds = {}): string {
  const written = show(value, {depth, entries, characters, width, level: 0, path: []}).split("\n");
  const left = written.length - lines;
  return (left > 0 ? [...written.slice(0, lines), `… ${left} more ${left === 1 ? "line" : "lines"}`] : written).join("\n");
}

function show(value: unknown, walk: Walk): string {
  if (typeof value === "string") return quote(value, walk.characters);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return String(value);
  try {
    return typeof value === "function" ? describeFunction(value) : showObject(value, walk);
  } catch (error) {
    return `[cannot be shown: ${error instanceof Error ? error.message : String(error)}]`;
  }
}

function showObject(value: object, walk: Walk): string {
  if (walk.path.includes(value)) return "[circular]";
  const atom = showAtom(value);
  if (atom !== undefined) return atom;
  if (walk.level > walk.depth) return Array.isArray(value) ? `[${value.length} items]` : `[${nameOf(value) || "Object"}]`;
  const inner = {...walk, level: walk.level + 1, path: [...walk.path, value]};
  if (Array.isArray(value)) return list(prefix(value, "Array", value.length), "[]", items(value, value.length, inner), walk);
  if (ArrayBuffer.isView(value) && "length" in value)
    return list(
      `${nameOf(value)}(${value.length}) `,
      "[]",
      items(value as unknown as ArrayLike<unknown>, Number(value.length), inner),
      walk,
    );
  if (value instanceof Set)
    return list(
      `Set(${value.size}) `,
      "{}",
      taken(value, value.size, inner, (item) => show(item, inner)),
      walk,
    );
  if (value instanceof Map)
    return list(
      `Map(${value.size}) `,
      "{}",
      taken(value, value.size, inner, ([key, item]) => `${show(key, inner)} => ${show(item, inner)}`),
      walk,
    );
  return list(prefix(value, "Object"), "{}", properties(value, inner), walk);
}

function showAtom(value: object): string | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof RegExp) return String(value);
  if (value instanceof Error) return `[${value.name}: ${value.message}]`;
  if (value instanceof Promise) return "Promise {}";
  if (value instanceof WeakMap || value instanceof WeakSet) return `${nameOf(value)} {}`;
  if (value instanceof ArrayBuffer) return `ArrayBuffer(${value.byteLength})`;
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return `[${nameOf(value)}: ${value.valueOf()}]`;
  return undefined;
}

function items(value: ArrayLike<unknown>, length: number, walk: Walk): string[] {
  const shown: string[] = [];
  for (let index = 0; index < Math.min(length, walk.entries); index++) shown.push(index in value ? show(value[index], walk) : "empty");
  return [...shown, ...rest(length, walk)];
}

function taken<T>(value: Iterable<T>, size: number, walk: Walk, write: (item: T) => string): string[] {
  const shown: string[] = [];
  for (const item of value) {
    if (shown.length >= walk.entries) break;
    shown.push(write(item));
  }
  return [...shown, ...rest(size, walk)];
}

function properties(value: object, walk: Walk): string[] {
  const keys = Reflect.ownKeys(value).filter((key) => Object.getOwnPropertyDescriptor(value, key)?.enumerable);
  const shown = keys.slice(0, walk.entries).map((key) => {
    const property = Object.getOwnPropertyDescriptor(value, key)!;
    const written = "value" in property ? show(property.value, walk) : property.get ? "[getter]" : "[setter]";
    return `${typeof key === "symbol" ? `[${String(key)}]` : /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? key : JSON.stringify(key)}: ${written}`;
  });
  return [...shown, ...rest(keys.length, walk)];
}

const rest = (size: number, {entries}: Walk): string[] => (size > entries ? [`… ${size - entries} more`] : []);

function list(head: string, [open, close]: string, parts: readonly string[], walk: Walk): string {
  const pad = open === "{" ? " " : "";
  if (!parts.length) return `${head}${open}${close}`;
  const line = `${head}${open}${pad}${parts.join(", ")}${pad}${close}`;
  if (line.length + 2 * walk.level <= walk.width && !line.includes("\n")) return line;
  const indent = "  ".repeat(walk.level + 1);
  return `${head}${open}\n${fill(parts, indent, walk.width)}\n${"  ".repeat(walk.level)}${close}`;
}

// Short atoms (numbers, words) share lines, as util.inspect does; anything longer has its own.
function fill(parts: readonly string[], indent: string, width: number): string {
  if (parts.some((part) => part.length > 16)) return parts.map((part) => indent + part).join(",\n");
  const cell = Math.max(...parts.map((part) => part.length)) + 2;
  const perLine = Math.max(1, Math.floor((width - indent.length) / cell));
  const lines: string[] = [];
  for (let start = 0; start < parts.length; start += perLine) lines.push(indent + parts.slice(start, start + perLine).join(", "));
  return lines.join(",\n");
}

function prefix(value: object, plain: string, length?: number): string {
  const name = nameOf(value);
  if (name === plain) return "";
  return `${name || "[no prototype]"}${length === undefined ? "" : `(${length})`} `;
}

function nameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  const maker = prototype && Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  return typeof maker === "function" ? maker.name : "";
}

function describeFunction(value: Function): string {
  const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? "class" : "Function";
  return value.name ? `[${kind}: ${value.name}]` : `[${kind}]`;
}

function quote(value: string, characters: number): string {
  return value.length > characters
    ? `${JSON.stringify(value.slice(0, characters))}… ${value.length - characters} more characters`
    : JSON.stringify(value);
}
