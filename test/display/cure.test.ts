import {expect} from "chai";
import {toBundle} from "../../src/display/bundle.js";
import {text} from "../../src/display/text.js";
import type {Treatment} from "../../src/finding.js";

const treatment: Treatment = {
  name: "softmax-on-single-unit",
  outcome: "cured",
  change: '// before\ntf.layers.dense({units: 1, activation: "softmax"})\n// after\ntf.layers.dense({units: 1, activation: "sigmoid"})',
  certainty: {p: 0.0005, test: "random signs over held-out rows"},
  evidence: [
    {
      kind: "table",
      label: "before and after",
      columns: ["", "skill", "rows", "fits"],
      rows: [
        ["before", 0, "80 held out", 3],
        ["after", 0.975, "80 held out", 3],
      ],
    },
    {
      kind: "series",
      label: "training loss before and after",
      lines: [
        {name: "before, seed 1", values: [0.7, 0.7, 0.7]},
        {name: "after, seed 1", values: [0.7, 0.3, 0.1]},
      ],
    },
  ],
};
const hopeless: Treatment = {name: "no-signal", outcome: "impossible", change: "// other inputs are needed: <b>", evidence: []};
const suspects = [{name: "softmax-on-single-unit", because: [], remedy: "", certainty: "certain" as const}];

describe("a treatment", function () {
  this.timeout(30_000);
  const cure = {cured: {}, treatments: [treatment, hopeless], suspects};

  it("is told in text: what helped, the code, how sure, before and after", () => {
    const lines = text(cure).split("\n");
    expect(lines[0]).equal("1 of 2 treatments helped: skill 0 → 0.97");
    expect(lines).include("1. softmax-on-single-unit  ✓ cured");
    expect(lines).include('   tf.layers.dense({units: 1, activation: "sigmoid"})');
    expect(lines).include("   Sure    p = 0.0005 (random signs over held-out rows)");
    expect(lines).include("2. no-signal  ! impossible");
  });

  it("is shown as cards with figures, escaped", async () => {
    const html = String((await toBundle(cure)).data["text/html"]);
    for (const word of ["<svg", "✓ cured", "! impossible", "units: 1", "0.975", "&#60;b"]) expect(html).contain(word);
    expect(html).not.contain("needed: <b>");
  });

  it("says that nothing was to be treated, or that nothing helped", () => {
    expect(text({treatments: [], suspects: []})).equal("Nothing to treat: no suspect");
    expect(text({treatments: [hopeless], suspects}).split("\n")[0]).equal("None of 1 treatment helped");
  });
});
