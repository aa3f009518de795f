import {random} from "../../src/math/random.js";
import {mean} from "../../src/math/stats.js";
import {calibrationTest} from "../../src/metrics/calibration.js";

/** Draws: 500 at each number of rows. */
const draws = 500;

/** Calibrated networks of three kinds of sureness: how often the test rejects, and how often the gate of .15 lets it. */
export async function run(): Promise<void> {
  console.log("rows | sureness | level of the test | beyond test and gate | power against a shift of .2");
  console.log("---|---|---|---|---");
  for (const rows of [60, 200, 1000])
    for (const [name, shape] of Object.entries(shapes)) {
      const draw = random(rows);
      const seen = Array.from({length: draws}, (_, i) => {
        const sure = Float64Array.from({length: rows}, () => shape(draw()));
        const [well, ill] = [0, 0.2].map((shift) => {
          const right = Uint8Array.from(sure, (p) => Number(draw() < p - shift));
          return {...calibrationTest({sure, right}, {seed: i}), gap: mean(sure) - mean(right)};
        });
        return {well: well!, ill: ill!};
      });
      const share = (test: (one: (typeof seen)[number]) => boolean) => `${((100 * seen.filter(test).length) / draws).toFixed(1)} %`;
      console.log(
        [
          rows,
          name,
          share(({well}) => well.p <= 0.005),
          share(({well}) => well.p <= 0.005 && well.gap >= 0.15),
          share(({ill}) => ill.p <= 0.005 && ill.gap >= 0.15),
        ].join(" | "),
      );
    }
}

const shapes: Record<string, (u: number) => number> = {
  "uniform from .5": (u) => 0.5 + 0.5 * u,
  "near 1": (u) => 1 - 0.3 * u * u,
  "near .5": (u) => 0.5 + 0.3 * u * u,
};
