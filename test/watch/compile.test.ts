import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {expect} from "chai";
import {compileTypeScript, formatOf} from "../../src/watch/compile.js";
import {isTypeScript} from "../../src/watch/is-typescript.js";

describe("TypeScript of a watched script", () => {
  let folder: string;
  before(() => void (folder = mkdtempSync(path.join(tmpdir(), "ddx-compile-"))));
  after(() => rmSync(folder, {recursive: true, force: true}));

  it("is known by its ending", () => {
    expect(["a.ts", "a.mts", "a.cts", "a.tsx"].every(isTypeScript)).equal(true);
    expect(["a.js", "a.d.ts", "ts", "a.json"].some(isTypeScript)).equal(false);
  });

  it("runs as its ending, its package or its words say", () => {
    const format = (source: string, name = "a.ts") => formatOf(source, {file: path.join(folder, name)});
    expect(format('import a from "a";')).equal("module");
    expect(format('import a from "a";\nconsole.log(__dirname);')).equal("commonjs");
    expect(format('import a from "a"; // __dirname')).equal("module");
    expect(format('const a = require("a");')).equal("commonjs");
    expect(format('import a from "a";\nawait a(__dirname);')).equal("module");
    expect([format("", "a.mts"), format('import a from "a";', "a.cts")]).deep.equal(["module", "commonjs"]);
    writeFileSync(path.join(folder, "package.json"), '{"type": "commonjs"}');
    expect(format('import a from "a";')).equal("commonjs");
    writeFileSync(path.join(folder, "package.json"), '{"type": "module"}');
    expect(format("1")).equal("module");
  });

  it("follows what tsconfig.json says of how code runs, comments and all", () => {
    writeFileSync(path.join(folder, "tsconfig.json"), '{"compilerOptions": {/* "a" */ "experimentalDecorators": true, // "b"\n},}');
    const code = compileTypeScript("@a class B {}", {file: path.join(folder, "a.ts"), format: "esm"});
    expect(code).include("__decorateClass").and.include("sourceMappingURL=data:");
  });
});
