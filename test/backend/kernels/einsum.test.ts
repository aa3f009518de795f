import * as tf from "@tensorflow/tfjs";
import {expect} from "chai";
import fc from "fast-check";
import {on, runKernel, worst} from "../both.js";
import {whole} from "./against-cpu.js";

const equations = ["ij,jk->ik", "ij,jk->ki", "bij,bjk->bik", "bhid,bhjd->bhij", "bij,jk->bik", "ij->ji", "ij->j", "ij->", "i,j->ij", "i,i->", "ij,ij->ij", "ij,jk->k", "bqhd,bkhd->bhqk", "ij,kl->ikjl"]; // prettier-ignore

describe("Einsum", function () {
  this.timeout(60_000);

  // Not against cpu, whose kernel keeps dimensions of "ij,jk->k" that it should sum away (tfjs 4.22).
  it("gives the sum over all labels", async () => {
    const trials = fc.property(
      fc.constantFrom(...equations),
      fc.array(whole(1, 4), {minLength: 26, maxLength: 26}),
      (equation, lengths) => {
        const length = (label: string) => lengths[label.charCodeAt(0) - 97]!;
        const operands = equation.split("->")[0]!.split(",");
        const values = operands.map((labels, i) =>
          tf.tidy(() => Array.from(tf.randomNormal([...labels].map(length), 0, 1, "float32", i + 1).dataSync())),
        );
        const inputs = () => operands.map((labels, i) => tf.tensor(values[i]!, [...labels].map(length))) as unknown as tf.NamedTensorMap;
        const result = runKernel("Einsum", {inputs, attrs: {equation}});
        const expected = direct(equation, {values, length});
        expect(result.shape).eql([...equation.split("->")[1]!].map(length));
        expect(worst(result.values, expected)).most(1e-4);
      },
    );
    await on("wasm", () => fc.assert(trials, {numRuns: 60, seed: 7}));
  });

  it("is what tf.einsum uses", async () => {
    const trace = await on("wasm", () =>
      tf.tidy(() => tf.einsum("ij,ji->", tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([1, 0, 0, 1], [2, 2])).dataSync()[0]),
    );
    expect(trace).equal(5);
  });
});

/** The definition: for each assignment of the labels, the product of the operands' values, added where the output's labels point. */
function direct(equation: string, {values, length}: {values: number[][]; length: (label: string) => number}): number[] {
  const [left, out] = equation.split("->") as [string, string];
  const operands = left.split(",");
  const labels = [...new Set(left.replace(",", ""))];
  const sums = new Array<number>([...out].reduce((size, label) => size * length(label), 1)).fill(0);
  const total = labels.reduce((size, label) => size * length(label), 1);
  for (let n = 0; n < total; n++) {
    const at = new Map<string, number>();
    labels.reduce((rest, label) => (at.set(label, rest % length(label)), Math.floor(rest / length(label))), n);
    const index = (some: string) => [...some].reduce((position, label) => position * length(label) + at.get(label)!, 0);
    sums[index(out)]! += operands.reduce((product, one, i) => product * values[i]![index(one)]!, 1);
  }
  return sums;
}
