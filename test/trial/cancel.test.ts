import {expect} from "chai";
import {diagnose, sweep, tf, treat, useBackend, type Case} from "../../src/index.js";
import type {Bank} from "../../src/check.js";
import {random} from "../../src/math/random.js";
import {breathe} from "../../src/trial/breath.js";
import {prepare} from "../../src/trial/prepare.js";
import {normal} from "../examples.js";

const {layers} = tf;

/** Rows of noise around one centre a class. */
function noise(rows: number, {shape, classes}: {shape: readonly number[]; classes: number}): {x: object; y: object} {
  const draw = random(5);
  const size = shape.reduce((product, length) => product * length, 1);
  const labels = Array.from({length: rows}, () => Math.floor(classes * draw()));
  const x = Float32Array.from({length: rows * size}, (_, i) => normal(draw) + Number(i % classes === labels[Math.floor(i / size)]));
  const y = Float32Array.from({length: rows * classes}, (_, i) => Number(i % classes === labels[Math.floor(i / classes)]));
  return {x: {values: x, shape: [rows, ...shape]}, y: {values: y, shape: [rows, classes]}};
}

function subjectOf(rows: number, {shape, inner}: {shape: readonly number[]; inner: () => tf.layers.Layer[]}): Case {
  const model = () => {
    const made = tf.sequential({layers: [...inner(), layers.dense({units: 4, activation: "softmax"})]});
    made.compile({optimizer: "adam", loss: "categoricalCrossentropy"});
    return made;
  };
  return {model, train: noise(rows, {shape, classes: 4}) as Case["train"], fit: {epochs: 20, batchSize: 32}};
}

const subjects: Record<string, () => Case> = {
  "a dense network on 20 000 rows": () =>
    subjectOf(20000, {shape: [100], inner: () => [layers.dense({units: 256, activation: "relu", inputShape: [100]})]}),
  "convolutions on 2000 pictures of 28 × 28": () =>
    subjectOf(2000, {
      shape: [28, 28, 1],
      inner: () => [
        layers.conv2d({filters: 8, kernelSize: 3, activation: "relu", inputShape: [28, 28, 1]}),
        layers.batchNormalization(),
        layers.maxPooling2d({poolSize: 2}),
        layers.flatten(),
      ],
    }),
  "an LSTM": () => subjectOf(1000, {shape: [20, 3], inner: () => [layers.lstm({units: 16, inputShape: [20, 3]})]}),
};

const tasks: Record<string, (bank: Bank) => Promise<unknown>> = {
  "a fit": (bank) => bank.trial({steps: 8}),
  "a shuffled fit": (bank) => bank.shuffled(1),
  "a descent": (bank) => bank.descend({steps: 1000}),
};

/** Milliseconds from the moment that a signal was to fire to the rejection; undefined when the task was done before. */
async function delayOf(task: (signal: AbortSignal) => Promise<unknown>, {after}: {after: number}): Promise<number | undefined> {
  const stop = new AbortController();
  const due = performance.now() + after;
  const timer = setTimeout(() => stop.abort(), after);
  const error = await task(stop.signal).then(
    () => undefined,
    (reason: Error) => reason,
  );
  clearTimeout(timer);
  if (error) expect(error.name).equal("AbortError");
  return error && performance.now() - due;
}

/** The longest time that a step of the case's fit takes here and now, its first one included, for which the model is built. */
async function longestStep(subject: Case): Promise<number> {
  const prepared = await prepare(subject);
  let [last, longest] = [performance.now(), 0];
  const told = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    return false;
  };
  await prepared.material.bank!.descend({steps: 10, stop: told});
  await prepared.dispose();
  return longest;
}

describe("cancelling", () => {
  before(() => useBackend());

  it("lets timers fire within 50 ms of work, whatever the backend does", async () => {
    let fired = 0;
    const timer = setInterval(() => fired++, 5);
    const end = performance.now() + 400;
    while (performance.now() < end) await breathe();
    clearInterval(timer);
    expect(fired).greaterThan(3);
  });

  for (const [title, make] of Object.entries(subjects))
    it(`stops within 200 ms and a step: ${title}`, async () => {
      const subject = make();
      const step = await longestStep(subject);
      const seen: Record<string, number> = {};
      for (const [name, task] of Object.entries(tasks)) {
        const prepared = await prepare(subject);
        const begun = performance.now();
        if (name === "a fit") await task(prepared.material.bank!);
        const whole = name === "a fit" ? performance.now() - begun : 1000;
        await prepared.dispose();
        for (const part of name === "a fit" ? [0.1, 0.4, 0.7, 0.95] : [0.5]) {
          const tensors = tf.memory().numTensors;
          const delay = await delayOf(
            async (signal) => {
              const opened = await prepare(subject, {signal});
              await task(opened.material.bank!).finally(opened.dispose);
            },
            {after: part * whole},
          );
          expect(tf.memory().numTensors, name).equal(tensors);
          seen[name] = Math.max(seen[name] ?? 0, delay ?? 0);
        }
      }
      console.info(
        `      ${Object.entries(seen)
          .map(([name, delay]) => `${name}: ${Math.round(delay)} ms`)
          .join(", ")}; the longest step ${Math.round(step)} ms`,
      );
      // A machine that others use too is slower at one time than at another.
      expect(Math.max(...Object.values(seen))).lessThan(200 + 3 * step);
    });

  it("makes a diagnosis, a treatment and a sweep reject soon, frees all and gives the backend back", async () => {
    const subject = subjects["a dense network on 20 000 rows"]!();
    const step = await longestStep(subject);
    const backend = tf.getBackend();
    const all: Record<string, (signal: AbortSignal) => Promise<unknown>> = {
      diagnose: (signal) => diagnose(subject, {signal, checks: ["ignores-labels", "below-baseline"]}),
      treat: (signal) => treat(subject, {signal}),
      sweep: (signal) => sweep(subject, {signal}),
    };
    for (const [name, task] of Object.entries(all))
      for (const after of [700, 2500]) {
        const tensors = tf.memory().numTensors;
        const delay = await delayOf(task, {after});
        console.info(`      ${name} after ${after} ms: ${Math.round(delay!)} ms`);
        expect(delay, name).lessThan(300 + 3 * step);
        expect(tf.memory().numTensors, name).equal(tensors);
        expect(tf.getBackend()).equal(backend);
      }
  });
});
