import {transformSync} from "esbuild";
import type {Editing} from "./scope.js";

/** A namespace that cannot stand above the tests, and may not stand in one, becomes the JavaScript that it stands for. */
export function assignNamespace({start, end, name}: {start: number; end: number; name: string}, {part, text, target}: Editing): void {
  const written = text.slice(start, end);
  const {code} = transformSync(written, {loader: part.syntax.language, logLevel: "silent"});
  const merges = part.facts.declarations.some(({value, names: [first], end: at}) => value && first === name && at < end);
  const body = code.slice(code.indexOf("(("), code.lastIndexOf("})(") + 3);
  if (body === "") return void text.remove(start, end);
  text.overwrite(start, end, `;${body}${merges ? target(name) : `${target(name)} = {}`});`);
}
