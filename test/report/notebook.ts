import type {Output} from "../../src/notebook/notebook.js";
import {toBundle} from "../../src/display/bundle.js";
import {plot} from "../../src/display/plot.js";
import {diagnosis} from "../display/penguins.js";

type Raw = Record<string, unknown>;

const markdown = (source: string, id: string): Raw => ({cell_type: "markdown", id, metadata: {}, source});

const code = (source: string, {id, outputs = []}: {id: string; outputs?: object[]}): Raw => ({
  cell_type: "code",
  id,
  metadata: {},
  execution_count: 1,
  source,
  outputs,
});

const shown = async (value: unknown): Promise<Output> => ({output_type: "display_data", ...(await toBundle(value))});

const printed = (text: string): Output => ({output_type: "stream", name: "stdout", text});

const rows = Array.from({length: 24}, (_, index) => ({
  species: ["Adelie", "Chinstrap", "Gentoo"][index % 3],
  mass: 3600 + 650 * (index % 3) + 17 * index,
  flipper: 185 + 14 * (index % 3) + index / 3,
}));

/** The JSON of an executed notebook: text, a table, a chart, a diagnosis before and after the remedy. */
export async function penguinNotebook(extra: readonly Raw[] = []): Promise<string> {
  const cured = {...diagnosis, suspects: [], findings: diagnosis.findings.filter(({verdict}) => verdict === "pass")};
  const cells = [
    markdown(
      "# Why do my penguins not learn?\n\nThree species, four measures, a network that **should** do this in a second. See [the data](https://allisonhorst.github.io/palmerpenguins/).",
      "intro",
    ),
    code('import {display, plot} from "ddx";\n\nconst penguins = await load("penguins.csv"); // 342 rows\ndisplay(penguins);', {
      id: "data",
      outputs: [await shown(rows), printed("342 rows\n")],
    }),
    code('plot.scatter(penguins, {x: "mass", y: "flipper", colour: "species", title: "Mass and flipper"})', {
      id: "look",
      outputs: [await shown(plot.scatter(rows, {x: "mass", y: "flipper", colour: "species", title: "Mass and flipper"}))],
    }),
    markdown("## The diagnosis\n\nIt trains, and nothing comes of it. So we ask:\n\n- is it the data?\n- is it the model?", "ask"),
    code("//| expect: fail unscaled-inputs\nawait diagnose({model, train})", {id: "first", outputs: [await shown(diagnosis)]}),
    markdown("## The remedy", "remedy"),
    code("const scaled = penguins.map(standardise);\nawait diagnose({model, train: scaled})", {
      id: "second",
      outputs: [await shown(cured)],
    }),
    ...extra,
  ];
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {kernelspec: {name: "ddx", language: "typescript", display_name: "ddx"}},
    cells,
  });
}
