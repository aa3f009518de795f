import {appendFile, mkdir, open, readdir, readFile, rm, stat} from "node:fs/promises";
import {join} from "node:path";

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
  /** For `range`: which session; 0 is this one, negative numbers count back from it. */
  session?: number;
  /** For `range`: the first line. */
  start?: number;
  /** For `range`: the line behind the last. */
  stop?: number | null;
  /** For `search`: a glob with `*` and `?`. */
  pattern?: string;
  /** For `search`: each source once, the last. */
  unique?: boolean;
}

/** A cell that was executed. */
export interface Line {
  /** The count of its execution. */
  number: number;
  /** Its text. */
  source: string;
  /** The text of its result. */
  result: string | null;
}

const keep = 20_000_000;

/** What was executed in this session and in those before, each of which is a file of JSON lines in `folder`. */
export class History {
  readonly #lines: Line[] = [];
  #session: Promise<{number: number; path: string}> | undefined;
  #written: Promise<unknown> = Promise.resolve();

  constructor(private readonly folder?: string) {}

  /** Adds a cell. */
  add(line: Line): void {
    this.#lines.push(line);
    if (this.folder === undefined) return;
    this.#session ??= begin(this.folder);
    // A disk that is full or not ours loses the history, and nothing else.
    this.#written = this.#written
      .then(async () => appendFile((await this.#session!).path, `${JSON.stringify(line)}\n`))
      .catch(({message}: Error) => console.error(`ddx kernel: the history cannot be kept: ${message}`));
  }

  /** Chooses among all sessions. */
  async read(request: HistoryRequest): Promise<Entry[]> {
    await this.flush();
    const own = (await this.#session?.catch(() => undefined))?.number;
    const earlier = this.folder === undefined ? [] : await readSessions(this.folder, own);
    const current = own ?? (earlier.at(-1)?.session ?? 0) + 1;
    return readHistory([...earlier, ...this.#lines.map((line) => ({...line, session: current}))], {...request, current});
  }

  /** Resolves when all is on disk. */
  async flush(): Promise<void> {
    await this.#written;
  }
}

/** Chooses among lines, those of the session `current` last. */
export function readHistory(lines: readonly (Line & {session: number})[], request: HistoryRequest & {current: number}): Entry[] {
  const own = request.hist_access_type === "range" && (request.session ?? 0) === 0;
  return choose(lines, request).map(({session, number, source, result}) => [
    own ? 0 : session,
    number,
    request.output ? [source, result] : source,
  ]);
}

function choose<T extends Line & {session: number}>(lines: readonly T[], request: HistoryRequest & {current: number}): readonly T[] {
  const {hist_access_type: access = "tail", n = 10, start = 0, stop, pattern = "*", unique = false, session = 0, current} = request;
  const wanted = session > 0 ? session : current + session;
  if (access === "range") return lines.filter((it) => it.session === wanted && it.number >= start && it.number < (stop ?? Infinity));
  const found = access === "search" ? lines.filter(({source}) => fits(source, pattern)) : lines;
  const last = unique ? found.filter(({source}, index) => found.findLastIndex((line) => line.source === source) === index) : found;
  return n > 0 ? last.slice(-n) : [];
}

/** Whether a text fits a glob with `*` and `?`: in time that grows with both lengths, where a regular expression could take for ever. */
function fits(text: string, pattern: string): boolean {
  let [at, to, star, from] = [0, 0, -1, 0];
  while (at < text.length) {
    if (pattern[to] === "*") [star, from, to] = [to, at, to + 1];
    else if (pattern[to] === "?" || pattern[to] === text[at]) [at, to] = [at + 1, to + 1];
    else if (star >= 0) [from, at, to] = [from + 1, from + 1, star + 1];
    else return false;
  }
  while (pattern[to] === "*") to++;
  return to === pattern.length;
}

const fileName = (number: number): string => `${String(number).padStart(6, "0")}.jsonl`;

async function sessionsIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => (/^\d{6}\.jsonl$/.test(name) ? [parseInt(name, 10)] : [])).sort((a, b) => a - b);
}

/** Takes the next number, which no kernel that starts at the same time can take too, and drops the oldest sessions when all together are too long. */
async function begin(folder: string): Promise<{number: number; path: string}> {
  await mkdir(folder, {recursive: true});
  const sessions = await sessionsIn(folder);
  let size = 0;
  for (const number of sessions.toReversed()) {
    const path = join(folder, fileName(number));
    size += (await stat(path).catch(() => undefined))?.size ?? 0;
    if (size > keep) await rm(path, {force: true});
  }
  for (let number = (sessions.at(-1) ?? 0) + 1; ; number++) {
    const path = join(folder, fileName(number));
    try {
      await (await open(path, "wx", 0o600)).close();
      return {number, path};
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

async function readSessions(folder: string, own: number | undefined): Promise<(Line & {session: number})[]> {
  const sessions = (await sessionsIn(folder)).filter((number) => number !== own);
  const texts = await Promise.all(sessions.map((number) => readFile(join(folder, fileName(number)), "utf8").catch(() => "")));
  return texts.flatMap((text, index) => text.split("\n").flatMap((line) => lineOf(line, sessions[index]!)));
}

/** A line may be cut off, where a kernel was killed while it wrote. */
function lineOf(text: string, session: number): (Line & {session: number})[] {
  try {
    return [{...(JSON.parse(text) as Line), session}];
  } catch {
    return [];
  }
}
