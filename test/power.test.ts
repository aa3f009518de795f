import {expect} from "chai";
import {check, power, type Sweep, type Verdict} from "../src/index.js";
import {mean} from "../src/math/stats.js";

/** A check that fails when the mean of the only input is above a half, and doubts fewer than 20 rows. */
const offset = check(
  {name: "offset", stage: "data", symptom: "", cause: "", remedy: "", source: {title: "", by: ""}, needs: ["train"]},
  ({train}) => {
    const centre = mean(train.x[0]!.values);
    const verdict: Verdict = train.rows < 20 ? "unsure" : centre > 0.5 ? "fail" : centre > 0.25 ? "warn" : "pass";
    return {verdict, summary: `the mean is ${centre}`, evidence: []};
  },
);

const sweep: Sweep = {
  strengths: [0, 0.3, 1],
  rows: [10, 40],
  worlds: 4,
  make: ({strength, rows, draw}) => {
    const x = Array.from({length: rows}, () => [strength + 0.01 * draw()]);
    return {train: {x, y: x}};
  },
};

const refusal = (changes: object) =>
  power(offset, {...sweep, ...changes}).then(
    () => "no error",
    (error: Error) => error.message,
  );

describe("power", () => {
  it("counts what is seen in each cell, with Wilson's interval, and what is unsure", async () => {
    const found = await power(offset, {...sweep, axes: {strength: "mean"}});
    expect(JSON.parse(JSON.stringify(found))).deep.equal(found);
    expect(found).include({check: "offset", level: 0.005, sees: "fail"});
    expect(found.axes).deep.equal({strength: "mean", rows: "rows"});
    expect(found.cells.map(({strength, rows, seen, unsure}) => [strength, rows, seen, unsure])).deep.equal([
      [0, 10, 0, 1],
      [0, 40, 0, 0],
      [0.3, 10, 0, 1],
      [0.3, 40, 0, 0],
      [1, 10, 0, 1],
      [1, 40, 1, 0],
    ]);
    // Wilson 1927: z² / (n + z²) above none of n, with z = 1.96 and n = 4.
    expect(found.cells[0]!.interval[1]).closeTo(1.96 ** 2 / (4 + 1.96 ** 2), 1e-3);
    expect(found.cells[5]!.interval[0]).closeTo(4 / (4 + 1.96 ** 2), 1e-3);
  });

  it("counts warnings as seen when asked to", async () => {
    const {cells} = await power(offset, {...sweep, sees: "warn"});
    expect(cells.filter(({rows}) => rows === 40).map(({seen}) => seen)).deep.equal([0, 1, 1]);
  });

  it("draws the same worlds from one seed, one world at every strength, and others from another seed", async () => {
    const drawn = async (seed: number) => {
      const first: number[] = [];
      const make: Sweep["make"] = (world) => {
        first.push(world.draw());
        return sweep.make(world);
      };
      await power(offset, {...sweep, seed, make});
      return first;
    };
    const [one, again, other] = [await drawn(1), await drawn(1), await drawn(2)];
    expect(one).deep.equal(again);
    expect(one.slice(0, 8)).deep.equal(one.slice(8, 16));
    expect(new Set([...one, ...other]).size).equal(16);
  });

  it("tells how far it is and stops when asked to", async () => {
    const told: {done: number; total: number}[] = [];
    await power(offset, {...sweep, progress: (at) => told.push(at)});
    expect(told).lengthOf(24);
    expect(told.at(-1)).deep.equal({done: 24, total: 24});
    const stop = new AbortController();
    const stopped = refusal({signal: stop.signal, progress: ({done}: {done: number}) => done === 3 && stop.abort(new Error("enough"))});
    expect(await stopped).equal("enough");
  });

  it("refuses what is no sweep, and worlds that the check skips", async () => {
    expect(await refusal({strengths: []})).include("strengths to be a list of numbers from 0");
    expect(await refusal({rows: [0]})).include("rows to be a list of whole numbers from 1");
    expect(await refusal({worlds: 0.5})).include("worlds to be a whole number from 1");
    expect(await refusal({sees: "pass"})).include("sees to be fail or warn");
    expect(await refusal({make: undefined})).include("make to be a function");
    expect(await refusal({strenghts: [1]})).include("check its spelling");
    expect(await refusal({make: () => ({history: {loss: [1, 2]}})})).include("it skips each");
    expect(await power("no-such-check", sweep).catch((error: Error) => error.message)).include('got "no-such-check"');
  });
});
