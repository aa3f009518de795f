import type {Dataset} from "../case.js";
import {findFile, openFolder} from "./bytes.js";
import {loadIdx, type Idx} from "./idx.js";
import {pixels, refuseRows, targets, type Parts, type PictureOptions} from "./pictures.js";

/** What to take of MNIST's files. */
export interface MnistOptions extends PictureOptions {
  /** Names of the classes, as many as there are; the digits when left out. */
  classes?: readonly string[];
}

/** The classes of Fashion-MNIST in their numbers' order (Xiao, Rasul & Vollgraf 2017). */
export const fashionClasses: readonly string[] = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

const digits: readonly string[] = Array.from({length: 10}, (_, digit) => String(digit));

/**
 * Loads MNIST (LeCun, Cortes & Burges 1998) or a set of its form, such as Fashion-MNIST, from a folder with the four original IDX files, plain or gzip: pictures
 * `[n, 28, 28, 1]`, labels `[n, 10]`. Throws one clear line when a file is missing, broken or does not belong to the others.
 */
export async function loadMnist(folder: string, {classes = digits, ...options}: MnistOptions = {}): Promise<Parts> {
  refuseRows(options);
  const place = await openFolder(folder, {within: ["MNIST/raw", "FashionMNIST/raw", "raw"]});
  const part = (name: string) => loadPart(name, {...place, classes, ...options});
  return {train: await part("train"), test: await part("t10k")};
}

interface Place extends PictureOptions {
  folder: string;
  names: readonly string[];
  classes: readonly string[];
}

async function loadPart(part: string, {folder, names, classes, ...options}: Place): Promise<Dataset> {
  const find = (what: string) => findFile([`${part}-${what}-ubyte`, `${part}-${what.replace("-", ".")}-ubyte`], {folder, names});
  const files = {images: find("images-idx3"), labels: find("labels-idx1")};
  const images = await loadBytes(files.images, {dimensions: 3, what: "images"});
  const labels = await loadBytes(files.labels, {dimensions: 1, what: "labels"});
  const [count, height, width] = images.shape as [number, number, number];
  if (labels.shape[0] !== count)
    throw new RangeError(
      `expected a label for each image, got ${count} images in ${files.images} and ${labels.shape[0]} labels in ${files.labels}; take both from one set`,
    );
  const rows = Math.min(options.rows ?? count, count);
  return {
    x: {values: pixels(images.values.subarray(0, rows * height * width), options), shape: [rows, height, width, 1]},
    y: targets(labels.values.subarray(0, rows), {...options, classes: classes.length, file: files.labels}),
    names: {classes},
  };
}

async function loadBytes(file: string, {dimensions, what}: {dimensions: number; what: string}): Promise<Idx & {values: Uint8Array}> {
  const {values, shape} = await loadIdx(file);
  if (values instanceof Uint8Array && shape.length === dimensions) return {values, shape};
  const got = `${values.constructor.name.replace("Array", "")} in ${shape.length}`;
  throw new TypeError(`expected ${what} in ${file}, Uint8 in ${dimensions} dimensions, got ${got}; is it another file under this name?`);
}
