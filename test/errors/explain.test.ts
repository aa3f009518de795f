import {expect} from "chai";
import {checks, explainError, tf, toBundle, text} from "../../src/index.js";
import {knownErrors} from "../../src/errors/known/index.js";
import type {KnownError} from "../../src/errors/explanation.js";

const beyond = "GatherV2: the index value 12 is not in [0, 9]";

describe("explainError", () => {
  it("fills cause and fix with the message's own figures, and names the check to run next", () => {
    const made = explainError(new Error(beyond))!;
    expect(made).include({message: beyond, check: "index-out-of-range", certainty: "certain"});
    expect(made.cause).match(/\b12\b.*\b9\b/);
    expect(made.source).include({by: "Google"});
  });

  it("takes the message as text, a stack among other lines too", () => {
    expect(explainError(`Uncaught Error: ${beyond}\n    at fit (app.js:3:1)`)?.check).equal("index-out-of-range");
  });

  it("finds it in a chain of causes, in an AggregateError and in an object of another realm", () => {
    const deep = new Error("outer", {cause: new Error("middle", {cause: new Error(beyond)})});
    expect(explainError(deep)?.message).equal(beyond);
    expect(explainError(new AggregateError([new Error("no"), deep], "all failed"))?.message).equal(beyond);
    expect(explainError({message: beyond})?.message).equal(beyond);
    expect(explainError(new Error("outer", {cause: beyond}))?.message).equal(beyond);
  });

  it("goes round a circle of causes once", () => {
    const circle = new Error("round");
    circle.cause = circle;
    expect(explainError(circle)).equal(undefined);
  });

  it("says nothing of what it does not know", () => {
    for (const other of [new Error("the file is missing"), "", undefined, null, 5, {}, [], () => beyond])
      expect(explainError(other), String(other)).equal(undefined);
    expect(explainError(new TypeError("Cannot read properties of undefined (reading 'length')"))).equal(undefined);
  });

  it("tries the user's own entries first", () => {
    const own: KnownError = {
      pattern: "index value (?<id>\\d+)",
      title: "our table ends",
      cause: "Row {id} is not in our table; {other} stays.",
      fix: "Ask the data team.",
      source: {title: "our handbook", by: "us"},
      certainty: "certain",
    };
    const known = JSON.parse(JSON.stringify([own])) as KnownError[];
    expect(explainError(beyond, {known})).deep.equal({
      message: beyond,
      title: "our table ends",
      cause: "Row 12 is not in our table; {other} stays.",
      fix: "Ask the data team.",
      source: own.source,
      certainty: "certain",
    });
    expect(explainError("Tensor is disposed.", {known})?.title).equal("a tensor that was freed");
  });

  it("refuses a list that is none, in one line", () => {
    const source = {title: "", by: ""};
    const entry = {pattern: "a", title: "", cause: "", fix: "", certainty: "certain", source};
    for (const [known, line] of [
      [5, "expected known to be a list of {pattern,title,cause,fix,certainty, source}, got number"],
      [[{}], "expected known[0] to have pattern"],
      [[{...entry, source: undefined}], "expected known[0] to have source"],
      [[entry, {...entry, pattern: "("}], "expected known[1].pattern to be a regular expression: "],
    ] as const)
      expect(() => explainError("a", {known: known as never}))
        .throw(TypeError)
        .with.property("message")
        .that.includes(line);
  });

  it("knows at least 60 messages, each of one title, with checks that there are and addresses of tfjs's own tracker", () => {
    expect(knownErrors.length).greaterThan(60);
    expect(new Set(knownErrors.map(({title}) => title)).size).equal(knownErrors.length);
    const names = checks.map(({about}) => about.name);
    for (const {check, source} of knownErrors) {
      if (check !== undefined) expect(names).include(check);
      expect(source.url).match(/^https:\/\/github\.com\/tensorflow\/tfjs(\/issues\/\d+)?$/);
    }
  });

  it("cuts what a message quotes at length", () => {
    const made = explainError(`Unknown layer: ${"X".repeat(5000)}. This may be`)!;
    expect(JSON.stringify(made).length).lessThan(1500);
  });

  it("shows itself as text and HTML", async () => {
    const made = explainError(beyond)!;
    expect(text(made)).equal(
      [
        "an id beyond the table that it is looked up in  certain",
        "   GatherV2: the index value 12 is not in [0, 9]",
        "   Why     The id 12 is looked up in a table whose last row is 9: ids that start at 1, a vocabulary",
        "           that grew, or inputs that are no ids.",
        "   Remedy  Set the embedding's inputDim to the largest id plus one, or map unknown ids to one that",
        "           is kept for them.",
        '   Next    diagnose(subject, {checks: ["index-out-of-range"]}), or ddx explain index-out-of-range',
        "   Source  Google: tensorflow.js 4.22, source, 2024, tfjs-backend-cpu/src/kernels/GatherV2.ts",
        "           https://github.com/tensorflow/tfjs",
      ].join("\n"),
    );
    const {data} = await toBundle(made);
    expect(data["text/plain"]).equal(text(made));
    expect(data["text/html"]).include("an id beyond the table").include("index-out-of-range");
    const poisoned = explainError("No such layer: <img/src=x>")!;
    expect(JSON.stringify((await toBundle(poisoned)).data["text/html"])).not.include("<img/src");
  });

  it("explains what tfjs really throws", () => {
    try {
      tf.matMul(tf.ones([2, 3]), tf.ones([4, 5]));
    } catch (error) {
      expect(explainError(error)?.cause).include("[2, 3] times [4, 5]");
    }
  });
});
