import {expect} from "chai";
import {check, checks, diagnose, tf, useBackend, type Case, type Diagnosis} from "../../src/index.js";
import {random} from "../../src/math/random.js";
import {openCase} from "../../src/trial/measure.js";
import {makePlan} from "../../src/trial/plan.js";
import {prepare, type Prepared} from "../../src/trial/prepare.js";
import {adopt, aroundSeconds, asGiven} from "../../src/trial/protocol.js";
import {readSplit} from "../../src/trial/split.js";
import {subsample} from "../../src/trial/subsample.js";
import {classifier, oneHot, regressor} from "../examples.js";

const {layers} = tf;
const trained = checks.filter(({work}) => work);

async function withCase<T>(subject: Case, use: (prepared: Prepared) => Promise<T> | T): Promise<T> {
  const prepared = await prepare(subject);
  try {
    return await use(prepared);
  } finally {
    await prepared.dispose();
  }
}

const compiled = (inner: tf.layers.Layer[], classes: number) => {
  const model = tf.sequential({layers: [...inner, layers.dense({units: classes, activation: "softmax"})]});
  model.compile({optimizer: "adam", loss: "categoricalCrossentropy"});
  return model;
};

/** Rows in which each class has a quarter of the inputs above the others. */
function rowsOf(count: number, {shape, classes}: {shape: readonly number[]; classes: number}): Case["train"] {
  const draw = random(9);
  const size = shape.reduce((product, length) => product * length, 1);
  const labels = Array.from({length: count}, () => Math.floor(classes * draw()));
  const x = new Float32Array(count * size);
  labels.forEach((label, row) => {
    for (let i = 0; i < size; i++) x[row * size + i] = draw() + Number(Math.floor((i * classes) / size) === label);
  });
  return {x: {values: x, shape: [count, ...shape]}, y: oneHot(labels, classes)};
}

/** A network of 5.8 million weights on 20 000 rows. */
const large = (): Case => ({
  model: () =>
    compiled([layers.dense({units: 2048, activation: "relu", inputShape: [784]}), layers.dense({units: 2048, activation: "relu"})], 10),
  train: rowsOf(20000, {shape: [784], classes: 10}),
  fit: {epochs: 10, batchSize: 32},
});

/** Convolutions on 300 pictures of 224 × 224. */
const pictures = (): Case => ({
  model: () =>
    compiled(
      [
        layers.conv2d({filters: 16, kernelSize: 3, strides: 2, activation: "relu", inputShape: [224, 224, 3]}),
        layers.maxPooling2d({poolSize: 2}),
        layers.conv2d({filters: 32, kernelSize: 3, activation: "relu"}),
        layers.maxPooling2d({poolSize: 2}),
        layers.flatten(),
      ],
      4,
    ),
  train: rowsOf(300, {shape: [224, 224, 3], classes: 4}),
  fit: {epochs: 10, batchSize: 32},
});

/** A diagnosis and the seconds of the processor that it takes: the clock tells of others' work too. */
async function timed(subject: Case, names: readonly string[]): Promise<Diagnosis & {busy: number}> {
  const before = process.cpuUsage();
  const diagnosis = await diagnose(subject, {checks: names, budget: 30});
  const {user, system} = process.cpuUsage(before);
  return {...diagnosis, busy: (user + system) / 1e6};
}

describe("subsample", () => {
  const split = () => {
    const labels = Array.from({length: 1000}, (_, i) => (i < 700 ? 0 : i < 995 ? 1 : 2));
    return readSplit({x: labels.map((_, i) => [i]), y: oneHot(labels, 3)}, {name: "train", seed: 1});
  };

  it("keeps the classes' shares, one row of each at least, and the order of the rows", async () => {
    const {rows, x, y, given} = subsample(await split(), {size: 100, seed: 3, task: "multiclass"});
    const counts = [0, 1, 2].map((label) => y[0]!.values.filter((value, i) => i % 3 === label && value === 1).length);
    expect([rows, given]).deep.equal([100, 1000]);
    expect(counts).deep.equal([70, 29, 1]);
    expect(Array.from(x[0]!.values)).deep.equal(Array.from(x[0]!.values).sort((a, b) => a - b));
  });

  it("draws the same rows with one seed, others with another, and leaves alone what is small", async () => {
    const all = await split();
    const drawn = (seed: number) => Array.from(subsample(all, {size: 50, seed, task: "multiclass"}).x[0]!.values);
    expect(drawn(1)).deep.equal(drawn(1));
    expect(drawn(1)).not.deep.equal(drawn(2));
    expect(subsample(all, {size: 1000, seed: 1, task: "multiclass"})).equal(all);
    expect(subsample(all, {size: 2, seed: 1, task: "multiclass"}).rows).equal(2);
    expect(subsample(all, {size: 10, seed: 1, task: "regression"}).rows).equal(10);
  });
});

describe("plan", () => {
  before(() => useBackend());

  it("leaves the rows and batches of a small network alone", async () => {
    for (const subject of [classifier(), regressor()])
      await withCase(subject, (prepared) => {
        const {protocol, sampled, purse, summary} = makePlan(trained, {prepared, budget: 30});
        expect(protocol).deep.equal(asGiven(prepared.setting!));
        expect([sampled, purse]).deep.equal([undefined, undefined]);
        expect(summary).match(/^\d+ fits, about \d+ s$/);
      });
  });

  it("prices the looks at a fit, which small batches and all weights make dearer", async () => {
    await withCase(classifier({rows: 1000}), ({setting, material: {network}}) => {
      const given = asGiven(setting!);
      const [usual, tiny] = [aroundSeconds(network!, given), aroundSeconds(network!, {...given, batchSize: 2})];
      expect(tiny).greaterThan(2 * usual);
      expect(aroundSeconds({...network!, parameters: 1e7}, given)).greaterThan(usual + 1);
    });
  });

  it("makes the fits of a large network on a sample of the rows in smaller batches, and says so", async () => {
    await withCase(large(), (prepared) => {
      const {summary, seconds, dropped, sampled} = makePlan(trained, {prepared, budget: 30});
      expect(sampled).match(/^on \d+ of 20000 rows in batches of \d+, cut to \d+ of 6250 steps$/);
      expect(summary).match(/^\d+ fits, about \d+ s, on \d+ of 20000 rows/);
      expect(seconds).within(10, 30);
      const left = Object.fromEntries(dropped.map(({name, reason}) => [name, reason]));
      expect(left).not.any.keys("cannot-memorise", "flat-loss", "dead-units", "below-baseline");
      expect(left["batch-size"]).match(/^the budget pays for fits in batches of \d, not of 32$/);
    });
  });

  it("leaves a case alone that has nothing to be made smaller, whatever the budget", async () => {
    await withCase({...classifier({rows: 60}), fit: {batchSize: 4, epochs: 2}}, (prepared) => {
      const {protocol, sampled, fits} = makePlan(trained, {prepared, budget: 0});
      expect({...protocol, steps: 30}).deep.equal(asGiven(prepared.setting!));
      expect([sampled, fits]).deep.equal([undefined, 0]);
    });
  });

  it("keeps batches of eight rows where they are normalised", async () => {
    const subject = large();
    const model = () => {
      const wide = layers.dense({units: 4096, activation: "relu", inputShape: [784]});
      return compiled([wide, layers.batchNormalization(), layers.dense({units: 2048, activation: "relu"})], 10);
    };
    await withCase({...subject, model}, (prepared) => {
      expect(makePlan(trained, {prepared, budget: 30}).protocol!.batchSize).equal(8);
    });
  });

  it("counts fits in smaller batches as cut short", async () => {
    await withCase(classifier({rows: 200, epochs: 2}), async ({setting, material: {bank}}) => {
      const given = asGiven(setting!);
      adopt(setting!, {protocol: {...given, rows: 100, batchSize: 8, of: given.rows}, task: "multiclass"});
      const [run] = await bank!.runs(1);
      expect([bank!.train.rows, run!.train[0]!.length, run!.steps]).deep.equal([100, 300, given.steps]);
      expect(run!.wanted).equal(2 * Math.ceil(160 / 8));
      expect(bank!.steps).deep.equal({wanted: run!.wanted, made: run!.steps});
    });
  });

  it("lets descents take no more steps together than the budget pays for", async () => {
    await withCase(classifier({rows: 100}), async ({setting, material: {bank}}) => {
      setting!.purse = {steps: 12, left: 12};
      expect(await bank!.descend({steps: 4})).length(4);
      expect(await bank!.descend({steps: 20, stop: ({step}) => step === 2})).length(3);
      const refusal = async () =>
        bank!.descend({steps: 10}).then(
          () => "",
          ({message}: Error) => message,
        );
      const told = "more is needed than the 12 steps that the budget pays for; a larger budget would settle it";
      expect([await refusal(), await refusal()]).deep.equal([told, told]);
    });
  });

  it("makes cases smaller that a treatment or a sweep measures, and says so", async () => {
    const tensors = tf.memory().numTensors;
    const subject = classifier({rows: 2000});
    const [small, whole] = [await openCase(subject, {most: 0.02}), await openCase(subject, {most: 10})];
    expect(small.cut).match(/^on 200 of 2000 rows.*, cut to \d+ of \d+ steps$/);
    expect(small.judged).equal(200);
    expect(whole.cut).equal(undefined);
    expect((await small.measure(1)).scores).length(200);
    for (const {prepared} of [small, whole]) await prepared.dispose();
    expect(tf.memory().numTensors).equal(tensors);
  });

  for (const [title, make] of Object.entries({"5.8 million weights": large, "224 × 224 pictures": pictures}))
    it(`gives verdicts on a network of ${title} for a budget of 30 s`, async () => {
      const names = ["cannot-memorise", "flat-loss", "divergence", "dead-units", "exploding-gradient", "below-baseline", "batch-size"];
      const tensors = tf.memory().numTensors;
      const {findings, environment, plan, busy} = await timed(make(), names);
      console.info(`      ${plan!.summary}; ${busy.toFixed(1)} s of the processor`);
      expect(environment.fits).match(/^on 200 of \d+ rows/);
      expect(plan!.fits).greaterThan(3);
      // A machine that others use too may be too slow for the plan, which then stops.
      const skipped = findings
        .filter(({verdict, summary}) => verdict === "skip" && !summary.includes("slower than the plan"))
        .map(({about}) => about.name);
      expect(skipped.filter((name) => name !== "batch-size")).deep.equal([]);
      expect(busy).lessThan(45);
      expect(tf.memory().numTensors).equal(tensors);
    });

  it("asks no check for its price that trains nothing", async () => {
    const idle = check(
      {name: "idle", stage: "data", symptom: "", cause: "", remedy: "", source: {title: "", by: ""}, needs: ["train"]},
      () => ({verdict: "pass", summary: "", evidence: []}),
    );
    await withCase(classifier(), (prepared) => {
      expect(makePlan([idle], {prepared, budget: 1})).deep.include({fits: 0, checks: []});
    });
  });
});
