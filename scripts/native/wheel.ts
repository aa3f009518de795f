import {mkdir, mkdtemp, readdir, rename, rm, stat, symlink} from "node:fs/promises";
import path from "node:path";
import {reason, run} from "./command.js";
import type {Place} from "./place.js";

/** Who is told of the work, and what stops it. */
export interface Watch {
  signal: AbortSignal;
  /** Replaces the line of progress; the share done, where it is known, goes from 0 to 1. */
  show: (line: string, share?: number) => void;
}

/** Fetches TensorFlow's wheel by pip and keeps its libraries and headers; all or nothing. */
export async function fetchTensorflow({place, python}: {place: Place; python: string}, {signal, show}: Watch): Promise<void> {
  const above = path.dirname(place.folder);
  await mkdir(above, {recursive: true});
  const wheels = path.join(above, "wheels");
  const wheel = (await find(wheels, place)) ?? (await download({place, python, wheels}, {signal, show}));
  const staging = await mkdtemp(path.join(above, "unpack-"));
  try {
    await unpack({python, wheel, staging}, {signal, show});
    for (const name of ["tensorflow", "tensorflow_framework"]) {
      const target = name === "tensorflow" ? place.library.core : place.library.framework;
      const link = path.join(staging, "lib", `lib${name}${place.library.link}`);
      if (path.basename(link) !== target) await symlink(target, link);
    }
    await rm(place.folder, {recursive: true, force: true});
    await rename(staging, place.folder);
    await rm(wheels, {recursive: true, force: true});
  } finally {
    await rm(staging, {recursive: true, force: true});
  }
}

async function find(folder: string, {wheel, version}: Place): Promise<string | undefined> {
  const files = await readdir(folder).catch(() => []);
  const name = files.find((file) => file.startsWith(`${wheel.replaceAll("-", "_")}-${version}-`) && file.endsWith(".whl"));
  return name && path.join(folder, name);
}

/** A wheel that is whole appears in `wheels`; pip writes elsewhere, so a cancelled run leaves none that is not. */
async function download({place, python, wheels}: {place: Place; python: string; wheels: string}, {signal, show}: Watch): Promise<string> {
  const staging = await mkdtemp(path.join(path.dirname(wheels), "download-"));
  const tell = (held: number) => {
    // pip holds a second copy for a while.
    const bytes = Math.min(held, place.bytes);
    show(`fetching ${place.wheel} ${place.version}: ${mb(bytes)} of ${mb(place.bytes)}`, bytes / place.bytes);
  };
  tell(0);
  const timer = setInterval(() => void size(staging).then(tell), 250);
  // The wheel need not fit this Python: only its libraries and headers are used.
  const wanted = ["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--platform", place.platform];
  try {
    const done = await run(
      python,
      [
        "-m",
        "pip",
        "download",
        "--no-deps",
        "--only-binary=:all:",
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
        ...wanted,
        "-d",
        path.join(staging, "whole"),
        `${place.wheel}==${place.version}`,
      ],
      {signal, env: {TMPDIR: staging}},
    );
    if (done.code !== 0) throw new Error(`expected pip to fetch ${place.wheel} ${place.version}, got: ${reason(done)}`);
    await rename(path.join(staging, "whole"), wheels);
  } finally {
    clearInterval(timer);
    await rm(staging, {recursive: true, force: true});
  }
  return (await find(wheels, place))!;
}

const unzip = `
import os, sys, zipfile
wheel, out = sys.argv[1:]
headers = tuple("tensorflow/include/" + part for part in ("tensorflow/c/", "tensorflow/core/platform/", "tsl/", "xla/tsl/"))
def place(name):
    if name.startswith(headers): return "include/" + name[len("tensorflow/include/"):]
    if name.startswith(("tensorflow/libtensorflow_cc.", "tensorflow/libtensorflow_framework.")): return "lib/" + name[len("tensorflow/"):]
with zipfile.ZipFile(wheel) as archive:
    wanted = [(item, place(item.filename)) for item in archive.infolist() if not item.is_dir() and place(item.filename)]
    total, done = sum(item.file_size for item, _ in wanted), 0
    for item, name in wanted:
        target = os.path.join(out, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(item) as source, open(target, "wb") as sink:
            while chunk := source.read(1 << 22):
                sink.write(chunk)
                done += len(chunk)
                if len(chunk) == 1 << 22: print(round(100 * done / total), flush=True)
`;

async function unpack({python, wheel, staging}: {python: string; wheel: string; staging: string}, {signal, show}: Watch): Promise<void> {
  const done = await run(python, ["-c", unzip, wheel, staging], {
    signal,
    onLine: (line) => show("unpacking TensorFlow", Number(line) / 100),
  });
  if (done.code !== 0) throw new Error(`expected to unpack ${path.basename(wheel)}, got: ${reason(done)}`);
}

/** Bytes of all files below a folder. */
export async function size(folder: string): Promise<number> {
  const entries = await readdir(folder, {withFileTypes: true}).catch(() => []);
  const sizes = entries.map(async (entry) => {
    const whole = path.join(folder, entry.name);
    return entry.isDirectory() ? size(whole) : entry.isFile() ? (await stat(whole).catch(() => ({size: 0}))).size : 0;
  });
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
}

/** Bytes as people say them. */
export const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
