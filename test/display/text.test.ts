import {expect} from "chai";
import {stripAnsi} from "../../src/display/escape.js";
import {wrap} from "../../src/display/pen.js";
import {text} from "../../src/display/text.js";
import {diagnosis, finding} from "./penguins.js";
import {matchGolden} from "./golden.js";

describe("text", () => {
  it("tells a diagnosis: suspects first, then the findings by stage", () => matchGolden(text(diagnosis), "diagnosis.txt"));

  it("tells each finding with its evidence", () =>
    matchGolden(diagnosis.findings.map((each) => text(each)).join("\n\n") + "\n", "findings.txt"));

  it("honours the width, but for web addresses", () => {
    for (const width of [40, 60, 80, 120])
      for (const line of text(diagnosis, {width}).split("\n"))
        if (!line.includes("https://")) expect(line.length, line).to.be.at.most(width);
  });

  it("colours on request only, and says the same", () => {
    const coloured = text(diagnosis, {colour: true});
    expect(coloured).to.contain("\u001b[31m✗\u001b[0m");
    expect(stripAnsi(coloured)).to.equal(text(diagnosis));
  });

  it("has no suspects for a healthy network", () => {
    const healthy = {...diagnosis, suspects: [], findings: diagnosis.findings.filter(({verdict}) => verdict === "pass")};
    expect(text(healthy).split("\n")[0]).to.equal("No illness found: all 4 checks passed");
  });

  it("does not call an undecided network healthy", () => {
    const doubtful = {...diagnosis, suspects: [], findings: diagnosis.findings.filter(({verdict}) => verdict === "unsure")};
    expect(text(doubtful).split("\n")[0]).to.equal("No illness found; 1 doubt left");
    expect(text({...doubtful, findings: []}).split("\n")[0]).to.equal("Nothing could be checked");
  });

  it("lets no control character of the data reach the terminal", () => {
    const evil = finding(
      {name: "dead\u001b[2Junits", stage: "model"},
      {verdict: "fail", summary: "\u001b]0;title\u0007 \u202eabc", evidence: [{kind: "text", label: "\u009b31m", text: "a\u0008b"}]},
    );
    expect(text(evil)).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it("keeps a word that is longer than the line", () => {
    expect(wrap("a verylongword b", {width: 6})).to.deep.equal(["a", "verylongword", "b"]);
  });
});
