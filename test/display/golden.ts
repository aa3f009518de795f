import {existsSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {fileURLToPath} from "node:url";

const folder = fileURLToPath(new URL("../../../test/display/golden/", import.meta.url));

/** Compares with `golden/NAME`, decimals cut to four digits; what differs is written beside it as `NAME-changed` and thrown. */
export function matchGolden(text: string, name: string): void {
  const [path, changed] = [folder + name, folder + name.replace(/(\.\w+)$/, "-changed$1")];
  const seen = cut(text);
  if (existsSync(path) && readFileSync(path, "utf8") === seen) return rmSync(changed, {force: true});
  writeFileSync(changed, seen);
  throw new Error(
    `test/display/golden/${name} does not match: look at ${name.replace(/(\.\w+)$/, "-changed$1")}, and rename it if it is right`,
  );
}

const cut = (text: string): string => text.replace(/(?<![\w./])\d+\.\d+/g, (number) => String(Number(Number(number).toPrecision(4))));
