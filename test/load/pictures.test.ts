import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gzipSync} from "node:zlib";
import {expect} from "chai";
import {fashionClasses, loadCifar, loadFolder, loadIdx, loadMnist} from "../../src/load/index.js";

interface Block {
  values: ArrayLike<number>;
  shape: number[];
}

/** An IDX file by the description on MNIST's page: 00 00, the type, the count of dimensions, each length as four bytes, the highest first, then the data. */
const idx = (type: number, {lengths, data}: {lengths: number[]; data: number[]}): Uint8Array =>
  Uint8Array.from([
    0,
    0,
    type,
    lengths.length,
    ...lengths.flatMap((length) => [length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255]),
    ...data,
  ]);

/** A row of CIFAR's binary version by the description on its page: labels, then 1024 bytes of red, 1024 of green, 1024 of blue, row by row. */
const record = (labels: number[], colour: (channel: number, row: number, column: number) => number): number[] => [
  ...labels,
  ...[0, 1, 2].flatMap((channel) =>
    Array.from({length: 32}, (_, row) => Array.from({length: 32}, (_, column) => colour(channel, row, column))).flat(),
  ),
];

describe("load pictures", () => {
  let root: string;
  before(async () => (root = await mkdtemp(join(tmpdir(), "ddx-pictures-"))));
  after(async () => rm(root, {recursive: true}));

  let count = 0;
  const folder = async (files: Record<string, Uint8Array | string>): Promise<string> => {
    const made = join(root, `set-${count++}`);
    await mkdir(made);
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(made, name, ".."), {recursive: true});
      await writeFile(join(made, name), content);
    }
    return made;
  };
  const problem = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => expect.fail("expected an error, got none"),
      (error: Error) => {
        expect(
          [RangeError, TypeError].some((kind) => error instanceof kind),
          error.stack,
        ).equal(true);
        expect(error.message).not.match(/\n/);
        return error.message.replaceAll(root, "").replaceAll(/\/set-\d+\/?/g, "");
      },
    );

  // Pictures of 2 × 3 pixels: the readers take any size.
  const images = (rows: number) => idx(8, {lengths: [rows, 2, 3], data: Array.from({length: rows * 6}, (_, at) => (at * 51) % 256)});
  const labels = (data: number[]) => idx(8, {lengths: [data.length], data});
  const mnist = {
    "train-images-idx3-ubyte": images(3),
    "train-labels-idx1-ubyte": labels([7, 0, 9]),
    "t10k-images-idx3-ubyte": images(2),
    "t10k-labels-idx1-ubyte": labels([1, 2]),
  };
  const without = <T extends object>(all: T, ...names: (keyof T)[]) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name as keyof T)));

  describe("IDX", () => {
    const load = async (content: Uint8Array, options = {}) => loadIdx(join(await folder({file: content}), "file"), options);

    it("reads each type, the highest byte first", async () => {
      expect(await load(idx(8, {lengths: [2, 2], data: [0, 1, 254, 255]}))).deep.equal({
        values: Uint8Array.of(0, 1, 254, 255),
        shape: [2, 2],
      });
      expect((await load(idx(9, {lengths: [2], data: [255, 127]}))).values).deep.equal(Int8Array.of(-1, 127));
      expect((await load(idx(11, {lengths: [2], data: [1, 2, 255, 254]}))).values).deep.equal(Int16Array.of(258, -2));
      expect((await load(idx(12, {lengths: [1], data: [0, 1, 0, 2]}))).values).deep.equal(Int32Array.of(65538));
      // 1.5 and −2 by IEEE 754.
      expect((await load(idx(13, {lengths: [1], data: [0x3f, 0xc0, 0, 0]}))).values).deep.equal(Float32Array.of(1.5));
      expect((await load(idx(14, {lengths: [1], data: [0xc0, 0, 0, 0, 0, 0, 0, 0]}))).values).deep.equal(Float64Array.of(-2));
    });

    it("reads only the first rows, and gzip", async () => {
      const packed = gzipSync(idx(8, {lengths: [3, 2], data: [1, 2, 3, 4, 5, 6]}));
      expect(await load(packed, {rows: 2})).deep.equal({values: Uint8Array.of(1, 2, 3, 4), shape: [2, 2]});
    });

    it("says in one line what it is not", async () => {
      expect(await problem(load(new Uint8Array()))).equal(
        "expected an IDX file (00 00, a type, a count of dimensions) in file, got an empty file; fetch the original file",
      );
      expect(await problem(load(Uint8Array.of(0x50, 0x4b, 3, 4, 5)))).match(/in file, got 50 4b 03 04; fetch the original file$/);
      expect(await problem(load(idx(7, {lengths: [1], data: [1]})))).match(
        /^expected a type of IDX \(08 unsigned bytes, .*\) in file, got 07; fetch/,
      );
      expect(await problem(load(idx(8, {lengths: [2, 3], data: [1, 2]})))).equal(
        "expected 18 bytes (2 × 3 unsigned bytes and a head of 12) in file, got 14 bytes; the file is cut short, fetch it anew",
      );
      expect(await problem(load(Uint8Array.of(0, 0, 8, 3, 0, 0)))).match(
        /^expected a head of 16 bytes in file, got 6 bytes; the file is cut short/,
      );
      expect(await problem(load(idx(8, {lengths: [1], data: [1, 2]})))).match(/got 10; fetch the file anew$/);
      expect(await problem(load(gzipSync(images(3)).subarray(0, 20)))).match(
        /^cannot unpack file: .*; the gzip file is broken, fetch it anew$/,
      );
      expect(await problem(loadIdx(join(root, "none")))).match(/^cannot read .*none: there is no such file$/);
    });
  });

  describe("MNIST", () => {
    it("is read with its pictures between 0 and 1 and its labels one-hot", async () => {
      const {train, test} = await loadMnist(await folder(mnist));
      const [x, y] = [train.x, train.y] as unknown as Block[];
      expect(x!.shape).deep.equal([3, 2, 3, 1]);
      expect(Array.from(x!.values).slice(0, 7)).deep.equal([0, 51, 102, 153, 204, 255, 50].map((value) => Math.fround(value / 255)));
      expect(y!.shape).deep.equal([3, 10]);
      expect(Array.from(y!.values).slice(0, 10)).deep.equal([0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
      expect(train.names!.classes).deep.equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
      expect((test.x as unknown as Block).shape).deep.equal([2, 2, 3, 1]);
    });

    it("is read as it is, as whole numbers, the first rows only, with other names", async () => {
      const {train, test} = await loadMnist(await folder(mnist), {scaled: false, oneHot: false, rows: 2, classes: fashionClasses});
      expect(Array.from((train.x as unknown as Block).values)).deep.equal([0, 51, 102, 153, 204, 255, 50, 101, 152, 203, 254, 49]);
      expect(train.y).deep.equal({values: Float32Array.of(7, 0), shape: [2, 1]});
      expect(test.y).deep.equal({values: Float32Array.of(1, 2), shape: [2, 1]});
      expect(train.names!.classes![9]).equal("Ankle boot");
    });

    it("is found as gzip, with a dot in its name, and where torchvision puts it", async () => {
      const whole = await loadMnist(await folder(mnist));
      const renamed = (change: (name: string) => string, pack: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes) =>
        Object.fromEntries(Object.entries(mnist).map(([name, bytes]) => [change(name), pack(bytes)]));
      expect(await loadMnist(await folder(renamed((name) => `${name}.gz`, gzipSync)))).deep.equal(whole);
      expect(await loadMnist(await folder(renamed((name) => name.replace("-idx", ".idx"))))).deep.equal(whole);
      expect(await loadMnist(await folder(renamed((name) => `MNIST/raw/${name}`)))).deep.equal(whole);
    });

    it("says in one line what is missing or does not fit", async () => {
      expect(await problem(loadMnist(await folder(without(mnist, "t10k-labels-idx1-ubyte"))))).equal(
        "expected t10k-labels-idx1-ubyte or t10k-labels.idx1-ubyte (or .gz) in , got none; there are t10k-images-idx3-ubyte, train-images-idx3-ubyte, train-labels-idx1-ubyte",
      );
      expect(await problem(loadMnist(join(root, "nowhere")))).match(/^cannot read the folder .*nowhere: there is no such folder$/);
      expect(await problem(loadMnist(await folder({...mnist, "train-labels-idx1-ubyte": labels([1, 2])})))).match(
        /^expected a label for each image, got 3 images in train-images-idx3-ubyte and 2 labels in train-labels-idx1-ubyte; take both from one set$/,
      );
      expect(await problem(loadMnist(await folder({...mnist, "train-labels-idx1-ubyte": labels([1, 12, 3])})))).equal(
        "expected labels from 0 to 9 in train-labels-idx1-ubyte, got 12 in row 1; fetch the original file",
      );
      expect(await problem(loadMnist(await folder({...mnist, "train-images-idx3-ubyte": labels([1, 2, 3])})))).equal(
        "expected images in train-images-idx3-ubyte, Uint8 in 3 dimensions, got Uint8 in 1; is it another file under this name?",
      );
      expect(await problem(loadMnist(await folder(mnist), {rows: 0}))).equal("expected rows to be a whole number above 0, got 0");
    });
  });

  const bytes = (...records: number[][]) => Uint8Array.from(records.flat());
  const colour = (channel: number, row: number, column: number) => (100 * channel + 2 * row + column) % 256;
  const batches = [1, 2, 3, 4, 5].map(
    (n) =>
      [
        `data_batch_${n}.bin`,
        bytes(
          record([n], colour),
          record([9], () => n),
        ),
      ] as const,
  );
  const ten: Record<string, Uint8Array | string> = {...Object.fromEntries(batches), "test_batch.bin": bytes(record([0], colour))};
  const hundred = {
    "train.bin": bytes(record([3, 77], colour), record([19, 99], colour)),
    "test.bin": bytes(record([0, 1], colour)),
    "fine_label_names.txt": Array.from({length: 100}, (_, i) => `fine${i}\n`).join(""),
  };

  describe("CIFAR", () => {
    it("is read with channels last", async () => {
      const {train, test} = await loadCifar(await folder(ten), {scaled: false, oneHot: false});
      const {values, shape} = train.x as unknown as Block;
      expect(shape).deep.equal([10, 32, 32, 3]);
      const pixel = (row: number, column: number) => [0, 1, 2].map((channel) => values[(row * 32 + column) * 3 + channel]);
      expect([pixel(0, 0), pixel(3, 5), pixel(31, 31)]).deep.equal([
        [0, 100, 200],
        [11, 111, 211],
        [93, 193, 293 % 256],
      ]);
      expect(Array.from((train.y as unknown as Block).values)).deep.equal([1, 9, 2, 9, 3, 9, 4, 9, 5, 9]);
      expect([test.y, test.names]).deep.equal([{values: Float32Array.of(0), shape: [1, 1]}, undefined]);
    });

    it("needs no more batches than the first rows lie in", async () => {
      const few = without(ten, "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin");
      expect(((await loadCifar(await folder(few), {rows: 3})).train.y as unknown as Block).shape).deep.equal([3, 10]);
    });

    it("is read with the names of its classes, fine and coarse", async () => {
      const names = "airplane automobile bird cat deer dog frog horse ship truck".split(" ");
      const set = await loadCifar(await folder({...ten, "batches.meta.txt": `${names.join("\n")}\n\n`}), {rows: 1});
      expect(set.train.names!.classes).deep.equal(names);
      const fine = (await loadCifar(await folder(hundred), {oneHot: false})).train;
      expect([Array.from((fine.y as unknown as Block).values), fine.names!.classes![77]]).deep.equal([[77, 99], "fine77"]);
      const coarse = (await loadCifar(await folder(hundred), {labels: "coarse"})).train;
      expect([(coarse.y as unknown as Block).shape, coarse.names]).deep.equal([[2, 20], undefined]);
      const values = Array.from((coarse.y as unknown as Block).values);
      expect([values.indexOf(1), values.lastIndexOf(1)]).deep.equal([3, 39]);
    });

    it("says in one line what is missing or does not fit", async () => {
      expect(await problem(loadCifar(await folder(without(ten, "data_batch_2.bin"))))).match(
        /^expected data_batch_2\.bin \(or \.gz\) in , got none; there are data_batch_1\.bin, .*test_batch\.bin$/,
      );
      expect(await problem(loadCifar(await folder({...ten, "data_batch_1.bin": bytes(record([1], colour)).subarray(0, 3000)})))).equal(
        "expected whole rows of 3073 bytes (1 of labels and 3072 of a picture) in data_batch_1.bin, got 3000 bytes; the file is cut short, fetch it anew",
      );
      expect(await problem(loadCifar(await folder({...ten, "data_batch_1.bin": bytes(record([10], colour))})))).equal(
        "expected labels from 0 to 9 in data_batch_1.bin, got 10 in row 0; fetch the original file",
      );
      expect(await problem(loadCifar(await folder({data_batch_1: "pickle"})))).match(
        /these are the files for Python: fetch the binary version$/,
      );
      expect(await problem(loadCifar(await folder({...ten, "batches.meta.txt": "cat\ndog\n"})))).equal(
        "expected the names of 10 classes in batches.meta.txt, a line each, got 2; fetch the original file",
      );
    });
  });

  it("tells the sets by their files", async () => {
    const shape = async (files: Record<string, Uint8Array | string>) =>
      ((await loadFolder(await folder(files), {rows: 1})).train.x as unknown as Block).shape;
    expect(await shape(mnist)).deep.equal([1, 2, 3, 1]);
    expect(await shape(ten)).deep.equal([1, 32, 32, 3]);
    expect(await shape(hundred)).deep.equal([1, 32, 32, 3]);
    expect(await problem(loadFolder(await folder({"a.txt": "", "b.txt": ""})))).match(
      /^expected a table, or a folder with MNIST's files .* with a\.txt, b\.txt$/,
    );
  });
});
