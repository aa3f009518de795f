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

/** A session's number and its cells, the first first. */
interface Session {
  session: number;
  lines: readonly Line[];
}

const keep = 20_000_000;

/** What was executed in this session and in those before, each of which is a file of JSON lines in `folder`. */
export class History {
  readonly #lines: Line[] = [];
  #session: Promise<{number: number; path: string}> | undefined;
  #written: Promise<unknown> = Promise.resolve();
  #read: Promise<unknown> = Promise.resolve();

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
  read(request: HistoryRequest): Promise<Entry[]> {
    // One request after the other: each may read all that was kept.
    const read = this.#read.then(() => this.#choose(request));
    this.#read = read.catch(() => undefined);
    return read;
  }

  /** Resolves when all is on disk. */
  async flush(): Promise<void> {
    await this.#written;
  }

  async #choose(request: HistoryRequest): Promise<Entry[]> {
    await this.flush();
    const own = (await this.#session?.catch(() => undefined))?.number;
    const earlier = this.folder === undefined ? [] : (await sessionsIn(this.folder)).filter((number) => number !== own);
    const current = own ?? (earlier.at(-1) ?? 0) + 1;
    const read = async (session: number): Promise<Session> =>
      session === current ? {session, lines: this.#lines} : {session, lines: await readSession(this.folder, session)};
    const {hist_access_type: access, session = 0, output} = request;
    const wanted = session > 0 ? session : current + session;
    const found =
      access === "range" ? range(await read(wanted), request) : await latest([current, ...earlier.toReversed()], {...request, read});
    return found.map(({session: of, number, source, result}) => [
      access === "range" && of === current && session === 0 ? 0 : of,
      number,
      output ? [source, result] : source,
    ]);
  }
}

type Found = Line & {session: number};

const range = ({session, lines}: Session, {start = 0, stop}: HistoryRequest): Found[] =>
  lines.filter(({number}) => number >= start && number < (stop ?? Infinity)).map((line) => ({...line, session}));

/** The last lines that are wanted; sessions, the newest first, are read until there are enough. */
async function latest(
  sessions: readonly number[],
  {n = 10, unique = false, read, ...request}: HistoryRequest & {read: (session: number) => Promise<Session>},
): Promise<Found[]> {
  const fits = request.hist_access_type === "search" ? matcher(request.pattern ?? "*") : () => true;
  const found = new Map<unknown, Found>();
  for (const session of n > 0 ? sessions : []) {
    for (const line of (await read(session)).lines.toReversed()) {
      const key = unique ? line.source : line;
      if (found.has(key) || !fits(line.source)) continue;
      found.set(key, {...line, session});
      if (found.size >= n) return [...found.values()].reverse();
    }
  }
  return [...found.values()].reverse();
}

/** Tells whether a text fits a glob with `*` and `?`: piece by piece, as one regular expression with many stars could take for ever. */
function matcher(pattern: string): (text: string) => boolean {
  const pieces = pattern.split("*").map((piece) => piece.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("?", "[^]"));
  const [first, last] = [pieces[0]!, pieces.at(-1)!];
  const whole = new RegExp(`^${first}$`);
  if (pieces.length === 1) return (text) => whole.test(text);
  const [start, end] = [new RegExp(first, "y"), new RegExp(`${last}$`)];
  const between = pieces.slice(1, -1).map((piece) => new RegExp(piece, "g"));
  return (text) => {
    let at = 0;
    for (const piece of [start, ...between]) {
      piece.lastIndex = at;
      if (!piece.test(text)) return false;
      at = piece.lastIndex;
    }
    return end.test(text.slice(at));
  };
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

async function readSession(folder: string | undefined, session: number): Promise<Line[]> {
  if (folder === undefined) return [];
  const text = await readFile(join(folder, fileName(session)), "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => lineOf(line));
}

/** A line may be cut off, where a kernel was killed while it wrote. */
function lineOf(text: string): Line[] {
  try {
    return [JSON.parse(text) as Line];
  } catch {
    return [];
  }
}
