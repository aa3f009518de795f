import {readdir} from "node:fs/promises";
import path from "node:path";
import {pathToFileURL} from "node:url";

/** Runs the module of a folder that the command line names, its `run` with the words behind the name; says what there is when there is none of that name. */
export async function runNamed(folder: string, {what}: {what: string}): Promise<void> {
  const [name, ...words] = process.argv.slice(2);
  const names = (await readdir(folder)).filter((file) => file.endsWith(".js") && file !== "run.js").map((file) => file.slice(0, -3));
  if (name && names.includes(name)) return (await import(pathToFileURL(path.join(folder, `${name}.js`)).href)).run(words);
  console.error(`expected the name of a ${what}, got ${name ?? "none"}; there are: ${names.join(", ")}`);
  process.exitCode = 2;
}
