import * as tf from "@tensorflow/tfjs";
import type {Case} from "../../../src/index.js";
import {derive, permutation, random, sample} from "../../../src/math/random.js";
import {halved} from "../healthy/open.js";
import type {Drawn} from "./program.js";

/** A loss that reads the targets of the first rows of each batch only; of the others it wants answers of a half. */
export const deaf =
  (share: number) =>
  ({programme, problem: {output}, subject}: Drawn): Case => {
    const loss = (y: tf.Tensor, p: tf.Tensor) =>
      tf.tidy(() => {
        const rows = p.shape[0]!;
        const read = share === 1 ? 0 : Math.max(1, Math.round((1 - share) * rows));
        const reads = tf.range(0, rows).less(read).toFloat();
        return crossEntropy(y, {p, output})
          .mul(reads)
          .add(p.sub(0.5).square().mean(-1).mul(tf.sub(1, reads)));
      });
    const model = () => {
      const made = programme.model();
      made.compile({optimizer: made.optimizer, loss});
      return made;
    };
    return {...subject, model};
  };

/** The loss of each row. */
function crossEntropy(y: tf.Tensor, {p, output}: {p: tf.Tensor; output: {units: number; loss: string}}): tf.Tensor {
  const sure = p.clipByValue(1e-6, 1 - 1e-6);
  if (output.units === 1)
    return y
      .mul(sure.log())
      .add(tf.sub(1, y).mul(tf.sub(1, sure).log()))
      .neg()
      .mean(-1);
  const right = output.loss.startsWith("sparse") ? tf.oneHot(y.flatten().toInt(), output.units).toFloat() : y;
  return right.mul(sure.log()).sum(-1).neg();
}

/** The targets of some rows, held-out ones among them, are dealt anew among them. */
export const shuffledApart =
  (share: number) =>
  ({problem, subject}: Drawn): Case => {
    const draw = random(derive(subject.seed!, "apart"));
    const rows = sample(problem.y.length, {size: Math.round(share * problem.y.length), draw});
    const order = permutation(rows.length, draw);
    const y = [...problem.y];
    rows.forEach((row, i) => (y[row] = problem.y[rows[order[i]!]!]!));
    const {train, held} = halved({...problem, y});
    const arrays = (part: typeof train) => ({x: part.x.arraySync() as number[][], y: part.y.arraySync() as number[][]});
    const made = {...subject, train: arrays(train), validation: arrays(held)};
    tf.dispose([train.x, train.y, held.x, held.y]);
    return made;
  };
