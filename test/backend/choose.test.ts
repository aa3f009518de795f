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
    expect(await choose({wanted: "auto", by: "useBackend", activate})).eql({
      name: "wasm",
      reason: "fastest for small networks",
      by: "auto",
    });
    expect(names).eql(["wasm"]);
  });

  it("falls back to native TensorFlow, then to cpu, and says why", async () => {
    expect((await choose({wanted: "auto", by: "useBackend", activate: tried(["tensorflow", "cpu"]).activate})).name).equal("tensorflow");
    expect(await choose({wanted: "auto", by: "useBackend", activate: tried(["cpu"]).activate})).eql({
      name: "cpu",
      reason: "slow, but needs nothing; wasm is missing; tensorflow is missing",
      by: "auto",
    });
  });

  it("weighs native TensorFlow against wasm by what a step costs", async () => {
    const all = ["wasm", "tensorflow", "cpu"] as const;
    const small = {multiplyAdds: 1e5, dispatches: 3, elements: 4e3, parameters: 5e3};
    const large = {multiplyAdds: 1e9, dispatches: 5, elements: 1e6, parameters: 1e5};
    const auto = (cost: typeof small, loads: readonly BackendName[] = all) =>
      choose({wanted: "auto", by: "useBackend", cost, activate: tried(loads).activate});
    expect(await auto(small)).include({name: "wasm", reason: "small network: 0.6 Mflop a step; native would be slower"});
    expect(await auto(large)).include({name: "tensorflow", reason: "large network: 6000 Mflop a step; wasm would be slower"});
    expect(await auto(large, ["wasm"])).include({name: "wasm", reason: "large network: 6000 Mflop a step; tensorflow is missing"});
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
