import {readdirSync, statSync} from "node:fs";
import {readFile} from "node:fs/promises";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {deserialize, serialize} from "node:v8";
import {emitOptions} from "../../kernel/tsconfig.js";
import {codeCells, type Notebook} from "../notebook/notebook.js";
import type {Part} from "../notebook/part.js";
import {parse} from "../notebook/parse.js";
import {version} from "../version.js";
import {cacheFile, digest, writeCached} from "./cache.js";
import type {Made, MakeOptions} from "./make.js";

/** A suite as it is kept: without the cells, which the notebook has, and their trees, which nobody looks at again as a rule. */
interface Kept {
  key: string;
  made: Made;
}

const coming = new Map<string, Promise<Made>>();

/** A notebook's suite, which is made only where the kept one was made of something else. */
export async function suiteOf(notebook: Notebook, options: MakeOptions): Promise<Made> {
  if (options.broken.size > 0 || options.failing.size > 0) return make(notebook, options);
  const key = keyOf(notebook, options);
  const made = coming.get(key) ?? keptOrMade(notebook, {...options, key});
  coming.delete(key);
  return made;
}

/** Begins to make a suite that will be asked for. */
export function suiteAhead(notebook: Notebook, how: Pick<MakeOptions, "timeout" | "counted">): Promise<Made> {
  const options = {...how, broken: new Map(), failing: new Set<string>()};
  const key = keyOf(notebook, options);
  const made = keptOrMade(notebook, {...options, key});
  coming.set(key, made);
  return made;
}

async function keptOrMade(notebook: Notebook, {key, ...options}: MakeOptions & {key: string}): Promise<Made> {
  if (options.counted) return make(notebook, options);
  const file = cacheFile(notebook.path, {...notebook, ending: "suite"});
  const kept = await readKept(file);
  if (kept?.key === key) return revive(kept.made, notebook);
  const made = bare(await make(notebook, options));
  if (!("problem" in made.compiled)) await writeCached(file, serialize({key, made} satisfies Kept));
  return revive(made, notebook);
}

const make = async (notebook: Notebook, options: MakeOptions): Promise<Made> => (await import("./make.js")).makeSuite(notebook, options);

/** All that a suite depends on: outputs do not count, ddx's own files do. */
function keyOf({path: name, cells, metadata, language, kernel}: Notebook, {timeout, counted}: MakeOptions): string {
  const sources = cells.map(({outputs: _, ...cell}) => cell);
  const emit = emitOptions(path.dirname(path.resolve(name)));
  return digest(
    JSON.stringify([
      version,
      ownFiles(),
      process.version,
      path.resolve(name),
      name,
      sources,
      metadata,
      language,
      kernel,
      emit,
      timeout,
      counted,
    ]),
  );
}

let own: string | undefined;

/** When the files that make suites were written, which changes where ddx itself is worked on. */
const ownFiles = (): string =>
  (own ??= ["../notebook/", "./", "../../kernel/rewrite/"]
    .map((folder) => fileURLToPath(new URL(folder, import.meta.url)))
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".js"))
        .map((name) => statSync(path.join(folder, name)).mtimeMs),
    )
    .join());

async function readKept(file: string): Promise<Kept | undefined> {
  try {
    return deserialize(await readFile(file)) as Kept;
  } catch {
    return undefined;
  }
}

const bare = ({suite, ...made}: Made): Made => ({
  ...made,
  suite: {...suite, parts: suite.parts.map(({cell: {number}, syntax: _, ...part}) => ({...part, cell: {number}}) as unknown as Part)},
});

function revive({suite, ...made}: Made, notebook: Notebook): Made {
  const cells = codeCells(notebook);
  const parts = suite.parts.map((part): Part => {
    const cell = cells[part.cell.number - 1]!;
    return {
      ...part,
      cell,
      get syntax() {
        return parse(cell.source);
      },
    };
  });
  return {...made, suite: {...suite, parts}};
}
