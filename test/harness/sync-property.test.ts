import {expect} from "chai";
import {asTested, formatted, suiteFor} from "../../src/harness/extract.js";
import {syncTexts} from "../../src/harness/sync/texts.js";
import {parseNotebook} from "../../src/notebook/notebook.js";
import {random, type Random} from "../../src/math/random.js";
import {knownNotebook} from "../notebook/random-cells.js";
import {storedText, result} from "./notebooks.js";

const [source, file] = ["nb/a.ipynb", "out/a.test.ts"];
const extractOf = (text: string) => suiteFor(asTested(parseNotebook(text, {path: source})), {out: "out"}).code;
const pick = <T>(items: readonly T[], draw: Random): T => items[Math.floor(draw() * items.length)]!;

/** The notebook of a seed as Jupyter writes it, with ids and outputs, some lines to edit in each cell. */
function notebook(seed: number, draw: Random): string {
  const cells = knownNotebook(seed).sources.map((text, i) => {
    const more = draw() < 0.7 ? `\nconst local${i} = [${i}, 2].map((x) => x * 3);\nconsole.log(local${i}, "n ${i}");` : "";
    const title = draw() < 0.3 ? `// Cell ${i} says.\n` : "";
    return {source: text.startsWith("//|") ? text : `${title}console.log(${i});${more}\n${text}`, outputs: [result(String(i))]};
  });
  const raw = JSON.parse(storedText(...cells)) as {cells: Record<string, unknown>[]};
  raw.cells = raw.cells.map((cell, i) => ({...cell, id: `cell-${i}`, source: (cell.source as string).match(/[^\n]*\n|[^\n]+$/g)}));
  return `${JSON.stringify(raw, null, 1)}\n`;
}

/** Edits a line somewhere below the file's first: most edits make sense, some do not. */
function edit(text: string, draw: Random): string {
  const lines = text.split("\n");
  const inTests = lines.flatMap((line, i) => (i > 0 && /^ {4,}/.test(line) ? [i] : []));
  const at = pick(inTests, draw);
  const line = lines[at]!;
  const [pad = ""] = /^ */.exec(line) ?? [];
  const edits = [
    () => [line.replace(/\d+/, (digits) => String(Number(digits) + 7))],
    () => [line.replace(/\d+/, (digits) => String(Number(digits) + 7))],
    () => [`${pad}console.log("added", 1);`, line],
    () => [`${pad}console.log([1].length === 1);`, "", `${pad}// Why.`, line],
    () => [line, `${pad}if (1 < 2) {`, `${pad}  console.log(2);`, `${pad}}`],
    () => [],
    () => [`${line} // note`],
    () => [line.replace(/local\d+/g, "renamed")],
  ];
  return [...lines.slice(0, at), ...pick(edits, draw)(), ...lines.slice(at + 1)].join("\n");
}

/** Changes code cells of a notebook: a line added, a number changed. */
function editNotebook(text: string, draw: Random): string {
  const raw = JSON.parse(text) as {cells: {source: string[]}[]};
  const cell = pick(raw.cells, draw);
  if (draw() < 0.5) cell.source.push("\n", "console.log(5);");
  else cell.source = cell.source.map((line) => line.replace(/\d+\]/, "77]"));
  return `${JSON.stringify(raw, null, 1)}\n`;
}

/** What a suite says, without what follows from the rest: its first line, the `let`s, the runtime's import, titles, `async`. */
const gist = (code: string): string =>
  code
    .replace(/^.*\n/, "")
    .replace(/^ *let [^=]*;$|^import .*"ddx\/mocha";$/gm, "")
    .replace(/\b(it|it\.skip)\("(\\.|[^"\\])*"/g, "it(")
    .replace(/\basync (?=\(\) => \{$)/gm, "")
    .replace(/\s+/g, "");

const besidesSources = (text: string) => text.replace(/"source": \[[^]*?\n {3}\]/g, '"source": []');
const sourcesOf = (text: string) => (JSON.parse(text) as {cells: {source: string[]}[]}).cells.map(({source}) => source.join(""));

describe("sync, of random edits of random notebooks", function () {
  this.timeout(60_000);

  it("carries all of them or none: what is extracted then is what was edited, and nothing else in the notebook changes", async () => {
    let carried = 0;
    for (let seed = 0; seed < 150; seed++) {
      const draw = random(seed);
      const text = notebook(seed, draw);
      // Laying out takes longer than all the rest.
      const format = seed % 25 === 0;
      const lay = async (code: string) => (format ? formatted(code, file) : code);
      let test = await lay(extractOf(text));
      for (let edits = 1 + Math.floor(draw() * 3); edits > 0; edits--) test = edit(test, draw);
      const base = parseNotebook(text, {path: source});
      const outcome = await syncTexts({source, notebook: text, file, test, base, format});
      if (!outcome || "refused" in outcome) {
        for (const reason of outcome?.refused ?? [])
          expect(reason, `seed ${seed}`)
            .match(/^out\/a\.test\.ts.+/)
            .and.not.include("\n");
        continue;
      }
      carried++;
      const now = await lay(extractOf(outcome.notebook));
      const wanted = gist(await lay(test));
      expect(gist(now), `seed ${seed}`).equal(wanted);
      expect(gist(await lay(outcome.test)), `seed ${seed}`).equal(wanted);
      expect(outcome.test.split("\n")[0], `seed ${seed}`).equal(now.split("\n")[0]);
      expect(besidesSources(outcome.notebook), `seed ${seed}`).equal(besidesSources(text));
    }
    expect(carried).above(100);
  });

  it("merges them with what changed in the notebook, or refuses", async () => {
    let [carried, both] = [0, 0];
    for (let seed = 1000; seed < 1080; seed++) {
      const draw = random(seed);
      const text = notebook(seed, draw);
      const test = edit(extractOf(text), draw);
      const changed = editNotebook(text, draw);
      const base = parseNotebook(text, {path: source});
      const alone = await syncTexts({source, notebook: text, file, test, base, format: false});
      const outcome = await syncTexts({source, notebook: changed, file, test, base, format: false});
      // What cannot be carried alone cannot be carried into a notebook that changed either.
      if (!alone || !outcome || "refused" in alone || "refused" in outcome) {
        if (outcome && !("refused" in outcome)) expect(alone, `seed ${seed}`).not.property("refused");
        continue;
      }
      carried++;
      expect(outcome.test.replace(/\s+/g, ""), `seed ${seed}`).equal(extractOf(outcome.notebook).replace(/\s+/g, ""));
      const [old, mine, theirs, merged] = [text, alone.notebook, changed, outcome.notebook].map(sourcesOf) as [
        string[],
        string[],
        string[],
        string[],
      ];
      for (const [i, cell] of old.entries()) {
        if (mine[i] === cell) expect(merged[i], `seed ${seed}`).equal(theirs[i]);
        else if (theirs[i] === cell) expect(merged[i], `seed ${seed}`).equal(mine[i]);
        else both++;
      }
    }
    expect(carried).above(50);
    expect(both).above(0);
  });
});
