import {createRequire} from "node:module";
import type {BadVersion, Versions} from "../src/errors/environment.js";
import {knownBugs, type KnownBug} from "../src/errors/versions.js";
import {readJson} from "../src/load/read.js";

/** One line of the doctor's report: `required` ones decide the exit code. */
export interface Line {
  name: string;
  ok: boolean;
  says: string;
  required?: boolean;
}

/** Versions that are known to be bad: those that ddx runs with, and those of the folder's own packages; `file` holds another list of bugs. */
export async function knownBad(file: string | undefined): Promise<readonly BadVersion[]> {
  const [{checkEnvironment}, {installedVersions}] = await Promise.all([import("../src/index.js"), import("../src/errors/environment.js")]);
  const known = file === undefined ? knownBugs : ((await readJson(file, {expected: "a list of known bugs"})) as readonly KnownBug[]);
  const ours = checkEnvironment({known});
  const runs = installedVersions();
  const around = Object.fromEntries(Object.entries(runs).filter(([name]) => !name.startsWith("@")));
  const theirs = checkEnvironment({versions: {...around, ...folderVersions(known)}, known});
  const said = new Set(ours.map((bug) => JSON.stringify(bug)));
  return [...ours, ...theirs.filter((bug) => !said.has(JSON.stringify(bug)))];
}

function folderVersions(known: readonly KnownBug[]): Versions {
  const here = createRequire(`${process.cwd()}/`);
  const names = ["@tensorflow/tfjs", ...known.map(({package: name}) => name)];
  return Object.fromEntries(names.map((name) => [name, versionOf(here, name)]));
}

function versionOf(require: NodeJS.Require, name: string): string | undefined {
  try {
    return (require(`${name}/package.json`) as {version: string}).version;
  } catch {
    return undefined;
  }
}

/** A line for each known bug; what is only missing, or kept clear of, is no fault. */
export const bugLines = (bugs: readonly BadVersion[]): Line[] =>
  bugs.map(({package: name, version, effect, symptom, mended, advice, fixedIn, lastGood, url}) => ({
    name: effect === "limit" ? "limit" : "known bug",
    ok: effect === "limit" || mended !== undefined,
    says: [
      `${name} ${version}: ${symptom}`,
      mended ? `${mended} keep clear of it` : advice,
      ...(fixedIn ? [`fixed in ${fixedIn}`] : []),
      ...(lastGood ? [`last good: ${lastGood}`] : []),
      url,
    ].join("; "),
  }));
