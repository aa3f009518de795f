import {expect} from "chai";
import {choose, type BackendName} from "../../src/backend/choose.js";

const tried = (loads: readonly BackendName[]) => {
  const names: string[] = [];
  const activate = async (name: BackendName) => {
    names.push(name);
    return loads.includes(name) ? undefined : `${name} is missing`;
  };
  return {names, activate};
};

describe("choose", () => {
  it("prefers wasm and tries nothing else", async () => {
    const {names, activate} = tried(["wasm", "tensorflow", "cpu"]);
    expect(await choose({wanted: "auto", by: "useBackend", activate})).eql({name: "wasm", reason: "fastest for small networks"});
    expect(names).eql(["wasm"]);
  });

  it("falls back to native TensorFlow, then to cpu, and says why", async () => {
    expect((await choose({wanted: "auto", by: "useBackend", activate: tried(["tensorflow", "cpu"]).activate})).name).equal("tensorflow");
    expect(await choose({wanted: "auto", by: "useBackend", activate: tried(["cpu"]).activate})).eql({
      name: "cpu",
      reason: "wasm is missing; tensorflow is missing; slow, but needs nothing",
    });
  });

  it("keeps what the user activated unless forced", async () => {
    const {names, activate} = tried(["wasm", "cpu"]);
    expect((await choose({wanted: "auto", by: "useBackend", active: "webgpu", activate})).name).equal("webgpu");
    expect((await choose({wanted: "cpu", by: "DDX_BACKEND", active: "webgpu", activate})).name).equal("cpu");
    expect(names).eql(["cpu"]);
  });

  it("says in one line what to do when a forced backend does not load", async () => {
    const error = await choose({wanted: "tensorflow", by: "useBackend", activate: tried([]).activate}).catch((error: Error) => error);
    expect(error).instanceOf(Error);
    expect((error as Error).message).match(
      /^cannot use the backend tensorflow that useBackend forces: tensorflow is missing; npx ddx native puts it to work, or use wasm$/,
    );
  });

  it("rejects an unknown name", async () => {
    const error = await choose({wanted: "gpu", by: "DDX_BACKEND", activate: tried([]).activate}).catch((error: Error) => error);
    expect(error).instanceOf(RangeError);
  });
});
