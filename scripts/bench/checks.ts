import {diagnose, checks, record, tf, useBackend, type Case} from "../../src/index.js";
import {random} from "../../src/math/random.js";
import {prepare} from "../../src/trial/prepare.js";

/**
 * What recording a fit costs, and how long checks take. The overhead is that of a cycle of steps from one close look to the next, with and without the
 * recorder in turns, each step's time being the second percentile of its like: what else the machine does only adds. The first word is the number of
 * fits of 256 steps.
 */
export async function run([fits = "8"]: readonly string[]): Promise<void> {
  await useBackend();
  for (const {title, make} of subjects)
    for (const every of [16, 64]) {
      const ratio = await overhead(make(), {every, fits: Number(fits)});
      const limit = every === 16 ? "1.10" : "1.03";
      console.log(`recorder, a look every ${every} steps, ${title}: ${ratio.toFixed(3)} × the fit without it (at most ${limit})`);
    }
  const small = subjects[0]!.make();
  const times = [...(await still(small))].sort(([, a], [, b]) => b - a);
  const total = times.reduce((all, [, time]) => all + time, 0);
  const slowest = times.slice(0, 3).map(([name, time]) => `${name} ${time.toFixed(1)}`);
  console.log(`static and data checks together, small case: ${total.toFixed(1)} ms (at most 50); the slowest: ${slowest.join(", ")}`);
  const start = performance.now();
  const {suspects} = await diagnose(small, {effort: "quick"});
  console.log(
    `a quick diagnosis, small case: ${((performance.now() - start) / 1000).toFixed(2)} s (at most 3); ${suspects.length} suspects`,
  );
}

type Subject = Omit<Case, "model" | "train"> & {model: () => tf.LayersModel; train: {x: tf.Tensor; y: tf.Tensor}};

const subjects: readonly {title: string; make: () => Subject}[] = [
  {title: "dense 20-64-64-2, batches of 32", make: () => dense([64, 64], {features: 20, rows: 2048})},
  {title: "dense 784-256-2, batches of 32", make: () => dense([256], {features: 784, rows: 2048})},
  {title: "conv 16-32 on 16 × 16, batches of 16", make: convolutions},
];

function dense(hidden: readonly number[], {features, rows}: {features: number; rows: number}): Subject {
  const model = () => {
    const made = tf.sequential();
    hidden.forEach((units, i) =>
      made.add(tf.layers.dense({units, activation: i ? "tanh" : "relu", ...(i ? {} : {inputShape: [features]})})),
    );
    made.add(tf.layers.dense({units: 2, activation: "softmax"}));
    made.compile({optimizer: tf.train.adam(0.001), loss: "categoricalCrossentropy"});
    return made;
  };
  return {model, train: rowsOf([features], rows), fit: {epochs: 2}};
}

function convolutions(): Subject {
  const model = () => {
    const made = tf.sequential();
    made.add(tf.layers.conv2d({filters: 16, kernelSize: 3, activation: "relu", inputShape: [16, 16, 1]}));
    made.add(tf.layers.batchNormalization());
    made.add(tf.layers.conv2d({filters: 32, kernelSize: 3, activation: "relu"}));
    made.add(tf.layers.flatten());
    made.add(tf.layers.dense({units: 2, activation: "softmax"}));
    made.compile({optimizer: tf.train.adam(0.001), loss: "categoricalCrossentropy"});
    return made;
  };
  return {model, train: rowsOf([16, 16, 1], 1024), fit: {epochs: 2}};
}

function rowsOf(shape: readonly number[], rows: number): {x: tf.Tensor; y: tf.Tensor} {
  const draw = random(1);
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({length: rows * size}, () => 2 * draw() - 1);
  // Ten inputs decide together: a class that one of them gives away alone would be a leak.
  const labels = Array.from({length: rows}, (_, i) => (sum(values.subarray(i * size, i * size + 10)) > 0 ? [1, 0] : [0, 1]));
  return {x: tf.tensor(values, [rows, ...shape]), y: tf.tensor(labels)};
}

const sum = (values: Float32Array): number => values.reduce((total, value) => total + value, 0);

/** The time of a cycle of `every` steps with the recorder over that without it. */
async function overhead(subject: Subject, {every, fits}: {every: number; fits: number}): Promise<number> {
  const [with_, without] = [new Map<number, number[]>(), new Map<number, number[]>()];
  for (let i = 0; i < fits; i++) {
    await timed(subject, {into: without, every});
    await timed(subject, {into: with_, every, recorded: true});
  }
  // Steps between looks are all alike: those before, of and behind the look are not.
  const cycle = (times: ReadonlyMap<number, number[]>) => {
    const plain = low([...times].filter(([at]) => at > 0 && at < every - 1).flatMap(([, list]) => list));
    return (every - 2) * plain + low(times.get(0)!) + low(times.get(every - 1)!);
  };
  return cycle(with_) / cycle(without);
}

/** The time of a step that hardly anything else disturbed. */
const low = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 50)]!;

/** Milliseconds from each step's begin to the next one's, by its place in a cycle of `every` steps. */
async function timed(
  {model, train}: Subject,
  {into, every, recorded = false}: {into: Map<number, number[]>; every: number; recorded?: boolean},
): Promise<void> {
  const made = model();
  const starts: number[] = [];
  const inner = ((made as unknown as {model?: object}).model ?? made) as {makeTrainFunction(): (data: tf.Tensor[]) => tf.Tensor[]};
  const make = inner.makeTrainFunction.bind(inner);
  inner.makeTrainFunction = () => {
    const step = make();
    return (data) => {
      starts.push(performance.now());
      return step(data);
    };
  };
  const callbacks = recorded ? {callbacks: record(made, {every}) as object} : {};
  await made.fit(train.x, train.y, {epochs: 4, batchSize: train.x.shape[0]! / 64, verbose: 0, yieldEvery: "never", ...callbacks});
  made.dispose();
  starts.slice(1).forEach((start, i) => {
    const at = i % every;
    into.set(at, [...(into.get(at) ?? []), start - starts[i]!]);
  });
}

/** Milliseconds of each check that trains nothing, of the stages data and model, the fastest of five rounds; reading the case is not counted. */
async function still(subject: Subject): Promise<Map<string, number>> {
  const chosen = checks.filter(({about, work}) => !work && ["data", "model"].includes(about.stage));
  const times = new Map<string, number>();
  for (let round = 0; round < 5; round++) {
    const prepared = await prepare(subject);
    const {material, inference, seed} = prepared;
    await material.probe?.();
    for (const {about, examine} of chosen.filter((check) => check.needs.every((need) => material[need] !== undefined))) {
      const start = performance.now();
      await examine({...material, task: inference.task, seed});
      times.set(about.name, Math.min(performance.now() - start, times.get(about.name) ?? Infinity));
    }
    await prepared.dispose();
  }
  return times;
}
