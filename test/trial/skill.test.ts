import {expect} from "chai";
import {random} from "../../src/math/random.js";
import {choices, hardSkill, r2, softKappa} from "../../src/trial/skill.js";
import type {Classes} from "../../src/trial/reading.js";

const classes = (labels: number[], p: number[][]): Classes => ({
  kind: "classes",
  classes: p[0]!.length,
  labels: Int32Array.from(labels),
  p: Float32Array.from(p.flat()),
});

describe("skill", () => {
  it("is 1 for perfect answers, 0 for any constant one, negative for wrong ones", () => {
    expect(
      softKappa(
        classes(
          [0, 1, 1],
          [
            [1, 0],
            [0, 1],
            [0, 1],
          ],
        ),
      ),
    ).closeTo(1, 1e-6);
    expect(
      softKappa(
        classes(
          [0, 1, 1],
          [
            [0.3, 0.7],
            [0.3, 0.7],
            [0.3, 0.7],
          ],
        ),
      ),
    ).closeTo(0, 1e-6);
    expect(
      softKappa(
        classes(
          [0, 1],
          [
            [0, 1],
            [1, 0],
          ],
        ),
      ),
    ).closeTo(-1, 1e-6);
    expect(
      softKappa(
        classes(
          [1, 1],
          [
            [0, 1],
            [0, 1],
          ],
        ),
      ),
    ).equal(0);
  });

  it("agrees with Cohen's kappa for hard answers that have the labels' own frequencies", () => {
    const draw = random(4);
    const labels = Array.from({length: 300}, () => Math.floor(3 * draw()));
    const given = labels.map((label, i) => (i % 4 ? label : labels[(i + 100) % 300]!));
    const hard = classes(
      labels,
      given.map((label) => [0, 1, 2].map((c) => Number(c === label))),
    );
    const share = (list: readonly number[], c: number) => list.filter((label) => label === c).length / 300;
    const agreed = labels.filter((label, i) => label === given[i]).length / 300;
    const chance = [0, 1, 2].reduce((sum, c) => sum + share(labels, c) * share(given, c), 0);
    expect(softKappa(hard)).closeTo((agreed - chance) / (1 - chance), 0.02);
    expect(Array.from(choices(hard))).deep.equal(given);
  });

  it("counts what is chosen, not how surely", () => {
    expect(
      hardSkill([
        classes(
          [0, 1, 1],
          [
            [0.51, 0.49],
            [0.4, 0.6],
            [0.1, 0.9],
          ],
        ),
      ]),
    ).closeTo(1, 1e-6);
  });

  it("R² is 1 for perfect answers, 0 for the mean, and pools columns", () => {
    expect(r2({kind: "numbers", size: 2, targets: [0, 10, 2, 30], answers: [0, 10, 2, 30]})).equal(1);
    expect(r2({kind: "numbers", size: 2, targets: [0, 10, 2, 30], answers: [1, 20, 1, 20]})).equal(0);
    expect(r2({kind: "numbers", size: 1, targets: [1, 3], answers: [3, 1]})).equal(-3);
  });
});
