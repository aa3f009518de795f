/** A line of the history: session, number, source and the text of its result. */
type Entry = [session: number, line: number, source: string | [string, string | null]];

/** What a client asks of the history. */
export interface HistoryRequest {
  /** How to choose. */
  hist_access_type?: "tail" | "range" | "search";
  /** Whether results are wanted beside sources. */
  output?: boolean;
  /** For `tail` and `search`: how many of the last. */
  n?: number;
  /** For `range`: the first line. */
  start?: number;
  /** For `range`: the line behind the last. */
  stop?: number | null;
  /** For `search`: a glob with `*` and `?`. */
  pattern?: string;
  /** For `search`: each source once, the last. */
  unique?: boolean;
}

interface Line {
  number: number;
  source: string;
  result: string | null;
}

/** Chooses among the lines of this session; earlier sessions are not kept. */
export function readHistory(lines: readonly Line[], request: HistoryRequest): Entry[] {
  return choose(lines, request).map(({number, source, result}) => [0, number, request.output ? [source, result] : source]);
}

function choose(lines: readonly Line[], request: HistoryRequest): readonly Line[] {
  const {hist_access_type: access = "tail", n = 10, start = 0, stop, pattern = "*", unique = false} = request;
  if (access === "range") return lines.filter(({number}) => number >= start && number < (stop ?? Infinity));
  const found = access === "search" ? lines.filter(({source}) => glob(pattern).test(source)) : lines;
  const wanted = unique ? found.filter(({source}, index) => found.findLastIndex((line) => line.source === source) === index) : found;
  return n > 0 ? wanted.slice(-n) : [];
}

const glob = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, "[^]*")
      .replace(/\?/g, "[^]")}$`,
  );
