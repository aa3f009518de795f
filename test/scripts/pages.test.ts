import {readFileSync} from "node:fs";
import {expect} from "chai";
import {checksPage} from "../../scripts/pages.js";

describe("pages", () => {
  it("CHECKS.md is what the checks say of themselves (npm run pages makes it anew)", () => {
    expect(readFileSync("CHECKS.md", "utf8")).equal(checksPage());
  });
});
