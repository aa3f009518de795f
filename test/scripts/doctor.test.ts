import {mkdtemp, mkdir, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {expect} from "chai";
import type {BadVersion} from "../../src/errors/environment.js";
import {ddx} from "./command.js";

describe("ddx doctor", function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => void (folder = await mkdtemp(path.join(tmpdir(), "ddx-doctor-"))));
  after(() => rm(folder, {recursive: true}));

  it("prints the known bugs of the versions that it runs with and of the folder's own", async () => {
    await install("@tensorflow/tfjs-layers", "4.9.0");
    const {code, out} = await ddx(["doctor"], {cwd: folder});
    expect(code).equal(0);
    expect(out).match(
      /^– known bug +@tensorflow\/tfjs-layers 4\.9\.0: loading a model without weights throws.*fixed in 4\.11\.0; last good: 4\.8\.0; https:.*7865$/m,
    );
    expect(out).match(/^✓ limit +@tensorflow\/tfjs-core 4\.22\.0: conv3dTranspose has no gradient/m);
  });

  it("takes another list of bugs, and prints them as JSON", async () => {
    const bugs = [{package: "mine", range: "<2.0.0", symptom: "slow", effect: "wrong", advice: "update", url: "https://example.org/1"}];
    await install("mine", "1.0.0");
    await writeFile(path.join(folder, "bugs.json"), JSON.stringify(bugs));
    const {out} = await ddx(["doctor", "--known", "bugs.json", "--json"], {cwd: folder});
    const told = JSON.parse(out) as {healthy: boolean; bugs: BadVersion[]};
    expect(told.healthy).equal(true);
    expect(told.bugs).deep.equal([{...bugs[0], version: "1.0.0"}]);
  });

  it("refuses a list that is none in one line", async () => {
    await writeFile(path.join(folder, "none.json"), '[{"package": "a"}]');
    const {code, err} = await ddx(["doctor", "--known", "none.json"], {cwd: folder});
    expect(code).equal(2);
    expect(err).match(/^ddx: expected known\[0\] to have range; .*\n$/);
  });

  async function install(name: string, version: string): Promise<void> {
    const place = path.join(folder, "node_modules", name);
    await mkdir(place, {recursive: true});
    await writeFile(path.join(place, "package.json"), JSON.stringify({name, version}));
  }
});
