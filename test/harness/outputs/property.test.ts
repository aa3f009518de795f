import {expect} from "chai";
import {compareOutputs} from "../../../src/harness/outputs/compare.js";
import {derive, random} from "../../../src/math/random.js";
import type {Output} from "../../../src/notebook/output.js";
import * as charts from "./shapes/charts.js";
import * as others from "./shapes/others.js";
import type {Sample, Shape} from "./shapes/shape.js";
import * as tables from "./shapes/tables.js";
import {error, markdown, number, object, streams, text} from "./shapes/texts.js";

const shapes: Readonly<Record<string, Shape>> = {number, text, object, markdown, streams, error, ...tables, ...charts, ...others};
const names = Object.keys(shapes);
const trials = 200;

interface Trial {
  /** Shape and change. */
  what: string;
  stored: readonly Output[];
  fresh: readonly Output[];
  differences: number;
}

/** Seeded changes of one kind, the shapes in turn. */
async function tryAll(kind: "changes" | "harmless"): Promise<Trial[]> {
  const list: Trial[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const draw = random(derive(8, kind, trial));
    const name = names[trial % names.length]!;
    const sample: Sample = await shapes[name]!(draw);
    const changes = Object.keys(sample[kind]);
    const change = changes[Math.floor(trial / names.length) % changes.length]!;
    const fresh = await sample[kind][change]!(draw);
    const differences = compareOutputs({stored: sample.outputs, fresh}, {mode: sample.strict ? "strict" : "normal"}).length;
    list.push({what: `${name}: ${change} (${trial})`, stored: sample.outputs, fresh, differences});
  }
  return list;
}

const isReal = ({stored, fresh}: Trial): boolean => JSON.stringify(stored) !== JSON.stringify(fresh);

describe("stored outputs against changed ones", () => {
  it("has many shapes, each of which agrees with itself", async () => {
    expect(names).to.have.length.of.at.least(17);
    for (const name of names) {
      const {outputs} = await shapes[name]!(random(derive(8, name)));
      expect(compareOutputs({stored: outputs, fresh: structuredClone(outputs) as Output[]}, {mode: "strict"}), name).to.deep.equal([]);
    }
  });

  it("catches all of 200 seeded changes that mean something", async () => {
    const list = await tryAll("changes");
    expect(list.filter((trial) => !isReal(trial)).map(({what}) => what)).to.deep.equal([]);
    expect(list.filter(({differences}) => differences === 0).map(({what}) => what)).to.deep.equal([]);
    expect(list.filter(({differences}) => differences > 0)).to.have.length(trials);
  });

  it("is alarmed by none of 200 seeded changes that mean nothing", async () => {
    const list = await tryAll("harmless");
    expect(list.filter((trial) => !isReal(trial)).map(({what}) => what)).to.deep.equal([]);
    expect(list.filter(({differences}) => differences > 0).map(({what}) => what)).to.deep.equal([]);
    expect(list.filter(({differences}) => differences === 0)).to.have.length(trials);
  });
});
