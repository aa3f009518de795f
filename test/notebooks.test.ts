import {readdirSync, readFileSync} from "node:fs";
import {expect} from "chai";
import {checks} from "../src/index.js";
import {parseNotebook} from "../src/notebook/notebook.js";

const folder = new URL("../../notebooks/", import.meta.url);
const notebooks = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
const code = notebooks
  .flatMap((name) => parseNotebook(readFileSync(new URL(name, folder), "utf8"), {path: name}).cells)
  .flatMap(({source, kind}) => (kind === "code" ? [source] : []))
  .join("\n");

describe("the notebooks", () => {
  for (const {about} of checks)
    it(`make ${about.name} by an illness of their own`, () => {
      expect(code.split(/[^\w-]+/)).include(about.name);
    });
});
