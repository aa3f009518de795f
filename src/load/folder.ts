import {loadCifar} from "./cifar.js";
import {openFolder} from "./bytes.js";
import {loadMnist} from "./mnist.js";
import type {Parts, PictureOptions} from "./pictures.js";
import {list} from "./read.js";

/** Loads the set whose original files a folder holds: MNIST's or CIFAR's; throws one clear line when it holds neither. */
export async function loadFolder(folder: string, options: PictureOptions = {}): Promise<Parts> {
  const {names} = await openFolder(folder, {within: ["MNIST/raw", "FashionMNIST/raw", "raw", "cifar-10-batches-bin", "cifar-100-binary"]});
  if (names.some((name) => /[-.]idx\d-ubyte(\.gz)?$/.test(name))) return loadMnist(folder, options);
  if (names.some((name) => /^(data_batch_\d|test_batch|train|test)(\.bin)?(\.gz)?$/.test(name))) return loadCifar(folder, options);
  throw new RangeError(
    `expected a table, or a folder with MNIST's files (train-images-idx3-ubyte, …) or CIFAR's (data_batch_1.bin, …, or train.bin), got the folder ${folder} with ${list([...names].sort(), {most: 4}) || "no files"}`,
  );
}
