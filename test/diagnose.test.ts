import {expect} from "chai";
import {check, diagnose, tf, type Case, type Finding} from "../src/index.js";
import {classifier, regressor} from "./examples.js";

/** The message of the error that a diagnosis rejects with. */
const refusal = async (subject: Partial<Case>): Promise<string> =>
  diagnose(subject).then(
    () => "no error",
    (error: Error) => error.message,
  );

const quick = {budget: 5};

describe("diagnose", () => {
  it("finds nothing wrong with a healthy network and frees all it made", async () => {
    const subject = classifier();
    await diagnose(subject, quick);
    const tensors = tf.memory().numTensors;
    const {findings, suspects, environment, plan} = await diagnose(subject, quick);
    expect(tf.memory().numTensors).equal(tensors);
    expect(suspects).deep.equal([]);
    expect(findings.filter(({verdict}) => verdict === "fail")).deep.equal([]);
    expect(environment).include({task: "multiclass", seed: 1, rows: 240});
    expect(plan?.fits).greaterThan(0);
  });

  it("gives the same JSON twice with one seed", async () => {
    const subject = classifier({units: 1, classes: 2, loss: "binaryCrossentropy"});
    expect(JSON.stringify(await diagnose(subject, quick))).equal(JSON.stringify(await diagnose(subject, quick)));
  });

  it("takes a compiled model, leaves it as it was, and goes on with what it can", async () => {
    const model = await (classifier().model as () => tf.LayersModel)();
    const before = model.getWeights().map((weight) => weight.dataSync().slice());
    const tensors = tf.memory().numTensors;
    await diagnose({...classifier(), model}, quick);
    expect(tf.memory().numTensors).equal(tensors);
    expect(model.getWeights().map((weight) => weight.dataSync())).deep.equal(before);
  });

  it("takes tensors, typed arrays with a shape, and a stream", async () => {
    const {train, ...rest} = classifier();
    const {x, y} = train as {x: number[][]; y: number[][]};
    const flat = (rows: number[][]) => ({values: Float32Array.from(rows.flat()), shape: [rows.length, rows[0]!.length]});
    const one = ["unscaled-inputs"];
    const plain = await diagnose({train, ...rest}, {checks: one});
    const tensors = {x: tf.tensor(x), y: tf.tensor(y)};
    expect((await diagnose({...rest, train: tensors}, {checks: one})).findings).deep.equal(plain.findings);
    expect((await diagnose({...rest, train: {x: flat(x), y: flat(y)}}, {checks: one})).findings).deep.equal(plain.findings);
    const stream = tf.data.zip({xs: tf.data.array(x), ys: tf.data.array(y)}).batch(32) as tf.data.Dataset<tf.TensorContainer>;
    expect((await diagnose({...rest, train: stream}, {checks: one})).findings).deep.equal(plain.findings);
    tf.dispose(tensors);
  });

  it("turns a check that throws into unsure and goes on", async () => {
    const broken = check(
      {name: "broken", stage: "data", symptom: "", cause: "", remedy: "", source: {title: "", by: ""}, needs: ["train"]},
      () => {
        throw new Error("the figure is missing");
      },
    );
    const {findings} = await diagnose(classifier(), {checks: [broken, "softmax-on-single-unit"]});
    expect(findings.map(({verdict}) => verdict)).deep.equal(["unsure", "pass"]);
    expect(findings[0]!.summary).equal("could not be judged: the figure is missing");
  });

  it("skips what a case has nothing for, and says so", async () => {
    const {findings} = await diagnose({train: regressor().train}, {checks: ["softmax-on-single-unit", "unscaled-inputs"]});
    expect(findings.map(({about, verdict}) => [about.name, verdict])).deep.equal([
      ["unscaled-inputs", "pass"],
      ["softmax-on-single-unit", "skip"],
    ]);
    expect(findings[1]!.summary).equal("needs network, which the case does not have");
  });

  it("turns an accepted illness into a warning that gives the reason", async () => {
    const sick = classifier({units: 1, classes: 2, loss: "binaryCrossentropy", activation: "softmax"});
    const {findings, suspects} = await diagnose(
      {...sick, accept: {"softmax-on-single-unit": "a lesson on purpose"}},
      {checks: ["softmax-on-single-unit"]},
    );
    expect(findings[0]).include({verdict: "warn", accepted: "a lesson on purpose"});
    expect(suspects).deep.equal([]);
  });

  it("calls back with each finding and its progress, exact ones first", async () => {
    const seen: Finding[] = [];
    const totals: number[] = [];
    const {findings} = await diagnose(classifier(), {
      ...quick,
      onFinding: (finding) => seen.push(finding),
      progress: ({total}) => totals.push(total),
    });
    expect(seen).have.deep.members([...findings]);
    expect(new Set(totals)).deep.equal(new Set([findings.length]));
  });

  it("stops when told to, and frees all it made", async () => {
    const subject = classifier({rows: 2000, epochs: 200});
    await diagnose(subject, {checks: ["softmax-on-single-unit"]});
    const tensors = tf.memory().numTensors;
    const stop = new AbortController();
    const begun = performance.now();
    const running = diagnose(subject, {budget: 60, signal: stop.signal, progress: ({plan}) => plan && setTimeout(() => stop.abort(), 100)});
    const error = await running.then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.name).equal("AbortError");
    expect(performance.now() - begun).lessThan(10000);
    expect(tf.memory().numTensors).equal(tensors);
  });

  describe("refuses in one line", () => {
    const model = classifier().model;
    const x = [
      [1, 2, 3, 4],
      [2, 3, 4, 5],
    ];
    const y = [
      [1, 0, 0],
      [0, 1, 0],
    ];
    const refused: [string, () => Partial<Case>, string][] = [
      [
        "no training data",
        () => ({}),
        "expected a case with train: {x, y}, got none; give at least the training data: diagnose({train: {x, y}, model})",
      ],
      [
        "no targets",
        () => ({model, train: {x} as never}),
        "expected train to be {x, y} or a tf.data stream of {xs, ys}, got {x}; give inputs as x and targets as y",
      ],
      [
        "fewer targets than inputs",
        () => ({model, train: {x, y: y.slice(1)}}),
        "expected as many rows in train.y as in train.x, got 1 and 2; every input needs its target",
      ],
      ["inputs of another width", () => ({model, train: {x: [[1, 2]], y: [[1, 0, 0]]}}), "expected train.x of shape [n, 4] for the input"],
      [
        "rows of unequal length",
        () => ({
          model,
          train: {
            x: [
              [1, 2, 3, 4],
              [1, 2],
            ],
            y,
          },
        }),
        "expected 4 values in every row of train.x, got 2",
      ],
      [
        "words",
        () => ({model, train: {x: [["a", "b", "c", "d"]] as never, y: [[1, 0, 0]]}}),
        'expected numbers in train.x, got the text "a"; turn words into numbers first',
      ],
      ["no rows", () => ({model, train: {x: [], y: []}}), "expected at least one row in train"],
      [
        "a model that is not compiled",
        () => ({model: () => tf.sequential({layers: [tf.layers.dense({units: 3, inputShape: [4]})]}), train: {x, y}}),
        "expected a compiled model, got one without loss and optimizer; call model.compile({optimizer, loss}) first",
      ],
      [
        "a model that is none",
        () => ({model: 3 as never, train: {x, y}}),
        "expected model to be a compiled tf.LayersModel or a function that returns one, got number",
      ],
      [
        "a history without a loss",
        () => ({history: {accuracy: [1]}}),
        "expected history.loss, one number an epoch, got {accuracy}; pass what model.fit returned",
      ],
    ];
    refused.push(
      ["no case", () => undefined as never, "expected a case to be an object with model, trained, train, "],
      ["a misspelt key", () => ({model, trian: {x, y}}) as never, 'got "trian"; check its spelling'],
      ["an unknown option of fit", () => ({model, train: {x, y}, fit: {epoch: 3} as never}), 'got "epoch"; check its spelling'],
      ["no epochs", () => ({model, train: {x, y}, fit: {epochs: 0}}), "expected fit.epochs to be a whole number from 1, got 0"],
      ["a share that is none", () => ({model, train: {x, y}, fit: {validationSplit: 2}}), "a share from 0 to below 1, got 2"],
      [
        "a weight that is none",
        () => ({model, train: {x, y}, fit: {classWeight: {0: NaN}}}),
        "expected fit.classWeight to be a weight for each class",
      ],
      [
        "targets of another width in one split",
        () => ({model, train: {x, y}, validation: {x, y: [[1], [0]]}}),
        "expected validation.y of shape [n, 3] as train.y has, got [n, 1]",
      ],
      ["half a seed", () => ({model, train: {x, y}, seed: 1.5}), "expected seed to be a whole number, got 1.5"],
      ["another task", () => ({model, train: {x, y}, task: "clustering" as never}), "expected task to be one of binary, multiclass, "],
      [
        "an unknown scaling",
        () => ({model, train: {x, y}, scaling: "zscore" as "z-score"}),
        'expected scaling to be one of z-score, min-max, got "zscore"',
      ],
      ["an unknown illness to accept", () => ({model, train: {x, y}, accept: {flu: "known"}}), 'got "flu"; check its spelling'],
      [
        "no reason to accept",
        () => ({model, train: {x, y}, accept: {"flat-loss": ""}}),
        'expected accept["flat-loss"] to be the reason as text, got ""',
      ],
      [
        "a trained model that is none",
        () => ({model, train: {x, y}, trained: "yes" as never}),
        'expected trained to be a tf.LayersModel, got "yes"',
      ],
      [
        "nothing as inputs",
        () => ({model, train: {x: null as never, y}}),
        "expected train.x to be a tensor, nested arrays or {values, shape}, got null",
      ],
      [
        "a tensor that is disposed",
        () => {
          const gone = tf.ones([2, 4]);
          gone.dispose();
          return {model, train: {x: gone, y}};
        },
        "expected a tensor in train.x, got one that is disposed",
      ],
    );
    for (const [title, subject, message] of refused) {
      it(title, async () => {
        const line = await refusal(subject());
        expect(line).include(message);
        expect(line).not.include("\n");
      });
    }

    for (const [title, options, message] of [
      ["a negative budget", {budget: -1}, "expected budget to be seconds from 0, got -1"],
      ["a budget that is no number", {budget: NaN}, "expected budget to be seconds from 0, got NaN"],
      ["another effort", {effort: "lots"}, 'expected effort to be quick or full, got "lots"'],
      ["no checks", {checks: []}, "expected checks to be a list of names of checks, or of checks, got an array of 0"],
      ["a misspelt option", {budgets: 1}, 'got "budgets"; check its spelling'],
      ["a callback that is none", {onFinding: 5}, "expected onFinding to be a function, got 5"],
    ] as const)
      it(title, async () => {
        const error = await diagnose(classifier(), options as never).catch((reason: Error) => reason);
        expect((error as Error).message)
          .include(message)
          .not.include("\n");
      });

    it("a check that there is not", async () => {
      const line = await diagnose(classifier(), {checks: ["dead-unit"]}).catch((error: Error) => error.message);
      expect(line).include('expected the name of a check, got "dead-unit"');
    });
  });

  it("rejects with what a callback throws or rejects with", async () => {
    const error = await diagnose(classifier(), {...quick, onFinding: () => Promise.reject(new Error("mine"))}).catch(
      (reason: Error) => reason,
    );
    expect((error as Error).message).equal("mine");
  });

  it("leaves Math.random as it was after two at once, which say what each says alone", async () => {
    const original = Math.random;
    const [a, b] = await Promise.all([diagnose(classifier(), quick), diagnose(regressor(), quick)]);
    expect(Math.random).equal(original);
    expect(a).deep.equal(await diagnose(classifier(), quick));
    expect(b).deep.equal(await diagnose(regressor(), quick));
  });

  it("accepts with an illness what it explains", async () => {
    const {suspects, findings} = await diagnose({...classifier({scale: 1e4}), accept: {"unscaled-inputs": "known"}});
    expect(findings.find(({about}) => about.name === "unscaled-inputs")).include({verdict: "warn", accepted: "known"});
    expect(findings.some(({verdict}) => verdict === "fail")).equal(true);
    expect(suspects).deep.equal([]);
  });

  it("lets nobody change what a check says of itself", async () => {
    const {findings} = await diagnose(classifier(), {checks: ["class-imbalance"]});
    expect(() => (findings[0]!.about.name = "x")).throw(TypeError);
  });

  it("finds NaN among the targets", async () => {
    const subject = regressor();
    const {x, y} = subject.train as {x: number[][]; y: number[][]};
    y[3]![0] = NaN;
    const {suspects} = await diagnose({...subject, train: {x, y}}, quick);
    expect(suspects[0]?.name).equal("non-finite-values");
  });
});
