import {expect} from "chai";
import Mocha from "mocha";
import {check} from "../../src/check.js";
import type {Verdict} from "../../src/finding.js";
import {tf} from "../../src/index.js";
import {text} from "../../src/display/text.js";
import {diagnose} from "../../src/diagnose.js";
import {describeCase} from "../../src/mocha/describe.js";

const about = (name: string) => ({name, stage: "data" as const, symptom: "s", cause: "c", remedy: "r", source: {title: "t", by: "b"}});
const fixed = (name: string, verdict: Verdict, explains: readonly string[] = []) =>
  check({...about(name), explains, needs: []}, () => ({verdict, summary: `${name} seen`, evidence: []}));

/** Defines a suite with `define` in a mocha of its own, runs it, and gives what became of each test. */
async function outcomes(define: () => void, messages: string[] = []): Promise<string[]> {
  const mocha = new Mocha({reporter: class {} as never});
  const names = ["describe", "it", "before"] as const;
  const world = globalThis as unknown as Record<string, unknown>;
  const own = names.map((name) => world[name]);
  mocha.suite.emit("pre-require", world as never, "", mocha);
  define();
  names.forEach((name, index) => (world[name] = own[index]));
  const seen: string[] = [];
  await new Promise((resolve) => {
    const runner = mocha.run(resolve);
    runner.on("pass", ({title}) => seen.push(`pass ${title}`));
    runner.on("pending", ({title}) => seen.push(`pending ${title}`));
    runner.on("fail", ({title}, error: Error) => {
      seen.push(`fail ${title}: ${error.message.split("\n")[0]}`);
      messages.push(error.message);
    });
  });
  return seen;
}

describe("describeCase", () => {
  const subject = () => ({train: {x: [[1], [2], [3], [4]], y: [[1], [2], [3], [4]]}});
  const checks = [
    fixed("good", "pass"),
    fixed("bad", "fail", ["worse"]),
    fixed("worse", "fail"),
    fixed("dim", "unsure"),
    fixed("gone", "skip"),
    fixed("weak", "warn"),
  ];

  it("makes each check a test, and pending with its reason what is unsure or skipped", async () => {
    expect(await outcomes(() => describeCase("case", subject, {checks}))).to.deep.equal([
      "pass good",
      "fail bad: expected no finding to fail, got bad",
      "fail worse: expected no finding to fail, got worse",
      "pending dim: dim seen",
      "pending gone: gone seen",
      "pass weak",
    ]);
  });

  it("has the whole text of a finding as the message of its failed assertion", async () => {
    const messages: string[] = [];
    const {findings} = await diagnose(subject(), {checks: [checks[1]!]});
    await outcomes(() => describeCase("case", subject, {checks: checks.slice(0, 2)}), messages);
    expect(messages).to.deep.equal([`expected no finding to fail, got bad\n\n${text(findings[0])}`]);
  });

  it("takes expected illnesses with what they explain", async () => {
    const seen = await outcomes(() => describeCase("case", subject, {checks, expect: ["bad"]}));
    expect(seen.slice(0, 3)).to.deep.equal(["pass good", "pass bad", "pass worse"]);
    const missing = await outcomes(() => describeCase("case", subject, {checks, expect: ["good", "bad"]}));
    expect(missing[0]).to.equal("fail good: expected good to fail, but it is pass: good seen");
  });

  it("fails for an error in the fit, with which the checks are skipped, unless it is expected or explained by what is", async () => {
    const throwing = () => ({
      ...subject(),
      model: () => {
        const model = tf.sequential({layers: [tf.layers.dense({units: 1, inputShape: [1]})]});
        model.compile({optimizer: "sgd", loss: () => tf.scalar(1)});
        return model;
      },
    });
    const list = ["flat-loss"];
    const suite = (expected: string[]) => outcomes(() => describeCase("case", throwing, {checks: list, expect: expected}));
    expect((await suite([]))[0]).to.match(/^fail "before all" hook: diagnose .*: expected no finding to fail, got error-in-fit$/);
    expect(await suite(["error-in-fit"])).to.deep.equal(["pending flat-loss: not run: the fit throws an error, see error-in-fit"]);
  });
});
