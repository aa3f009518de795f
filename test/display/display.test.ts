import {expect} from "chai";
import {clearDisplay, display, hostKey, type Host} from "../../src/display/display.js";

const world = globalThis as {[hostKey]?: Host; tslab?: unknown; Deno?: unknown};

describe("display", () => {
  afterEach(() => {
    delete world[hostKey];
    delete world.tslab;
    delete world.Deno;
  });

  it("shows through the front end that is running, and replaces in place", async () => {
    const shown: unknown[] = [];
    world[hostKey] = {
      show: ({data}, {id, update, value}) => shown.push({text: data["text/plain"], id, update, value}),
      clear: (options) => shown.push(options),
    };
    const handle = await display("one", {id: "mine"});
    await handle.update("two");
    clearDisplay({wait: true});
    expect(shown).to.deep.equal([
      {text: "one", id: "mine", update: false, value: "one"},
      {text: "two", id: "mine", update: true, value: "two"},
      {wait: true},
    ]);
  });

  it("gives each display an id of its own", async () => {
    const ids: unknown[] = [];
    world[hostKey] = {show: (_, {id}) => ids.push(id), clear: () => undefined};
    await display(1);
    await display(2);
    expect(new Set(ids).size).to.equal(2);
  });

  it("speaks Deno's protocol", async () => {
    const sent: unknown[] = [];
    world.Deno = {jupyter: {broadcast: async (type: string, content: {transient: object}) => void sent.push([type, content.transient])}};
    await (await display(1, {id: "a"})).update(2);
    expect(sent).to.deep.equal([
      ["display_data", {display_id: "a"}],
      ["update_display_data", {display_id: "a"}],
    ]);
  });

  it("speaks stock tslab's protocol with the richest text", async () => {
    const sent: string[] = [];
    world.tslab = {display: {raw: (type: string) => sent.push(type)}};
    await display([{a: 1}]);
    await display(1);
    expect(sent).to.deep.equal(["text/html", "text/plain"]);
  });

  it("prints text where nothing else is there", async () => {
    const [log, printed] = [console.log, [] as unknown[]];
    console.log = (...parts: unknown[]) => printed.push(...parts);
    try {
      await display({a: 1});
    } finally {
      console.log = log;
    }
    expect(printed).to.deep.equal(["{ a: 1 }"]);
  });
});
