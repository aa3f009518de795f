import {expect} from "chai";
import type {Diagnosis} from "ddx";
import {toBundle} from "../../src/display/bundle.js";
import {escapeHtml, scriptJson, stripAnsi, webAddress} from "../../src/display/escape.js";
import {isDiagnosis} from "../../src/display/recognise.js";
import {diagnosis} from "./penguins.js";
import {poison, tagsOf} from "./poison.js";

const payloads = [
  "<img src=x onerror=alert(1)>",
  '"><script>alert(1)</script>',
  "'-alert(1)-'",
  "</style><svg onload=alert(1)>",
  "javascript:alert(1)",
  "]]><!--",
  "`${alert(1)}`",
  "&lt;script&gt;",
];
describe("escaping", function () {
  this.timeout(30_000);
  const known = new Set<string>();
  before(async () => {
    for (const tag of tagsOf(String((await toBundle(diagnosis)).data["text/html"]))) known.add(tag);
  });

  for (const payload of payloads)
    it(`keeps ${payload} inert wherever it stands in a diagnosis`, async () => {
      const evil: Diagnosis = poison(diagnosis, payload);
      expect(isDiagnosis(evil)).to.equal(true);
      const html = String((await toBundle(evil)).data["text/html"]);
      for (const tag of tagsOf(html)) expect(known.has(tag) || tag === "th scope" || tag === "p class", tag).to.equal(true);
      expect(html).to.not.contain('href="javascript');
      if (payload.includes("<")) expect(html).to.not.contain(payload);
    });

  it("escapes the five signs and the backtick", () =>
    expect(escapeHtml("<a href=\"x\" title='y'>&`")).to.equal("&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;&#38;&#96;"));

  it("keeps JSON inside its script element, and reads back the same", () => {
    const value = {text: "</script><!--\u2028&"};
    expect(scriptJson(value)).to.not.match(/[<>&\u2028]/);
    expect(JSON.parse(scriptJson(value))).to.deep.equal(value);
  });

  it("strips colours, links and cursor moves of a terminal", () => {
    expect(stripAnsi("\u001b[1;31mred\u001b[0m \u001b]8;;https://x.y\u0007link\u001b]8;;\u0007 \u001b[2K\u001b(Bend")).to.equal(
      "red link end",
    );
  });

  it("takes only web addresses for links", () => {
    expect([webAddress("https://a.b/c"), webAddress("javascript:alert(1)"), webAddress(" https://a.b"), webAddress(3)]).to.deep.equal([
      "https://a.b/c",
      undefined,
      undefined,
      undefined,
    ]);
  });
});
