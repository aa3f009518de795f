import {mkdir, rename, writeFile} from "node:fs/promises";
import path from "node:path";

/** Writes a file whole or not at all: to a temporary file beside it, which is then renamed. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), {recursive: true});
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, content);
  await rename(temporary, file);
}
