import {appendFile, mkdir, readFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {version} from "../../../src/index.js";

/** What a proof has measured, kept as it comes. */
export interface Book<Line> {
  /** The line of a key: read when it was made before, else made and kept. */
  once(key: string, make: () => Promise<Line>): Promise<Line>;
}

/**
 * Opens a proof's lines in the folder for temporary files, or in `DDX_PROOF`: a stopped proof goes on where it was. What another version of the code has measured must be thrown away by
 * hand.
 */
export async function openBook<Line extends object>(name: string): Promise<Book<Line>> {
  const folder = process.env.DDX_PROOF ?? path.join(tmpdir(), "ddx-proof");
  await mkdir(folder, {recursive: true});
  const file = path.join(folder, `${name}-${version}.jsonl`);
  const known = await read<Line>(file);
  return {
    once: async (key, make) => {
      const line = known.get(key) ?? (await make());
      // The newline comes first: a line that a stop has torn does not spoil the next.
      if (!known.has(key)) await appendFile(file, `\n${JSON.stringify({...line, key})}`);
      known.set(key, line);
      return line;
    },
  };
}

async function read<Line>(file: string): Promise<Map<string, Line>> {
  const text = await readFile(file, "utf8").catch(() => "");
  return new Map(text.split("\n").flatMap((line) => parsed<Line>(line)));
}

function parsed<Line>(line: string): [string, Line][] {
  try {
    const {key, ...rest} = JSON.parse(line) as {key: string};
    return [[key, rest as Line]];
  } catch {
    return [];
  }
}

/** Tells how far a proof is: in place on a terminal, else by a line now and then. */
export function tell(title: string, {done, total}: {done: number; total: number}): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${title}: ${done} of ${total}${done === total ? "\n" : ""}`);
  else if (done % 20 === 0 || done === total) process.stderr.write(`${title}: ${done} of ${total}\n`);
}
