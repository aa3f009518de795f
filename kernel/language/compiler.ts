import {createRequire} from "node:module";
import {dirname, join} from "node:path";

let found: {file?: string} | undefined;

/** Path of the native compiler's program; undefined when TypeScript 7 is not installed or knows nothing of this platform. */
export function compiler(): string | undefined {
  return (found ??= find()).file;
}

function find(): {file?: string} {
  try {
    const {resolve} = createRequire(createRequire(import.meta.url).resolve("typescript/package.json"));
    const folder = dirname(resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`));
    return {file: join(folder, "lib", process.platform === "win32" ? "tsc.exe" : "tsc")};
  } catch {
    return {};
  }
}
