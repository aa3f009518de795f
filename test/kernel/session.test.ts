import {expect} from "chai";
import {Runners} from "../../kernel/runners.js";
import {startSession} from "../../kernel/session.js";

describe("a session", () => {
  it("refuses a request without code in one line, and goes on", async () => {
    const session = await startSession({runners: new Runners({cwd: process.cwd()}), publish: () => undefined});
    try {
      for (const content of [{}, [], {code: 5}]) {
        const error = await session
          .request("execute_request", content as Record<string, unknown>, {parent: {}})
          .catch((reason: Error) => reason);
        expect((error as Error).message).match(/^expected the text of a cell as code in execute_request, got (undefined|number)$/);
      }
      expect(await session.request("execute_request", {code: "1 + 1"}, {parent: {}})).include({status: "ok"});
    } finally {
      await session.shutdown();
    }
  });
});
