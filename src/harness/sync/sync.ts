import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {parseNotebook} from "../../notebook/notebook.js";
import {hashIn, refuseLink, refuseTwins, testPath} from "../extract.js";
import {baseOf} from "./base.js";
import {syncTexts, type Outcome} from "./texts.js";

/** A notebook with its extracted test. */
export interface Extraction {
  /** The notebook. */
  source: string;
  /** The test. */
  file: string;
}

/** What a test's edits come to, and the texts that it was decided from. */
export type Synced = Extraction & {outcome: Outcome | undefined; read: {notebook: string; test: string}};

/** Those of some notebooks that have an extracted test in a folder; throws when two would have the same. */
export function extractions(notebooks: readonly string[], {out}: {out: string}): Extraction[] {
  const found = notebooks.flatMap((source): Extraction[] => {
    const files = (["ts", "tsx"] as const).map((language) => testPath(source, {out, language}));
    const file = files.find((one) => existsSync(one));
    return file === undefined ? [] : [{source, file}];
  });
  refuseTwins(found);
  return found;
}

/** Works out what carries the edits of a test back into its notebook; writes nothing. */
export async function syncFile({source, file}: Extraction): Promise<Synced> {
  await refuseLink(file);
  const [notebook, test] = (await Promise.all([source, file].map((one) => readFile(one, "utf8")))) as [string, string];
  const read = {notebook, test};
  const now = parseNotebook(notebook, {path: source});
  const hash = hashIn(test);
  const refuse = (reason: string): Synced => ({source, file, read, outcome: {refused: [reason]}});
  if (hash === undefined)
    return refuse(`${file}:1: expected a comment with the hash that ddx extract wrote; restore it, or delete the file and run ddx extract`);
  const base = await baseOf(now, {hash, file});
  if (!base)
    return refuse(
      `${file} was extracted from ${source} as it neither is now nor was in git or in ddx's cache (sources ${hash}), so its edits cannot be told; make them in the notebook, then ddx extract`,
    );
  return {source, file, read, outcome: await syncTexts({source, notebook, file, test, base})};
}
