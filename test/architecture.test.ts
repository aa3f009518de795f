import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {expect} from "chai";

/** What each folder or file of `src` may import of ours; the longest matching name counts. Everything may import itself. */
const may: Record<string, readonly string[]> = {
  "src/finding": [],
  "src/case": [],
  "src/sources": ["src/finding"],
  "src/version": [],
  "src/hooks": [],
  "src/facts": [],
  "src/experiments": ["src/facts"],
  "src/check": ["src/facts", "src/experiments", "src/finding", "src/case"],
  "src/differential": ["src/finding"],
  "src/math": [],
  "src/backend": [],
  "src/trial": ["src/case", "src/check", "src/finding", "src/math", "src/sets", "src/backend"],
  "src/association": ["src/check", "src/case", "src/math", "src/trial"],
  "src/data": ["src/check", "src/finding", "src/case", "src/sources", "src/math", "src/trial", "src/association"],
  "src/model": ["src/check", "src/finding", "src/case", "src/sources", "src/math", "src/trial"],
  "src/golden": ["src/check", "src/finding", "src/case", "src/sources", "src/math", "src/trial"],
  "src/training": ["src/check", "src/finding", "src/case", "src/sources", "src/math", "src/trial"],
  "src/metrics": ["src/check", "src/finding", "src/case", "src/sources", "src/math", "src/trial"],
  "src/errors": ["src/finding", "src/sources", "src/check"],
  "src/fit-error": ["src/finding", "src/case", "src/check", "src/errors", "src/trial"],
  "src/load": ["src/case"],
  "src/sets": ["src/case", "src/math"],
  "src/look/peek": ["src/look", "src/check", "src/finding", "src/case", "src/math", "src/trial", "src/backend", "src/display"],
  "src/look": ["src/check", "src/finding", "src/case", "src/math", "src/trial", "src/data"],
  "src/diagnose": [
    "src/finding",
    "src/case",
    "src/check",
    "src/differential",
    "src/errors",
    "src/fit-error",
    "src/version",
    "src/math",
    "src/backend",
    "src/trial",
    "src/data",
    "src/model",
    "src/golden",
    "src/training",
    "src/metrics",
  ],
  "src/treatment": ["src/case", "src/check", "src/finding", "src/sources", "src/math", "src/trial", "src/association"],
  "src/sweep": ["src/case", "src/check", "src/finding", "src/sources", "src/math", "src/backend", "src/trial", "src/treatment"],
  "src/treat": ["src/case", "src/check", "src/finding", "src/diagnose", "src/math", "src/backend", "src/trial", "src/treatment"],
  "src/power": ["src/finding", "src/case", "src/check", "src/diagnose", "src/math", "src/trial"],
  "src/display": ["src/finding", "src/math", "src/errors/explanation"],
  "src/report": ["src/finding", "src/display", "src/notebook"],
  "src/notebook": [],
  "src/mocha": ["src/check", "src/finding", "src/case", "src/diagnose", "src/display", "src/math", "src/trial", "src/look"],
  "src/harness": [
    "src/notebook",
    "src/mocha",
    "src/display",
    "src/finding",
    "src/math",
    "src/hooks",
    "src/version",
    "kernel/client",
    "kernel/language",
    "kernel/check-mode",
    "kernel/problems",
    "kernel/rewrite/guards",
    "kernel/rewrite/work",
    "kernel/tsconfig",
  ],
  "src/watch": [
    "src/errors",
    "src/finding",
    "src/case",
    "src/check",
    "src/differential",
    "src/diagnose",
    "src/math",
    "src/trial",
    "src/display",
    "src/backend",
    "src/hooks",
    "src/version",
  ],
  "src/index": ["src"],
  kernel: ["src/notebook", "src/display", "src/hooks", "src/version"],
  scripts: ["src", "kernel"],
};

const root = fileURLToPath(new URL(import.meta.url.includes("/dist") ? "../../" : "../", import.meta.url));
const files = ["src", "kernel", "scripts", "test"].flatMap((folder) => list(folder)).filter((file) => file.endsWith(".ts"));
const imports = new Map(files.map((file) => [file, importsOf(file)]));

describe("architecture", () => {
  it("imports only what the table of folders allows", () => {
    const wrong = [...imports].flatMap(([file, list]) =>
      list.filter((to) => to.startsWith("./") === false && ours(to) && !allowed(file, to)).map((to) => `${file} imports ${to}`),
    );
    expect(wrong).deep.equal([]);
  });

  it("keeps Node's modules out of the library's entry, which runs in a browser too", () => {
    const wrong = [...reach("src/index.ts")].filter((to) => to.startsWith("node:"));
    expect(wrong).deep.equal([]);
  });

  it("keeps every file within 300 lines", () => {
    expect(
      files
        .map((file) => [file, readFileSync(path.join(root, file), "utf8").split("\n").length - 1] as const)
        .filter(([, lines]) => lines > 300),
    ).deep.equal([]);
  });

  it("has no import cycles", () => {
    const cycles = files.filter((file) => reach(file).has(file.replace(/\.ts$/, "")));
    expect(cycles).deep.equal([]);
  });

  it("gives each check the name of its file, its export and its test", async () => {
    const {checks} = await import("../src/index.js");
    for (const {about} of checks) {
      const camel = about.name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      const source = readFileSync(path.join(root, `src/${about.stage}/${about.name}.ts`), "utf8");
      expect(source, about.name).include(`export const ${camel} = check(`);
      expect(files, about.name).include(`test/${about.stage}/${about.name}.test.ts`);
    }
  });
});

function list(folder: string): string[] {
  return readdirSync(path.join(root, folder), {withFileTypes: true}).flatMap((entry) =>
    entry.isDirectory() ? list(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}

/** Imports of values and types, ours as paths from the root without their ending. */
function importsOf(file: string): string[] {
  const source = readFileSync(path.join(root, file), "utf8");
  const found = [...source.matchAll(/^(?:import|export)[^"'`;]*?from "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm)].map(
    (match) => (match[1] ?? match[2] ?? match[3])!,
  );
  return found.map((to) => (to.startsWith(".") ? path.posix.join(path.posix.dirname(file), to).replace(/\.js$/, "") : to));
}

const ours = (to: string): boolean => /^(src|kernel|scripts|test)\//.test(to);

function allowed(file: string, to: string): boolean {
  if (file.startsWith("test/")) return true;
  const part = Object.keys(may)
    .filter((name) => file === `${name}.ts` || file.startsWith(`${name}/`))
    .sort((a, b) => b.length - a.length)[0];
  return part !== undefined && [part, ...may[part]!].some((name) => to === name || to.startsWith(`${name}/`));
}

/** All that a file imports, directly or through others. */
function reach(from: string): Set<string> {
  const seen = new Set<string>();
  const queue = [...(imports.get(from) ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (!seen.has(next)) queue.push(...(imports.get(`${next}.ts`) ?? []));
    seen.add(next);
  }
  return seen;
}
