import {readFile} from "node:fs/promises";
import path from "node:path";
import type {Dataset} from "../case.js";
import {findFile, openFolder, readBytes} from "./bytes.js";
import {cutShort} from "./idx.js";
import {pixels, refuseRows, targets, type Parts, type PictureOptions} from "./pictures.js";

/** What to take of CIFAR's files. */
export interface CifarOptions extends PictureOptions {
  /** CIFAR-100's labels: 100 fine classes or the 20 coarse ones. */
  labels?: "fine" | "coarse";
}

/** Side of a picture, in pixels. */
const side = 32;
const plane = side * side;

/** How a set's files are built: rows of some bytes of labels, of which one is taken, and three planes of a picture. */
interface Build {
  train: readonly string[];
  test: readonly string[];
  labelBytes: number;
  label: number;
  classes: number;
  meta: string;
}

const ten: Build = {
  train: [1, 2, 3, 4, 5].map((number) => `data_batch_${number}.bin`),
  test: ["test_batch.bin"],
  labelBytes: 1,
  label: 0,
  classes: 10,
  meta: "batches.meta.txt",
};

const hundred = (labels: "fine" | "coarse"): Build => ({
  train: ["train.bin"],
  test: ["test.bin"],
  labelBytes: 2,
  label: labels === "fine" ? 1 : 0,
  classes: labels === "fine" ? 100 : 20,
  meta: `${labels}_label_names.txt`,
});

/**
 * Loads CIFAR-10 or CIFAR-100 (Krizhevsky 2009) from a folder with the files of the binary version: pictures `[n, 32, 32, 3]`, channels last, labels `[n, 10]`,
 * `[n, 100]` or `[n, 20]`. Throws one clear line when a file is missing, cut short or another one.
 */
export async function loadCifar(folder: string, {labels = "fine", ...options}: CifarOptions = {}): Promise<Parts> {
  refuseRows(options);
  const place = await openFolder(folder, {within: ["cifar-10-batches-bin", "cifar-100-binary"]});
  const build = place.names.some((name) => /^(train|test)\.bin(\.gz)?$/.test(name)) ? hundred(labels) : ten;
  const classes = await namesOf(place.folder, build);
  const part = (files: readonly string[]) => loadPart(files, {...place, build, classes, ...options});
  return {train: await part(build.train), test: await part(build.test)};
}

interface Place extends PictureOptions {
  folder: string;
  names: readonly string[];
  build: Build;
  classes?: readonly string[];
}

async function loadPart(files: readonly string[], {folder, names, build, classes, rows = Infinity, ...options}: Place): Promise<Dataset> {
  const pictures: Uint8Array[] = [];
  const found: number[] = [];
  for (const name of files) {
    if (found.length >= rows) break;
    const file = findFile([name], {folder, names, hint: hintOf(names)});
    const records = await readRecords(file, build);
    const taken = records.slice(0, rows - found.length);
    const labels = taken.map((record) => record[build.label]!);
    // Here, where the file's name is known.
    targets(labels, {classes: build.classes, file});
    found.push(...labels);
    pictures.push(...taken.map((record) => channelsLast(record.subarray(build.labelBytes))));
  }
  const bytes = new Uint8Array(pictures.length * 3 * plane);
  pictures.forEach((picture, row) => bytes.set(picture, row * 3 * plane));
  return {
    x: {values: pixels(bytes, options), shape: [pictures.length, side, side, 3]},
    y: targets(found, {...options, classes: build.classes, file: folder}),
    ...(classes && {names: {classes}}),
  };
}

function hintOf(names: readonly string[]): string | undefined {
  return names.some((name) => /^(data_batch_\d|train)$/.test(name))
    ? "these are the files for Python: fetch the binary version"
    : undefined;
}

async function readRecords(file: string, {labelBytes}: Build): Promise<Uint8Array[]> {
  const bytes = await readBytes(file);
  const length = labelBytes + 3 * plane;
  if (bytes.length === 0 || bytes.length % length !== 0)
    throw cutShort({
      file,
      expected: `whole rows of ${length} bytes (${labelBytes} of labels and ${3 * plane} of a picture)`,
      got: bytes.length,
    });
  return Array.from({length: bytes.length / length}, (_, row) => bytes.subarray(row * length, (row + 1) * length));
}

/** The files have a plane of red, one of green, one of blue; tfjs wants the three of a pixel together. */
function channelsLast(planes: Uint8Array): Uint8Array {
  const picture = new Uint8Array(planes.length);
  for (let at = 0; at < plane; at++)
    for (let channel = 0; channel < 3; channel++) picture[at * 3 + channel] = planes[channel * plane + at]!;
  return picture;
}

async function namesOf(folder: string, {meta, classes}: Build): Promise<string[] | undefined> {
  const file = path.join(folder, meta);
  const content = await readFile(file, "utf8").catch(() => undefined);
  if (content === undefined) return undefined;
  const names = content
    .split(/\r?\n/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length !== classes)
    throw new RangeError(`expected the names of ${classes} classes in ${file}, a line each, got ${names.length}; fetch the original file`);
  return names;
}
