import {expect} from "chai";
import {Runners} from "../../kernel/runners.js";
import {startSession, type Session} from "../../kernel/session.js";

describe("a session", () => {
  const publish = () => undefined;
  let session: Session;
  before(async () => (session = await startSession({runners: new Runners({cwd: process.cwd()}), publish})));
  after(() => session.shutdown());

  const execute = (content: object) => session.request("execute_request", content as Record<string, unknown>, {parent: {}});
  const refusal = async (content: object) => (await execute(content).catch((error: unknown) => error)) as Error;

  it("refuses a request without code in one line, and goes on", async () => {
    for (const content of [{}, [], {code: 5}])
      expect((await refusal(content)).message).match(/^expected the text of a cell as code in execute_request, got (undefined|number)$/);
    expect(await execute({code: "1 + 1"})).include({status: "ok"});
  });

  it("refuses a text in place of expressions, which would be one for each of its letters", async () => {
    const {message} = await refusal({code: "1", user_expressions: "x".repeat(10_000)});
    expect(message).equal("expected expressions by name as user_expressions, got string");
    expect(await execute({code: "1", user_expressions: null})).deep.include({status: "ok", user_expressions: {}});
  });
});
