import {expect} from "chai";
import {diagnose, tf, type Case, type Diagnosis, type Finding} from "../src/index.js";
import {classifier, regressor} from "./examples.js";

const quick = {budget: 5};

/** A network on token ids; the embedding has `size` rows. */
function tokens({size, at = 3, rows = 120}: {size: number; at?: number; rows?: number}): Case {
  const ids = Array.from({length: rows}, (_, row) => [row % 10, (row * 7) % 10, row === at ? 12 : 1]);
  return {
    model: () => {
      const model = tf.sequential({
        layers: [tf.layers.embedding({inputDim: size, outputDim: 4, inputLength: 3}), tf.layers.flatten(), tf.layers.dense({units: 1})],
      });
      model.compile({optimizer: tf.train.adam(0.01), loss: "meanSquaredError"});
      return model;
    },
    train: {x: ids, y: ids.map(([first]) => [first! / 10])},
    fit: {epochs: 3, batchSize: 16},
  };
}

/** A regression whose loss is a function. */
const withLoss = (loss: (target: tf.Tensor, output: tf.Tensor) => tf.Tensor): Case => {
  const subject = regressor();
  return {
    ...subject,
    model: async () => {
      const model = await (subject.model as () => Promise<tf.LayersModel>)();
      model.compile({optimizer: "sgd", loss});
      return model;
    },
  };
};

const summaries = ({findings}: Diagnosis) => findings.map(({summary}) => summary).join("\n");

describe("an error in the user's own fit", () => {
  it("is the first finding, explained, and the experiments are skipped for one reason", async () => {
    const made = await diagnose(tokens({size: 10}), quick);
    const [first, ...rest] = made.findings;
    expect(first).include({verdict: "fail", certainty: "exact"});
    expect(first!.about).include({name: "error-in-fit", stage: "training"});
    expect(first!.summary).include("GatherV2: the index value 12 is not in [0, 9]");
    expect(summaries(made)).not.include("could not be judged");
    const skipped = rest.filter(({summary}) => summary === "not run: the fit throws an error, see error-in-fit");
    expect(skipped.length).greaterThan(5);
    expect(skipped.every(({verdict}) => verdict === "skip")).equal(true);
    expect(made.plan).include({fits: 0});
  });

  it("is explained by the check that its message points at", async () => {
    const {suspects} = await diagnose(tokens({size: 10}), quick);
    expect(suspects.map(({name}) => name)).deep.equal(["index-out-of-range"]);
    expect(suspects[0]!.because.at(-1)).match(/^it explains error-in-fit: fit throws: an id beyond the table/);
  });

  it("is the first suspect when no check explains it, with the message's own remedy", async () => {
    const {suspects} = await diagnose(
      withLoss((_, output) => tf.tensor(output.dataSync()).mean()),
      quick,
    );
    expect(suspects[0]).include({name: "error-in-fit", certainty: "certain"});
    expect(suspects[0]!.remedy).equal("Compute the loss with tf operations only, from yPred to the scalar.");
  });

  it("is told with its message when ddx does not know it", async () => {
    const subject = withLoss(() => {
      throw new Error("the tariff is unknown\nsecond line");
    });
    const {findings} = await diagnose(subject, quick);
    expect(findings[0]!.summary).equal("fit throws: the tariff is unknown");
    expect(findings[0]!.about.remedy).include("call fit on one batch by hand");
  });

  it("is found in rows that only the fit meets", async () => {
    const {findings} = await diagnose(tokens({size: 10, at: 580, rows: 600}), {checks: ["divergence"], budget: 60});
    expect(findings.map(({about, verdict}) => [about.name, verdict])).deep.equal([
      ["error-in-fit", "fail"],
      ["divergence", "skip"],
    ]);
  });

  it("is found in the function that builds the model, when tfjs throws it, and the data are examined all the same", async () => {
    const {train} = classifier();
    const model = () => tf.sequential({layers: [tf.layers.dense({units: 2, inputShape: [4]}), tf.layers.lstm({units: 2})]});
    const made = await diagnose({model, train}, quick);
    expect(made.findings[0]!.about).include({name: "error-in-fit", stage: "model"});
    expect(made.findings[0]!.summary).match(/^building the model throws: a recurrent layer that gets no sequence/);
    expect(made.findings.filter(({about, verdict}) => about.stage === "data" && verdict === "pass")).not.empty;
    expect(made.findings.find(({about}) => about.name === "wrong-loss")!.summary).equal(
      "not run: the model throws an error, see error-in-fit",
    );
    expect(summaries(made)).not.include("needs network");
    const own = await diagnose({model: () => Promise.reject(new Error("no file")), train}, quick).catch((error: Error) => error.message);
    expect(own).equal("the model function threw: no file");
  });

  it("is found in the function that gives the rows, and the model is examined all the same", async () => {
    const {model} = classifier();
    function* rows() {
      for (let row = 0; row < 40; row++) {
        if (row === 33) throw new Error("no row 33");
        yield {xs: [row, 1, 2, 3], ys: [1, 0, 0]};
      }
    }
    const before = tf.memory().numTensors;
    const {findings, suspects} = await diagnose({model, train: tf.data.generator(rows).batch(8)}, quick);
    expect(suspects.map(({name}) => name)).deep.equal(["error-in-fit"]);
    expect(findings[0]!.summary).match(/^reading the rows throws: an error in a dataset's own function \(.*no row 33\)/);
    const verdicts = Object.fromEntries(findings.map(({about, verdict, summary}) => [about.name, `${verdict} ${summary}`]));
    expect(verdicts["missing-nonlinearity"]).match(/^pass/);
    expect(verdicts["missing-values"]).equal("skip not run: the stream throws an error, see error-in-fit");
    expect(tf.memory().numTensors).equal(before);
  });

  it("is none when only ddx's own experiments do not suit the model", async () => {
    const rows = Array.from({length: 64}, (_, row) => [Math.sin(row), Math.cos(row), Math.sin(2 * row)]);
    const subject: Case = {
      model: () => {
        const model = tf.sequential({
          layers: [tf.layers.lstm({units: 4, stateful: true, batchInputShape: [8, 3, 1]}), tf.layers.dense({units: 1})],
        });
        model.compile({optimizer: tf.train.adam(0.01), loss: "meanSquaredError"});
        return model;
      },
      train: {x: rows.map((row) => row.map((value) => [value])), y: rows.map(([first]) => [first!])},
      validation: {x: rows.slice(0, 8).map((row) => row.map((value) => [value])), y: rows.slice(0, 8).map(([first]) => [first!])},
      fit: {epochs: 2, batchSize: 8},
    };
    const {findings} = await diagnose(subject, quick);
    expect(findings.map(({about}) => about.name)).not.include("error-in-fit");
  });

  it("is told once, before what is skipped, gives the same JSON twice and leaves no tensor behind", async () => {
    const told: Finding[] = [];
    const subject = tokens({size: 10});
    const first = await diagnose(subject, {...quick, onFinding: (finding) => told.push(finding)});
    const at = told.findIndex(({about}) => about.name === "error-in-fit");
    expect(told.filter(({about}) => about.name === "error-in-fit")).length(1);
    expect(told.findIndex(({summary}) => summary.startsWith("not run: "))).greaterThan(at);
    const tensors = tf.memory().numTensors;
    const second = await diagnose(subject, quick);
    expect(tf.memory().numTensors).equal(tensors);
    expect(JSON.stringify(second)).equal(JSON.stringify(first));
    expect(JSON.parse(JSON.stringify(second))).deep.equal(second);
  });

  it("can be accepted as any illness", async () => {
    const subject = withLoss(() => tf.scalar(1));
    const {findings, suspects} = await diagnose({...subject, accept: {"error-in-fit": "the loss is under work"}}, quick);
    expect(findings[0]).include({verdict: "warn", accepted: "the loss is under work"});
    expect(suspects.map(({name}) => name)).not.include("error-in-fit");
  });
});
