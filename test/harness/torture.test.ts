import {readFileSync} from "node:fs";
import {expect} from "chai";
import {inKernel, inRun, inSuites, type Outcome} from "../../scripts/proof/agreement/outcomes.js";
import {withFolder} from "./notebooks.js";

const notebooks = ["mixed", "names", "functions", "classes", "text", "broken"] as const;

const cellsOf = (name: string): string[] => readFileSync(`test/harness/torture/${name}.txt`, "utf8").trimEnd().split("\n%%\n");

const files = {
  "local.ts":
    "export enum Kind { a, b }\nexport const double = (x: number): number => x * 2;\nexport let counter = 0;\nexport const bump = () => void counter++;\nexport default 'default';\n",
  "common.cjs": "exports.named = 'named';\nexports[['com', 'puted'].join('')] = 1;\n",
  "effect.mjs": "globalThis.effect = (globalThis.effect ?? 0) + 1;\n",
  "data.json": '{"x": 1}',
};

/** What has to agree. In V8's REPL mode, which lets a name be declared again, no name waits for its initialisation; and what is no error has no place. */
const comparable = ({error, ...outcome}: Outcome): Outcome => ({
  ...outcome,
  error: error.replace(/Cannot access '(.*)' before initialization/, "$1 is not defined").replace(/^(Thrown: [^]*) \(\d+:\d+\)$/, "$1"),
});

/** The cells that do not do the same here and there. */
const differing = (cells: readonly string[], [here, there]: readonly [readonly Outcome[], readonly Outcome[]]) =>
  cells
    .map((source, index) => ({cell: index + 1, source, here: comparable(here[index]!), there: comparable(there[index]!)}))
    .filter((one) => JSON.stringify(one.here) !== JSON.stringify(one.there));

describe("torture", function () {
  this.timeout(120_000);

  const suites: Record<string, readonly Outcome[]> = {};
  const variants = {
    "": (source: string) => source,
    ", lines that end as on Windows": (source: string) => source.replaceAll("\n", "\r\n"),
  };

  before(async () => {
    const all = Object.entries(variants).flatMap(([variant, write], index) =>
      notebooks.map((name) => ({key: name + variant, file: `${name}${index}`, cells: cellsOf(name).map(write)})),
    );
    await withFolder(files, async (cwd) => {
      const seen = await inSuites(Object.fromEntries(all.map(({file, cells}) => [file, cells])), {cwd});
      for (const {key, file} of all) suites[key] = seen[file]!;
    });
  });

  for (const [variant, write] of Object.entries(variants))
    for (const name of notebooks)
      it(`kernel and extracted suite agree on ${name}${variant}`, async () => {
        const cells = cellsOf(name).map(write);
        await withFolder(files, async (cwd) => {
          const kernel = await inKernel(cells, {cwd});
          expect(differing(cells, [kernel, suites[name + variant]!])).to.deep.equal([]);
          if (variant === "") expect(differing(cells, [kernel, await inRun(cells, {cwd})])).to.deep.equal([]);
        });
      });

  it("has many cells that show, print and fail", () => {
    const all = notebooks.flatMap((name) => suites[name]!);
    expect(all.length).to.be.greaterThan(300);
    expect(all.filter(({error}) => error !== "").length).to.be.greaterThan(100);
    expect(all.filter(({shown}) => shown.length > 0).length).to.be.greaterThan(150);
    expect(all.filter(({printed}) => printed !== "").length).to.be.greaterThan(20);
  });
});
