import path from "node:path";
import {expect} from "chai";
import {reason} from "../../scripts/native/command.js";
import {placeFor} from "../../scripts/native/place.js";

describe("ddx native, its places", () => {
  it("has a wheel for Linux and for macOS on arm64", () => {
    const [intel, arm, mac] = [
      {platform: "linux", arch: "x64"},
      {platform: "linux", arch: "arm64"},
      {platform: "darwin", arch: "arm64"},
    ].map(placeFor);
    expect([intel!.wheel, arm!.wheel, mac!.wheel]).deep.equal(["tensorflow-cpu", "tensorflow", "tensorflow"]);
    expect([intel!.library.core, mac!.library.core]).deep.equal(["libtensorflow_cc.so.2", "libtensorflow_cc.2.dylib"]);
  });

  it("says in one line where there is none", () => {
    expect(() => placeFor({platform: "win32", arch: "x64"})).throw(
      /^expected one of linux-x64, .*, got win32-x64: .*; use the backend wasm$/,
    );
  });

  it("keeps a release's parts in one folder of the user's cache", () => {
    expect(path.basename(placeFor({platform: "linux", arch: "x64"}).folder)).match(/^tensorflow-[\d.]+-linux-x64$/);
  });

  it("finds the line that says what went wrong", () => {
    expect(reason({code: 1, output: "make: begin\nfatal error: no such file\nmake: end\n"})).equal("fatal error: no such file");
    expect(reason({code: 1, output: "only this\n"})).equal("only this");
  });
});
