import {expect} from "chai";
import type {Diagnosis} from "ddx";
import {parseNotebook} from "../../src/notebook/notebook.js";
import {readPage} from "../../src/report/page.js";
import {readReport} from "../../src/report/read.js";
import {report} from "../../src/report/report.js";
import {matchGolden} from "../display/golden.js";
import {diagnosis} from "../display/penguins.js";
import {poison, tagsOf} from "../display/poison.js";
import {penguinNotebook} from "./notebook.js";

const notebook = async (cells: readonly object[] = []) =>
  parseNotebook(await penguinNotebook(cells as never), {path: "notebooks/penguins.ipynb"});
const output = (data: Record<string, unknown>) => ({
  cell_type: "code",
  id: "extra",
  metadata: {},
  execution_count: 9,
  source: "1",
  outputs: [{output_type: "display_data", data, metadata: {}}],
});
const markdown = (source: string, more: object = {}) => ({cell_type: "markdown", id: "more", metadata: {}, source, ...more});
const shown = (html: string) => html.slice(html.indexOf("<body>"), html.indexOf('<script type="application/json"'));
const bodyOf = async (cell: object) => shown(await report(await notebook([cell])));

/** Attributes by which a page loads or runs something; links that a person follows are not among them. */
const loads = (html: string) =>
  [...html.matchAll(/<(?!a\b)[a-z]+\b(?:[^"'>]|"[^"]*")*?\s(?:src|href|data|action|poster|srcset|xlink:href)="([^"]*)"/gi)]
    .map(([, url]) => url!)
    .filter((url) => !/^(?:data:image\/|#)/.test(url));

// Drawing takes 0.05 s a chart on a free core, and several times that beside other work.
describe("report", function () {
  this.timeout(30_000);
  it("writes a diagnosis as a page", async () => matchGolden(await report(diagnosis, {title: "Penguins"}), "report.html"));

  it("writes an executed notebook as a page that tells its story", async () => {
    const html = await report(await notebook());
    const marks = [
      "<title>Why do my penguins not learn?</title>",
      "2 suspects, the likeliest: unscaled-inputs",
      "No illness found: all 4 checks passed",
      "Three species",
      'id="cell-data"',
      "first 10 of 24 rows",
      'src="data:image/svg+xml;base64,',
      'id="cell-first-unscaled-inputs"',
    ];
    let at = 0;
    for (const mark of marks) {
      expect(html.indexOf(mark, at), `${mark} after ${at}`).to.be.at.least(at);
      at = html.indexOf(mark, at);
    }
    expect(html.match(/<h1/g)).to.have.length(1);
    expect(html.match(/<style/g)).to.have.length(1);
  });

  it("writes the same bytes each time", async () => {
    expect(await report(await notebook())).to.equal(await report(await notebook()));
    expect(await report(diagnosis)).to.equal(await report(JSON.parse(JSON.stringify(diagnosis)) as Diagnosis));
  });

  it("loads nothing from elsewhere and runs nothing", async () => {
    for (const html of [await report(diagnosis), await report(await notebook())]) {
      expect(loads(html)).to.deep.equal([]);
      expect(html).to.not.match(/@import|url\((?!#)/);
      expect([...html.matchAll(/<script\b([^>]*)>/g)].map(([, attributes]) => attributes)).to.deep.equal([
        ' type="application/json" id="ddx-data"',
      ]);
      expect(html).to.contain("default-src 'none'");
    }
  });

  it("is drawn again from its own JSON, byte by byte", async () => {
    for (const html of [
      await report(diagnosis, {title: "A < B"}),
      await report(diagnosis.findings.slice(0, 2)),
      await report(await notebook()),
    ]) {
      const {subject, heading} = readReport(html, {path: "old.html"});
      expect(await report(subject, {title: heading})).to.equal(html);
    }
    expect((readPage(await report(diagnosis)) as {diagnosis: Diagnosis}).diagnosis).to.deep.equal(JSON.parse(JSON.stringify(diagnosis)));
  });

  it("gives every anchor that it links to, once", async () => {
    for (const html of [await report(diagnosis), await report(await notebook())]) {
      const ids = [...shown(html).matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!).filter((id) => !/^c[0-9a-f]{8}-/.test(id));
      expect(new Set(ids).size).to.equal(ids.length);
      for (const [, target] of html.matchAll(/<a [^>]*href="#([^"]+)"/g)) expect(ids).to.include(target);
    }
  });

  it("keeps apart two diagnoses of one cell", async () => {
    const data = {"application/vnd.ddx.diagnosis+json": JSON.parse(JSON.stringify(diagnosis)) as unknown};
    const cell = {...output({}), outputs: [1, 2].map(() => ({output_type: "display_data", data, metadata: {}}))};
    const html = shown(await report(await notebook([cell])));
    expect(html)
      .to.contain('id="cell-extra-dead-units"')
      .and.to.contain('id="cell-extra-2-dead-units"')
      .and.to.contain('href="#cell-extra-2-unscaled-inputs"');
  });

  it("stays small: text and charts of a diagnosis within 150 kB", async () =>
    expect((await report(diagnosis)).length).to.be.below(150_000));

  it("keeps a poisoned diagnosis inert", async () => {
    const known = new Set(tagsOf(shown(await report(diagnosis))));
    const html = shown(await report(poison(diagnosis, "<img src=x onerror=alert(1)>")));
    for (const tag of tagsOf(html)) expect(known.has(tag) || tag === "th scope", tag).to.equal(true);
  });

  it("says what it expects", async () => {
    expect(await report({} as Diagnosis).catch((error: Error) => error.message)).to.equal(
      "expected a Diagnosis, findings or a notebook; got something else",
    );
  });
});

describe("report of outputs", function () {
  this.timeout(30_000);
  it("cleans HTML of strangers", async () => {
    const evil =
      '<p onclick="alert(1)">kept</p><script>alert(1)</script><iframe src="https://x.y"></iframe><style>p{}</style><img src="https://x.y/z.png" alt="far"><a href="javascript:alert(1)">no</a><form action="https://x.y"><input></form><b id="ddx-data">b</b>';
    const html = await bodyOf(output({"text/html": evil}));
    expect(html).to.contain("<p>kept</p>").and.to.contain("<em>[picture: far]</em>").and.to.contain("<b>b</b>");
    expect(html).to.not.match(/onclick|alert|<iframe|<style|<input|x\.y\/z\.png"/);
  });

  it("shows SVG as a picture, wherever it comes from", async () => {
    const svg = '<svg onload="alert(1)" aria-label="a chart"><script>alert(1)</script></svg>';
    for (const data of [{"image/svg+xml": svg}, {"text/html": `<div>${svg}</div>`}]) {
      const html = await bodyOf(output(data));
      expect(html).to.match(/<img (?:alt="a chart" )?src="data:image\/svg\+xml;base64,/);
      expect(html).to.not.match(/alert/);
    }
  });

  it("gives our charts the page's text colour, light and dark", async () => {
    const html = await bodyOf(
      output({
        "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" data-x="a>b" color="#787878"><text fill="currentColor">x</text></svg>',
      }),
    );
    const [, data] = [...html.matchAll(/svg\+xml;base64,([^"]*)"/g)].at(-1)!;
    expect(atob(data!)).to.contain('color="#787878"><style>svg{color:#1f2328}@media(prefers-color-scheme:dark)');
  });

  it("never trusts the HTML that comes with a diagnosis", async () => {
    const html = await bodyOf(
      output({
        "application/vnd.ddx.diagnosis+json": JSON.parse(JSON.stringify({...diagnosis, suspects: []})),
        "text/html": "<b>forged</b>",
      }),
    );
    expect(html).to.contain("4 checks failed").and.to.not.contain("forged");
  });

  it("falls back to text where the JSON is not a diagnosis", async () => {
    expect(await bodyOf(output({"application/vnd.ddx.diagnosis+json": {findings: [1]}, "text/plain": "said"}))).to.contain(
      '<pre class="stream">said</pre>',
    );
    const broken = JSON.parse(JSON.stringify(diagnosis)) as {findings: {about: {source?: unknown}}[]};
    delete broken.findings[0]!.about.source;
    expect(await bodyOf(output({"application/vnd.ddx.diagnosis+json": broken, "text/plain": "said"}))).to.contain(
      '<pre class="stream">said</pre>',
    );
  });

  it("cuts long text and says so", async () =>
    expect(await bodyOf(output({"text/plain": "x".repeat(30_000)}))).to.contain("10000 more characters left out"));

  it("strips colours from errors and names the cell above the fold", async () => {
    const html = await bodyOf({
      ...output({}),
      outputs: [
        {output_type: "error", ename: "RangeError", evalue: "no <b>", traceback: ["\u001b[31mRangeError\u001b[0m: no <b>", "  at cell 5"]},
      ],
    });
    expect(html)
      .to.contain("RangeError: no &#60;b&#62;\n  at cell 5")
      .and.to.contain('<a href="#cell-extra">Cell 5</a> stopped with an error');
  });

  it("renders Markdown: headings one level down, pictures that are attached, nothing foreign", async () => {
    const html = await bodyOf(
      markdown(
        "# Big\n\n| a | b |\n|---|--:|\n| 1 | `2` |\n\n![dot](attachment:dot.png) ![far](https://x.y/z.png) <script>alert(1)</script> [x](javascript:alert(1))",
        {attachments: {"dot.png": {"image/png": "AAAA"}}},
      ),
    );
    expect(html)
      .to.contain("<h2>Big</h2>")
      .and.to.contain("<td>1</td>")
      .and.to.contain('<img src="data:image/png;base64,AAAA" alt="dot"')
      .and.to.contain("<em>[picture: far]</em>");
    expect(html).to.not.match(/<script|javascript:/);
  });

  it("colours code without changing it", async () => {
    const source = "const a = `x${1}`; // </span><script>\nlet b: string = 'it\\'s' + 0x1f;";
    const html = await bodyOf({...output({}), source, outputs: []});
    const code = /<article[^>]*id="cell-extra"[^>]*>.*?<code>(.*?)<\/code>/s.exec(html)![1]!;
    expect(code.replace(/<[^>]*>/g, "").replace(/&#(\d+);/g, (_, number: string) => String.fromCharCode(Number(number)))).to.equal(source);
    expect(code).to.contain('<span class="k">const</span>').and.to.contain('<span class="d">0x1f</span>');
  });
});

describe("readReport", () => {
  const message = (text: string) => {
    try {
      return String(readReport(text, {path: "f"}));
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("says in one line what is wrong with a file", () => {
    expect(message("")).to.equal("f: expected JSON or a page of ddx report, but the file is empty");
    expect(message("{")).to.match(/^f: expected JSON or a page of ddx report, but /);
    expect(message('{"a":1}')).to.equal(
      "f: expected an executed notebook, a diagnosis or findings as JSON, or a page of ddx report; got an object with a",
    );
    expect(message("<!doctype html><p>hi")).to.equal("f: expected a page written by ddx report, got HTML without its data");
    expect(message('{"nbformat":4}')).to.match(/^f is not a notebook: /);
    for (const text of ["", "{", "[]", "3", "<!DOCTYPE html>"]) expect(message(text)).to.not.contain("\n");
  });
});
