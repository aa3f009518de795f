import {expect} from "chai";
import {normalise} from "../../../src/harness/outputs/normalise.js";

const masked = (mask: string, texts: readonly string[]) => {
  for (const text of texts) expect(normalise(`a ${text} b`), text).to.equal(`a ${mask} b`);
};
const kept = (texts: readonly string[]) => {
  for (const text of texts) expect(normalise(text), text).to.equal(text);
};

describe("normalising of outputs", () => {
  it("strips colours, links and carriage returns", () => {
    expect(normalise("\u001b[1;31mred\u001b[0m \u001b]8;;http://a\u0007link\u001b]8;;\u0007")).to.equal("red link");
    expect(normalise("a  \r\nb\t\r\n\r\n")).to.equal("a\nb");
    expect(normalise("10 %\r50 %\r100 %\ndone")).to.equal("100 %\ndone");
  });

  it("masks UUIDs and addresses, but neither hashes nor colours", () => {
    masked("‹uuid›", ["3f2504e0-4f89-41d3-9a0c-0305e82c3301", "3F2504E0-4F89-41D3-9A0C-0305E82C3301"]);
    masked("‹address›", ["0x7f8b1c2d3e4f", "0x00FF12AB"]);
    kept(["0xff", "0xff00ff", "#1f77b4", "3f2504e0"]);
  });

  it("masks dates and times", () => {
    masked("‹time›", [
      "2026-11-27",
      "2026-11-27T22:46:59.123Z",
      "2026-11-27T22:46:59+01:00",
      "2026-11-27 22:46:59,123",
      "2026/11/27 22:46",
      "11/27/2026, 10:46:59 PM",
      "27.11.2026, 22:46:59",
      "27. 11. 2026",
      "Fri Nov 27 2026 22:46:59 GMT+0100 (Central European Standard Time)",
      "Fri, 27 Nov 2026 22:46:59 GMT",
      "Nov 27, 2026",
      "22:46:59",
      "9:05 AM",
    ]);
    expect(normalise("startedAt: 1764283619123, n: 1764283619123")).to.equal("startedAt: ‹time›, n: 1764283619123");
    expect(normalise("1764283619123")).to.equal("‹time›");
    kept(["2026", "1.2.3", "16:9", "3 - 4", "[ 12, 13 ]", "file.ts:12:34", "11/27", "1000000000000000"]);
  });

  it("masks durations and rates", () => {
    masked("‹duration›", ["12 ms", "1.2 s", "34ms", "5µs", "3 seconds", "2m 3s", "1h 2m 3s", "1.5e-3 s", "4 min"]);
    expect(normalise("done (34ms)")).to.equal("done (‹duration›)");
    masked("‹rate›", ["12.3it/s", "1200 rows/s", "5 MB/s", "3 steps per second"]);
    kept(["the 1990s", "5 samples", "12 m", "3 mice", "min 3, max 4", "v2s"]);
  });

  it("cuts absolute paths and file addresses to their last name", () => {
    masked("data.csv", [
      "/home/me/data.csv",
      "/tmp/data.csv",
      "~/work/data.csv",
      "C:\\Users\\My Name\\data.csv",
      "C:\\\\Users\\\\me\\\\data.csv",
      "D:/work/data.csv",
      "file:///home/me/data.csv",
      "file:///C:/work/data.csv",
    ]);
    expect(normalise("at f (file:///home/me/a.ts:3:4)")).to.equal("at f (a.ts:3:4)");
    kept(["https://example.org/a/b.csv", "a/b/c", "km/h", "3/4/5", "/ab+c/gi", "<b>x</b>", "and/or"]);
  });

  it("shortens the rules of tables, which are as long as their columns are wide", () => {
    expect(normalise("a\n──────  ────")).to.equal("a\n───  ───");
  });
});
