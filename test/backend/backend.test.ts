import {expect} from "chai";
import {inProcess} from "./process.js";

const show = "console.log(JSON.stringify([tf.getBackend(), choice.reason]));";

describe("useBackend", function () {
  this.timeout(60_000);

  it("takes wasm when nobody chose, says so once on stderr, and nothing on stdout", async () => {
    const {stdout, stderr} = await inProcess(
      `await useBackend(); const again = await useBackend(); await useBackend("cpu"); console.log(again.name);`,
    );
    expect(stdout).equal("wasm\n");
    expect(stderr).equal("backend: wasm (fastest for small networks)\n");
  });

  it("is forced by name, and stays forced", async () => {
    const {stdout} = await inProcess(`await useBackend("cpu"); const choice = await useBackend(); ${show}`);
    expect(JSON.parse(stdout)).eql(["cpu", "forced by useBackend"]);
  });

  it("is forced by DDX_BACKEND, over which a name given in code goes", async () => {
    const {stdout} = await inProcess(`let choice = await useBackend("auto"); ${show} choice = await useBackend("wasm"); ${show}`, {
      env: {DDX_BACKEND: "cpu"},
    });
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).eql([
      ["cpu", "forced by DDX_BACKEND"],
      ["wasm", "forced by useBackend"],
    ]);
  });

  it("names what there is when DDX_BACKEND is unknown", async () => {
    const {stdout} = await inProcess(`await useBackend().catch((error) => console.log(error.name, error.message));`, {
      env: {DDX_BACKEND: "gpu"},
    });
    expect(stdout).equal('RangeError expected DDX_BACKEND to name one of auto, wasm, tensorflow, cpu, got "gpu"\n');
  });

  it("keeps a backend that the user activated, before and after a choice", async () => {
    const own = `tf.registerBackend("mine", () => tf.findBackend("cpu"));`;
    const {stdout} = await inProcess(
      `${own} await tf.setBackend("mine"); let choice = await useBackend(); ${show} await useBackend("wasm"); await tf.setBackend("cpu"); choice = await useBackend(); ${show}`,
    );
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).eql([
      ["mine", "was active"],
      ["cpu", "was active"],
    ]);
  });

  it("restores what was active, and a tensor made there still counts", async () => {
    const {stdout} = await inProcess(`
      await tf.setBackend("cpu"); const x = tf.tensor([1, 2]);
      let choice = await useBackend(); const sum = x.sum(); const on = tf.getBackend();
      await choice.restore(); const back = tf.getBackend();
      choice = await useBackend(); console.log(on, back, sum.dataSync()[0], tf.getBackend());`);
    expect(stdout).equal("wasm cpu 3 wasm\n");
  });

  it("loads once for calls that start together", async () => {
    const {stdout, stderr} = await inProcess(
      `const all = await Promise.all([useBackend(), useBackend(), useBackend("wasm")]); console.log(all.map(({name}) => name).join());`,
    );
    expect(stdout).equal("wasm,wasm,wasm\n");
    expect(stderr).equal("backend: wasm (fastest for small networks)\n");
  });

  it("is silent on request", async () => {
    expect((await inProcess("await useBackend();", {env: {DDX_QUIET: "1"}})).stderr).equal("");
    expect((await inProcess("await useBackend(undefined, {say: false});")).stderr).equal("");
  });

  it("goes on after a choice that failed", async () => {
    const {stdout} = await inProcess(`await useBackend("gpu").catch(() => 0); const choice = await useBackend(); ${show}`);
    expect(JSON.parse(stdout)[0]).equal("wasm");
  });

  it("forces native TensorFlow, or says in one line what to do when it is missing", async () => {
    const {stdout} = await inProcess(
      `await useBackend("tensorflow").then(() => console.log(tf.getBackend()), (error) => console.log(error.message)); console.log(tf.getBackend() ?? "none");`,
    );
    const missing =
      "cannot use the backend tensorflow that useBackend forces: @tensorflow/tfjs-node is not installed; npx ddx native puts it to work, or use wasm";
    expect(stdout).oneOf([`${missing}\nnone\n`, "tensorflow\ntensorflow\n"]);
  });

  it("leaves Node's handling of errors alone", async () => {
    const {stdout} = await inProcess(`
      await useBackend(); console.log(process.listenerCount("uncaughtException"), process.listenerCount("unhandledRejection"));
      process.once("unhandledRejection", (reason) => console.log("handled", reason)); Promise.reject("mine");`);
    expect(stdout).equal("0 0\nhandled mine\n");
  });

  it("falls back, and says why, when wasm does not start", async () => {
    const wasm = import.meta.resolve("@tensorflow/tfjs-backend-wasm");
    const {stdout} = await inProcess(
      `(await import("${wasm}")).setWasmPaths("nowhere/"); const choice = await useBackend(); ${show} await useBackend("wasm").catch((error) => console.log(error.message, tf.getBackend()));`,
    );
    const [chosen, message] = stdout.trim().split("\n");
    expect(JSON.parse(chosen!)[1]).match(/; wasm does not start(; @tensorflow\/tfjs-node is not installed)?$/);
    expect(message).match(/^cannot use the backend wasm that useBackend forces: wasm does not start; .* (cpu|tensorflow)$/);
  });
});

describe("borrowBackend", () => {
  const borrow = `const {borrowBackend} = await import("${new URL("../../src/backend/backend.js", import.meta.url).href}");`;

  it("gives back what was active before, and leaves what the user chose", async () => {
    const {stdout} = await inProcess(`${borrow}
      await tf.setBackend("cpu"); let loan = await borrowBackend(); const on = tf.getBackend(); await loan.end(); const back = tf.getBackend();
      await useBackend("wasm"); loan = await borrowBackend(); await loan.suit({multiplyAdds: 1e12, dispatches: 1, elements: 1e9, parameters: 1e6}); await loan.end();
      console.log(on, back, tf.getBackend());`);
    expect(stdout).equal("wasm cpu wasm\n");
  });

  it("keeps the backend until the last of several is done", async () => {
    const {stdout} = await inProcess(`${borrow}
      await tf.setBackend("cpu"); const [a, b] = await Promise.all([borrowBackend(), borrowBackend()]);
      await a.suit(undefined); await a.end(); const between = tf.getBackend(); await b.end(); console.log(between, tf.getBackend());`);
    expect(stdout).equal("wasm cpu\n");
  });

  it("can be asked again after a choice that failed", async () => {
    const {stdout} = await inProcess(
      `${borrow} process.env.DDX_BACKEND = "gpu"; await borrowBackend().catch(() => 0); delete process.env.DDX_BACKEND;
      await tf.setBackend("cpu"); const loan = await borrowBackend(); await loan.end(); console.log(tf.getBackend());`,
    );
    expect(stdout).equal("cpu\n");
  });
});
