import {expect} from "chai";
import {tf, useBackend, type Case} from "../../src/index.js";
import {prepare} from "../../src/trial/prepare.js";
import {leastLoss, priorLoss} from "../../src/trial/prior.js";
import {classifier, regressor} from "../examples.js";
import {stack} from "../networks.js";

/** Opens a case's bank, uses it, frees it. */
async function withBank<T>(
  subject: Case,
  use: (given: Required<Pick<Awaited<ReturnType<typeof prepare>>["material"], "bank" | "network">>) => Promise<T>,
): Promise<T> {
  const prepared = await prepare(subject);
  try {
    return await use({bank: prepared.material.bank!, network: prepared.material.network!});
  } finally {
    await prepared.dispose();
  }
}

const short = () => classifier({rows: 100, epochs: 3});

describe("bank", () => {
  before(() => useBackend());

  it("gives the same run for the same seed, bit for bit, and another for another", async () => {
    const once = () => withBank(short(), ({bank}) => bank.runs(2));
    const [first, second] = [await once(), await once()];
    expect(first).deep.equal(second);
    expect(first[0]!.losses).not.deep.equal(first[1]!.losses);
  });

  it("makes a run once, and a trial with one change once", async () => {
    await withBank(short(), async ({bank}) => {
      expect(bank.has({runs: 1})).equal(false);
      const [[run], [again]] = [await bank.runs(1), await bank.runs(2)];
      expect(run).equal(again);
      expect(await bank.trial({bare: true})).equal(await bank.trial({bare: true}));
      expect(bank.has({runs: 2})).equal(true);
    });
  });

  it("leaves Math.random as it was, after fits that were asked for all at once too", async () => {
    const {random} = Math;
    await withBank(short(), ({bank}) => Promise.all([bank.runs(2), bank.trial({steps: 3}), bank.descend({steps: 3})]));
    expect(Math.random).equal(random);
  });

  it("leaks no tensor, with any optimizer", async () => {
    const optimizers = {
      sgd: () => tf.train.sgd(0.1),
      momentum: () => tf.train.momentum(0.1, 0.9),
      adam: () => tf.train.adam(),
      rmsprop: () => tf.train.rmsprop(0.01),
      adagrad: () => tf.train.adagrad(0.1),
      adadelta: () => tf.train.adadelta(),
      adamax: () => tf.train.adamax(),
    };
    for (const [name, optimizer] of Object.entries(optimizers)) {
      const use = () =>
        withBank({...short(), ...classifier({rows: 100, epochs: 1, optimizer})}, ({bank}) =>
          Promise.all([
            bank.runs(1),
            bank.trial({optimizer: {factor: 0.1}}),
            bank.descend({bare: true, optimizer: {name: "adam", learningRate: 0.01}, steps: 2}),
          ]),
        );
      await use();
      const before = tf.memory().numTensors;
      await use();
      expect(tf.memory().numTensors, name).equal(before);
    }
  });

  it("leaves the user's model and optimizer untouched, and starts runs from its weights", async () => {
    const model = stack({optimizer: () => tf.train.momentum(0.01, 0.9)})();
    const weights = () => model.getWeights().map((weight) => Array.from(weight.dataSync()));
    const [before, optimizer, state] = [weights(), model.optimizer, (await model.optimizer.getWeights()).length];
    const [run] = await withBank({...regressor(), model}, ({bank}) => bank.runs(1));
    expect(weights()).deep.equal(before);
    expect(model.optimizer).equal(optimizer);
    expect((await optimizer.getWeights()).length).equal(state);
    expect(run!.before.gradients.filter(({weight}) => weight.includes("kernel")).map(({norm}) => norm)[0]).closeTo(
      Math.hypot(...before[0]!),
      1e-4,
    );
  });

  it("clones loss, optimizer and rate: plain descent follows the formula", async () => {
    // y = 2 x from w = 0: w grows by 2 · rate · mean(x (y − w x)).
    const x = [[1], [2], [3], [4]];
    const model = stack({features: 1, hidden: [], last: {kernelInitializer: "zeros", useBias: false}, optimizer: () => tf.train.sgd(0.01)});
    const subject = {model, train: {x, y: x.map(([value]) => [2 * value!])}, fit: {epochs: 3, batchSize: 4}};
    const [run] = await withBank(subject, ({bank}) => bank.runs(1));
    let w = 0;
    const expected = [0, 1, 2].map(() => {
      const loss = (30 / 4) * (2 - w) ** 2;
      w += 2 * 0.01 * (30 / 4) * (2 - w);
      return loss;
    });
    run!.losses.forEach((loss, i) => expect(loss).closeTo(expected[i]!, 1e-4));
    const slower = await withBank(subject, ({bank}) => bank.trial({optimizer: {factor: 0.1}}));
    expect(slower.losses[1]).closeTo((30 / 4) * (2 - 2 * 0.001 * (30 / 4) * 2) ** 2, 1e-4);
  });

  it("stops where it is told to, and when the loss is no number", async () => {
    await withBank(short(), async ({bank}) => {
      expect(await bank.descend({stop: ({step}) => step === 1})).length(2);
    });
    const wild = regressor({hidden: [], optimizer: () => tf.train.sgd(1e20)});
    const losses = await withBank(wild, ({bank}) => bank.descend({steps: 50}));
    expect(losses.length).lessThan(10);
  });

  it("stops on the user's signal and frees what it made", async () => {
    const stop = new AbortController();
    const prepared = await prepare(classifier({epochs: 500}), {signal: stop.signal});
    const before = tf.memory().numTensors;
    const running = prepared.material.bank!.runs(1).catch((error: Error) => error.name);
    setTimeout(() => stop.abort(), 50);
    expect(await running).equal("AbortError");
    expect(tf.memory().numTensors).equal(before);
    await prepared.dispose();
  });

  it("weighs classes as fit does", async () => {
    const subject = {...short(), fit: {epochs: 1, batchSize: 200}};
    const plain = await withBank(subject, ({bank}) => bank.descend({steps: 1}));
    const weighed = await withBank({...subject, fit: {...subject.fit, classWeight: {0: 3, 1: 3, 2: 3}}}, ({bank}) =>
      bank.descend({steps: 1}),
    );
    expect(weighed[0]).closeTo(3 * plain[0]!, 1e-4);
  });

  it("switches dropout and penalties off when bare", async () => {
    const model = stack({each: {kernelRegularizer: tf.regularizers.l2({l2: 100})}});
    await withBank({...regressor({epochs: 1}), model}, async ({bank}) => {
      const [full, bare] = [await bank.descend({steps: 1}), await bank.descend({steps: 1, bare: true})];
      expect(full[0]! - bare[0]!).greaterThan(10);
    });
  });

  it("permutes the targets of the training rows and nothing else", async () => {
    await withBank(short(), async ({bank}) => {
      const [run] = await bank.shuffled(1);
      expect(run!.validation![0]).length(bank.heldOut!.rows * 3);
      expect(run!.trainLoss).greaterThan(0.9);
    });
  });

  it("prices constant and perfect answers by the case's own loss", async () => {
    const {y} = classifier().train as {x: number[][]; y: number[][]};
    await withBank(classifier(), async ({bank, network}) => {
      const shares = [0, 1, 2].map(
        (c) => bank.train.y[0]!.values.filter((value, i) => i % 3 === c && value === 1).length / bank.train.rows,
      );
      expect(bank.train.rows + bank.heldOut!.rows).equal(y.length);
      expect(await priorLoss(bank, {network})).closeTo(-shares.reduce((sum, share) => sum + share * Math.log(share), 0), 1e-4);
      expect(await leastLoss(bank, {network})).closeTo(0, 1e-4);
    });
    await withBank(regressor(), async ({bank, network}) => {
      const values = Array.from(bank.train.y[0]!.values);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      expect(await priorLoss(bank, {network})).closeTo(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length, 1e-4);
    });
  });
});
