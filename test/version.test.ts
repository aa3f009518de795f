import {readFileSync} from "node:fs";
import {expect} from "chai";
import {version} from "../src/index.js";

describe("version", () => {
  it("is package.json's", () => {
    expect(version).equal(JSON.parse(readFileSync("package.json", "utf8")).version);
  });
});
