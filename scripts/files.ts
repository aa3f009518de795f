import {mkdir, readlink, realpath, rename, rm, stat, writeFile} from "node:fs/promises";
import path from "node:path";

/**
 * Writes a file whole or not at all: to a temporary file beside it, which is then renamed. A link stays and what it points to is written; a pipe or a
 * device is written to directly. Throws one line, with the system's code, when it cannot.
 */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await write(file, content);
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, `${file} cannot be written`);
  }
}

/** Makes a folder and those above it, one by one: Node's own recursive mkdir never ends below /proc. Throws one line when it cannot. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await makeAll(path.resolve(folder));
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, `${folder} cannot be made`);
  }
}

async function write(file: string, content: string | Uint8Array): Promise<void> {
  const there = await statOf(file);
  if (file === "") throw new RangeError('expected a file to write, got ""');
  if (there?.isDirectory() || /[\\/]$/.test(file)) throw new RangeError(`expected a file to write, got the folder ${file}`);
  if (there && !there.isFile()) return writeFile(file, content);
  const target = await follow(file);
  await makeAll(path.dirname(target));
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, content, {mode: there?.mode});
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, {force: true}).catch(() => undefined);
    throw error;
  }
}

/** Where a path leads, also by links to what is not there yet. */
async function follow(file: string): Promise<string> {
  const links = await readlink(file).catch(() => undefined);
  if (links === undefined) return path.resolve(file);
  return realpath(file).catch(() => follow(path.resolve(path.dirname(file), links)));
}

async function makeAll(folder: string): Promise<void> {
  const there = await statOf(folder);
  if (there?.isDirectory()) return;
  if (there) throw new RangeError(`expected a folder, got the file ${folder}`);
  await makeAll(path.dirname(folder));
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Somebody else may have made it meanwhile.
    if (error.code !== "EEXIST") throw error;
  });
}

const statOf = (file: string) =>
  stat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    return undefined;
  });

/** The system's error in words, without its code, its call and the name of the temporary file. */
const explained = (error: NodeJS.ErrnoException, what: string): Error =>
  error.code === undefined
    ? error
    : Object.assign(error, {message: `${what}: ${error.message.replace(/^\w+: /, "").replace(/, \w+( '.*)?$/s, "")}`});
