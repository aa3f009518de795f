import {tf, type Dataset} from "../../../src/index.js";
import {derive, seeded} from "../../../src/math/random.js";
import {teacher} from "../../../src/sets/teacher.js";
import type {Architecture} from "./architectures.js";

type Block = {values: Float32Array; shape: readonly number[]};

/** The share of the constant answer's loss that is left on fresh rows after a fit on 500 rows in batches of 32, summed over the outputs. */
export async function shareLeft({make, losses, set, epochs = 19}: Architecture, {seed = 1}: {seed?: number} = {}): Promise<number> {
  const [train, held] = [teacher({...set, seed}), teacher({...set, seed, draw: 1})];
  return seeded(derive(seed, "fit"), async () => {
    const model = make();
    const data = [train, held].map((set) => ({x: tensors(set.x), y: tensors(set.y)}));
    await model.fit(data[0]!.x, data[0]!.y, {epochs, batchSize: 32, shuffle: true, verbose: 0});
    const scores = [model.evaluate(data[1]!.x, data[1]!.y, {batchSize: 100})].flat();
    const loss = scores[0]!.dataSync()[0]!;
    tf.dispose([data.map(({x, y}) => [x, y]), scores]);
    model.dispose();
    return loss / constantLoss({train, held, losses});
  });
}

const blocks = (of: Dataset["x"]): Block[] => [of].flat() as Block[];

const tensors = (of: Dataset["x"]): tf.Tensor[] => blocks(of).map(({values, shape}) => tf.tensor(values, [...shape]));

/** The loss on fresh rows of the best answer that is the same for all rows: the mean of the training rows' targets. */
function constantLoss({train, held, losses}: {train: Dataset; held: Dataset; losses: readonly string[]}): number {
  const [before, after] = [blocks(train.y), blocks(held.y)];
  return losses.reduce((sum, loss, i) => sum + constant[loss]!(before[i]!, after[i]!), 0);
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Each loss's value when every row gets the mean target, by its formula. */
const constant: Readonly<Record<string, (train: Block, held: Block) => number>> = {
  meanSquaredError: (train, held) => overUnits(train, {held, loss: (mean, value) => (value - mean) ** 2}),
  binaryCrossentropy: (train, held) =>
    overUnits(train, {held, loss: (mean, value) => -value * Math.log(mean) - (1 - value) * Math.log(1 - mean)}),
  categoricalCrossentropy: (train, held) =>
    held.shape.at(-1)! * overUnits(train, {held, loss: (mean, value) => (value === 0 ? 0 : -value * Math.log(mean))}),
  sparseCategoricalCrossentropy: ({values}, held) =>
    average(Array.from(held.values, (label) => -Math.log(values.filter((other) => other === label).length / values.length))),
  // Of balanced -1 and 1 each constant answer within has the loss 1.
  hinge: () => 1,
};

function overUnits({values, shape}: Block, {held, loss}: {held: Block; loss: (mean: number, value: number) => number}): number {
  const width = values.length / shape[0]!;
  const means = Array.from({length: width}, (_, unit) => average(Array.from({length: shape[0]!}, (_, row) => values[row * width + unit]!)));
  return average(Array.from(held.values, (value, at) => loss(means[at % width]!, value)));
}
