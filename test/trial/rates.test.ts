import {expect} from "chai";
import {rateSchedule, tf, type Case} from "../../src/index.js";
import {openCase} from "../../src/trial/measure.js";
import {rateOf} from "../../src/trial/rates.js";
import {regressor} from "../examples.js";

describe("rateSchedule", () => {
  for (const [title, optimizer] of [
    ["sgd", () => tf.train.sgd(0.02)],
    ["adam", () => tf.train.adam(0.02)],
  ] as const)
    it(`leads ${title} along its curve, and gives the rate back`, async () => {
      const {model, train} = regressor({optimizer, rows: 64}) as unknown as {
        model: () => tf.LayersModel;
        train: {x: number[][]; y: number[][]};
      };
      const made = model();
      const [x, y] = [tf.tensor2d(train.x), tf.tensor2d(train.y)];
      const seen: number[] = [];
      const callbacks = [rateSchedule("oneCycle"), new tf.CustomCallback({onBatchEnd: async () => void seen.push(rateOf(made.optimizer))})];
      await made.fit(x, y, {epochs: 5, batchSize: 16, verbose: 0, callbacks});
      expect(seen).lengthOf(20);
      expect(seen[0]).closeTo(0.002, 1e-6);
      expect(Math.max(...seen)).closeTo(0.06, 1e-6);
      expect(seen.at(-1)).below(0.002);
      expect(rateOf(made.optimizer)).closeTo(0.02, 1e-7);
      tf.dispose([x, y]);
      made.dispose();
    });

  it("is followed by ddx's own fits of a case", async () => {
    const last = async (fit: Case["fit"]) => {
      const opened = await openCase({...regressor(), fit}, {most: 10});
      const {losses} = (await opened.measure(1)).runs[0]!;
      await opened.prepared.dispose();
      return losses;
    };
    const [steady, led] = [await last({epochs: 2}), await last({epochs: 2, callbacks: rateSchedule("warmUp")})];
    expect(led).lengthOf(steady.length);
    expect(led[0]).equal(steady[0]);
    expect(led.at(-1)).not.equal(steady.at(-1));
  });

  it("refuses a curve that there is not", () => {
    expect(() => rateSchedule("cosine" as never)).throw(RangeError, 'expected one of warmUp, cyclic, oneCycle, got "cosine"');
  });
});
