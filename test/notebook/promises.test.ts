import {AsyncLocalStorage} from "node:async_hooks";
import {inspect} from "node:util";
import {expect} from "chai";
import {printPlainPromises} from "../../src/notebook/promises.js";

describe("promises made in an async context", () => {
  const contexts = new AsyncLocalStorage<object>();
  before(() => printPlainPromises(contexts));
  const made = <T>(make: () => T): T => contexts.run({cell: 1}, make);

  it("are printed without it", () => {
    const promise = made(() => Promise.resolve({a: 1}));
    expect(inspect(promise)).to.equal("Promise { { a: 1 } }");
    expect(inspect({list: [promise]})).to.equal("{ list: [ Promise { [Object] } ] }");
    expect(inspect(made(() => new Promise(() => undefined)))).to.equal("Promise { <pending> }");
  });

  it("are printed though they lead to themselves, or are frozen", () => {
    const turn: {promise?: Promise<unknown>} = {};
    turn.promise = made(() => Promise.resolve(turn));
    expect(inspect(turn, {depth: null})).to.match(/^(<ref \*1> )?\{[^]*Circular[^]*\}$/);
    expect(inspect(Object.freeze(made(() => Promise.resolve(1))))).to.match(/^(\[Promise\]|Promise \{ 1 \})$/);
  });

  it("keep it", async () => {
    const promise = made(() => Promise.resolve(1));
    inspect(promise);
    expect(await made(() => promise.then(() => contexts.getStore()))).to.deep.equal({cell: 1});
  });
});
