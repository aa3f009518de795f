import {expect} from "chai";
import {checks} from "../../src/index.js";
import {nearest} from "../../scripts/nearest.js";
import {ddx} from "./command.js";

describe("ddx explain", () => {
  it("says of each illness that a check explains what it is", () => {
    const names = new Set(checks.map(({about}) => about.name));
    expect(checks.flatMap(({about}) => about.explains ?? []).filter((name) => !names.has(name))).deep.equal([]);
  });

  it("knows every name that a check explains", async () => {
    const names = new Set(checks.flatMap(({about}) => about.explains ?? []));
    const {out} = await ddx(["explain", "--json"]);
    const told = JSON.parse(out) as {name: string; explains?: string[]}[];
    expect(new Set(told.flatMap(({explains}) => explains ?? []))).deep.equal(names);
  });

  it("explains an error's text", async () => {
    const {code, out} = await ddx(["explain", "Error: GatherV2: the index value 12 is not in [0, 9]"]);
    expect(code).equal(0);
    expect(out).match(/^an id beyond the table.*\n[^]*\b12\b[^]*Remedy[^]*ddx explain index-out-of-range/);
    const told = JSON.parse((await ddx(["explain", "--json", "Tensor is disposed."])).out) as {title: string};
    expect(told.title).equal("a tensor that was freed");
  });

  it("says in one line that it does not know an error", async () => {
    const {code, err} = await ddx(["explain", "the moon is made of cheese"]);
    expect(code).equal(2);
    expect(err).equal('ddx: no error of tfjs that ddx knows says "the moon is made of cheese"; ddx explain lists the illnesses\n');
  });

  it("suggests the nearest names, in one line", async () => {
    const {code, err} = await ddx(["explain", "unscaled"]);
    expect(code).equal(2);
    expect(err).equal('ddx: there is no check "unscaled"; did you mean unscaled-inputs or unscaled-targets? ddx explain lists all\n');
  });

  it("takes typing errors, and no name for a near one that is none", () => {
    const names = ["dead-units", "flat-loss", "unscaled-inputs"];
    expect(nearest("ded-units", names)).deep.equal(["dead-units"]);
    expect(nearest("Flat-los", names)).deep.equal(["flat-loss"]);
    expect(nearest("xyzzy", names)).deep.equal([]);
  });
});
