import {expect} from "chai";
import {checks} from "../../src/index.js";
import {nearest} from "../../scripts/nearest.js";
import {ddx} from "./command.js";

describe("ddx explain", () => {
  it("says of an illness without a check what explains it", async () => {
    const {code, out} = await ddx(["explain", "overconfidence"]);
    expect(code).equal(0);
    expect(out).match(/^overconfidence: no check of its own yet; it is explained by: .*\boverfitting\b/);
  });

  it("knows every name that a check explains", async () => {
    const names = new Set(checks.flatMap(({about}) => about.explains ?? []));
    const {out} = await ddx(["explain", "--json"]);
    const told = JSON.parse(out) as {name: string; explains?: string[]}[];
    expect(new Set(told.flatMap(({explains}) => explains ?? []))).deep.equal(names);
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
