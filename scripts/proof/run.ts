import {readdir} from "node:fs/promises";

const [name, ...words] = process.argv.slice(2);
const names = (await readdir(import.meta.dirname))
  .filter((file) => file.endsWith(".js") && file !== "run.js")
  .map((file) => file.slice(0, -3));

if (name && names.includes(name)) await (await import(`./${name}.js`)).run(words);
else {
  console.error(`expected the name of a proof, got ${name ?? "none"}; there are: ${names.join(", ")}`);
  process.exitCode = 2;
}
