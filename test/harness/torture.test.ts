import {readFileSync} from "node:fs";
import {expect} from "chai";
import {differing} from "../../scripts/proof/agreement/compare.js";
import {inKernel, inRun, inSuites, type Outcome} from "../../scripts/proof/agreement/outcomes.js";
import {withFolder} from "./notebooks.js";

const notebooks = ["mixed", "names", "functions", "classes", "modules", "text", "broken"] as const;

const files = {
  "local.ts":
    "export enum Kind { a, b }\nexport const double = (x: number): number => x * 2;\nexport let counter = 0;\nexport const bump = () => void counter++;\nexport default 'default';\n",
  "common.cjs": "exports.named = 'named';\nexports[['com', 'puted'].join('')] = 1;\n",
  "effect.mjs": "globalThis.effect = (globalThis.effect ?? 0) + 1;\n",
  "data.json": '{"x": 1}',
};

/** The cells of a notebook; the lines of every second one end as on Windows. */
const cellsOf = (name: string): string[] =>
  readFileSync(`test/harness/torture/${name}.txt`, "utf8")
    .trimEnd()
    .split("\n%%\n")
    .map((source, index) => (index % 2 === 0 ? source : source.replaceAll("\n", "\r\n")));

describe("torture", function () {
  this.timeout(120_000);

  const cells = Object.fromEntries(notebooks.map((name) => [name, cellsOf(name)]));
  let suites: Readonly<Record<string, readonly Outcome[]>> = {};

  before(() => withFolder(files, async (cwd) => void (suites = await inSuites(cells, {cwd}))));

  for (const name of notebooks)
    it(`kernel and extracted suite agree on ${name}`, () =>
      withFolder(files, async (cwd) => {
        const kernel = await inKernel(cells[name]!, {cwd});
        expect(differing(cells[name]!, [kernel, suites[name]!])).to.deep.equal([]);
      }));

  it("ddx run and extracted suite agree", () =>
    withFolder(files, async (cwd) => {
      expect(differing(cells["mixed"]!, [await inRun(cells["mixed"]!, {cwd}), suites["mixed"]!])).to.deep.equal([]);
    }));

  it("has many cells that show, print and fail", () => {
    const all = Object.values(suites).flat();
    expect(all.length).to.be.greaterThan(400);
    expect(all.filter(({error}) => error !== "").length).to.be.greaterThan(100);
    expect(all.filter(({shown}) => shown.length > 0).length).to.be.greaterThan(150);
    expect(all.filter(({printed}) => printed !== "").length).to.be.greaterThan(20);
  });
});
