import * as tf from "@tensorflow/tfjs";
import {seeded} from "../../../src/math/random.js";
import type {Programme} from "./network.js";
import type {Problem} from "./problem.js";

/** Rows of a problem, as they are trained on and judged by. */
export interface Halves {
  train: {x: tf.Tensor; y: tf.Tensor};
  held: {x: tf.Tensor; y: tf.Tensor};
}

/**
 * True for a network that truly learns: with two seeds its held-out skill is 0.6 or more, no more than 0.08 of it is gained by three times as many epochs or three times the rate,
 * and the held-out loss ends within a fifth of its best. Judged by plain fits of tfjs, never by a check.
 * With `tuned` false one seed is enough, and it may have more to gain.
 */
export async function learns(
  {problem, programme, halves}: {problem: Problem; programme: Programme; halves: Halves},
  {tuned = true}: {tuned?: boolean} = {},
): Promise<boolean> {
  const fits = [];
  for (const seed of tuned ? [11, 12] : [11]) {
    const fit = await trained({problem, programme, halves}, {seed});
    if (!(fit.skill >= 0.6) || fit.end > 1.2 * fit.best + 0.01) return false;
    fits.push(fit.skill);
  }
  const worst = Math.min(...fits);
  for (const change of tuned ? [{epochs: 3}, {rate: 3}] : [])
    if ((await trained({problem, programme, halves}, {seed: 11, ...change})).skill > worst + 0.08) return false;
  return true;
}

interface Trained {
  /** 1 − error over the error of a constant answer, on held-out rows. */
  skill: number;
  /** Held-out loss at the end and at its best. */
  end: number;
  best: number;
}

async function trained(
  {problem, programme, halves: {train, held}}: {problem: Problem; programme: Programme; halves: Halves},
  {seed, epochs = 1, rate = 1}: {seed: number; epochs?: number; rate?: number},
): Promise<Trained> {
  return seeded(seed, async () => {
    const model = programme.model({rate});
    try {
      const {history} = await model.fit(train.x, train.y, {
        ...programme.fit,
        epochs: epochs * programme.fit.epochs,
        validationData: [held.x, held.y],
        verbose: 0,
        yieldEvery: "never",
      });
      const losses = history.val_loss as number[];
      return {skill: skillOf(model, {problem, held}), end: losses.at(-1)!, best: Math.min(...losses)};
    } finally {
      model.dispose();
      model.optimizer.dispose();
    }
  });
}

function skillOf(model: tf.LayersModel, {problem: {output}, held}: {problem: Problem; held: Halves["held"]}): number {
  return tf.tidy(() => {
    const answer = model.predict(held.x) as tf.Tensor;
    const wrong = (given: tf.Tensor) => tf.notEqual(given, truth).mean().dataSync()[0]!;
    const share = (error: number, constant: number) => 1 - error / constant;
    if (output.activation === "linear") {
      const constant = held.y.sub(held.y.mean(0)).square().mean().dataSync()[0]!;
      return share(held.y.sub(answer).square().mean().dataSync()[0]!, constant);
    }
    const classOf = (y: tf.Tensor) =>
      output.activation === "sigmoid" ? y.greater(0.5).toInt() : y.shape.at(-1) === 1 ? y.toInt().flatten() : y.argMax(-1).toInt();
    const truth = classOf(held.y);
    const constants = output.activation === "sigmoid" ? [0, 1] : Array.from({length: output.units}, (_, k) => k);
    return share(wrong(classOf(answer)), Math.min(...constants.map((k) => wrong(tf.fill(truth.shape, k, "int32")))));
  });
}
