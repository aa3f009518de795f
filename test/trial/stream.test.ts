import {expect} from "chai";
import {tf} from "../../src/index.js";
import {readSplit, rowCap} from "../../src/trial/split.js";

const batches = (rows: number, {size = 100}: {size?: number} = {}) =>
  tf.data.generator(function* () {
    for (let at = 0; at < rows; at += size)
      yield tf.tidy(() => ({
        xs: tf.range(at, Math.min(rows, at + size)).expandDims(1),
        ys: tf.range(at, Math.min(rows, at + size)).expandDims(1),
      }));
  } as () => Iterator<tf.TensorContainer>);

const read = (stream: tf.data.Dataset<tf.TensorContainer>, signal?: AbortSignal) => readSplit(stream, {name: "train", seed: 1, signal});

describe("a stream", () => {
  it("is read in its order, rows with their targets", async () => {
    const {rows, given, x, y} = await read(batches(250));
    expect([rows, given]).deep.equal([250, 250]);
    expect([...x[0]!.values]).deep.equal(Array.from({length: 250}, (_, i) => i));
    expect([...y[0]!.values]).deep.equal([...x[0]!.values]);
  });

  it("leaves no tensor behind, refused or not", async () => {
    const before = tf.memory().numTensors;
    await read(batches(250));
    await read(batches(250).map(({xs}: any) => ({x: xs})) as never).catch(() => undefined);
    expect(tf.memory().numTensors).equal(before);
  });

  it("beyond the cap gives each row the same chance, the last ones too", async () => {
    const {rows, given, x, y} = await read(batches(2 * rowCap, {size: 1000}));
    expect([rows, given]).deep.equal([rowCap, 2 * rowCap]);
    const late = x[0]!.values.filter((value) => value >= rowCap).length;
    // Binomial with standard deviation 50 at most.
    expect(late).within(rowCap / 2 - 250, rowCap / 2 + 250);
    expect(x[0]!.values.every((value, i) => i === 0 || value > x[0]!.values[i - 1]!)).equal(true);
    expect([...y[0]!.values]).deep.equal([...x[0]!.values]);
  });

  it("that never ends is left off, and can be stopped before", async () => {
    const endless = tf.data.array([0]).map(() => ({xs: tf.zeros([1000, 1]), ys: tf.zeros([1000, 1])}));
    expect((await read(endless.repeat() as never)).given).equal(200000);
    const error = await read(endless.repeat() as never, AbortSignal.timeout(20)).catch((reason: Error) => reason);
    expect((error as Error).name).equal("TimeoutError");
  });

  for (const [title, stream, message] of [
    [
      "single rows",
      tf.data.zip({xs: tf.data.array([[1, 2]]), ys: tf.data.array([[1]])} as never),
      /^expected batches of tensors from the stream train, got single rows; call \.batch\(32\)/,
    ],
    ["other names", tf.data.array([{x: [1], y: [1]}] as never), /^expected elements \{xs, ys\} from the stream train, got \{x,y\}/],
    ["nothing", tf.data.array([] as never), /^expected at least one batch from the stream train, got none/],
  ] as const)
    it(`of ${title} is refused in one line`, async () => {
      const error = await read(stream as never).catch((reason: Error) => reason);
      expect((error as Error).message)
        .match(message)
        .not.include("\n");
    });
});
