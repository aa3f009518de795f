import {mark} from "./texts.js";
import {numberOf, type Notebook} from "./notebook.js";

/** Writes types without the modules that cells are; two types of the same name are told apart by their cells. */
export function plainTypes(text: string, notebook: Notebook): string {
  const apart = /different types with this name/.test(text);
  const named = text.replace(modules, (_, file: string | undefined) => (apart && file ? `cell${numberOf(notebook, file) ?? ""}.` : ""));
  return named.replace(exported, "");
}

const modules = /(?:typeof )?import\("[^"]*\/(?:(\.ddx-cell-\d+)|\.ddx-\w+)(?:\.tsx?)?"\)\.?/g;
const exported = new RegExp(`${mark}(?:ːvalueː|\\d+ː)?`, "g");
