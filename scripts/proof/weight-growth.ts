import {useBackend} from "../../src/index.js";
import {median, quantile} from "../../src/math/stats.js";
import {fastest} from "../../src/training/growing-weight-norms.js";
import {outcome} from "../../src/trial/outcome.js";
import {withProgramme} from "./healthy/open.js";

/** How much the fastest kernel grows in random programs at their own rate and at multiples of it, by whether the loss ends lower than it started: `npm run proof weight-growth [programs]`. */
export async function run([programs = "60"]: readonly string[]): Promise<void> {
  await useBackend("wasm", {say: false});
  console.log(
    "rate × | programs | not finite | loss fell | growth there: median, 99 %, largest | loss did not fall | growth there: median | of them > 10 | > 100",
  );
  console.log("---|---|---|---|---|---|---|---|---");
  for (const rate of [1, 10, 100, 1000, 10000]) {
    const seen = [];
    for (let seed = 1; seed <= Number(programs); seed++) seen.push(await look(seed, rate));
    const known = seen.filter(({growth}) => Number.isFinite(growth));
    const [fell, lost] = [known.filter(({lost}) => !lost), known.filter(({lost}) => lost)].map((list) => list.map(({growth}) => growth));
    const digits = (value: number) => value.toPrecision(3);
    const told = fell!.length ? [median(fell!), quantile(fell!, 0.99), Math.max(...fell!)].map(digits).join(", ") : "";
    const above = (gate: number) => lost!.filter((growth) => growth > gate).length;
    console.log(
      [
        rate,
        seen.length,
        seen.length - known.length,
        fell!.length,
        told,
        lost!.length,
        lost!.length ? digits(median(lost!)) : "",
        above(10),
        above(100),
      ].join(" | "),
    );
  }
}

const look = (seed: number, rate: number): Promise<{growth: number; lost: boolean}> =>
  withProgramme({seed, rate}, async ({material: {bank, network}}) => {
    const {runs, prior} = await outcome(bank!, {network: network!});
    const growth = median(runs.map(({movements}) => fastest(movements)?.growth ?? NaN));
    const lost = runs.filter(({before, trainLoss, validationLoss}) => {
      const [start, end] = [before.losses.reduce((sum, loss) => sum + loss, 0), validationLoss ?? trainLoss];
      return end >= prior && end >= start;
    });
    return {growth, lost: lost.length >= 2};
  });
