import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {createRequire} from "node:module";
import path from "node:path";

/** The package that brings native TensorFlow. */
export const name = "@tensorflow/tfjs-node";

/** The file in that package that says what `ddx native` did to it. */
export const record = "ddx-native.json";

/** What was done to a project's tfjs-node. */
export interface Linked {
  /** TensorFlow's version. */
  tensorflow: string;
}

/** Reads what was done to a tfjs-node; nothing when nothing was, or when npm has laid it anew since. */
export async function readLinked(tfjsNode: string): Promise<Linked | undefined> {
  try {
    return JSON.parse(await readFile(path.join(tfjsNode, record), "utf8")) as Linked;
  } catch {
    return undefined;
  }
}

/** The nearest folder upwards with a package.json. */
export function findProject(): string | undefined {
  for (let folder = process.cwd(); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "package.json"))) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}

/** The folder of a project's tfjs-node, if it has one. */
export function findPackage(project: string): string | undefined {
  try {
    return path.dirname(createRequire(path.join(project, "package.json")).resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
