import {expect} from "chai";
import {tf} from "ddx";
import {toBundle} from "../../src/display/bundle.js";
import {plot} from "../../src/display/plot.js";
import {toPng} from "../../src/display/picture.js";
import {html, image, md, svg, table} from "../../src/display/tags.js";

const bundle = async (value: unknown) => (await toBundle(value)).data;

describe("tags", () => {
  it("escape what is put in, but for their own kind", async () => {
    const name = "<script>alert(1)</script>";
    expect((await bundle(html`<b>${name}</b>`))["text/html"]).to.equal("<b>&#60;script&#62;alert(1)&#60;/script&#62;</b>");
    expect((await bundle(html`<p>${html`<i>${1}</i>`}${[svg`<svg></svg>`, "&"]}</p>`))["text/html"]).to.equal(
      "<p><i>1</i><svg></svg>&#38;</p>",
    );
    expect((await bundle(svg`<svg><text>${"<"}</text></svg>`))["image/svg+xml"]).to.equal("<svg><text>&#60;</text></svg>");
  });

  it("write Markdown without the cell's indentation", async () => {
    const data = await bundle(md`
      # Title
      ${1 + 1} rows`);
    expect(String(data["text/markdown"]).trim()).to.equal("# Title\n2 rows");
  });

  it("take a text as well as a template", async () => {
    expect((await bundle(md("**x**\n  - ${y}")))["text/markdown"]).to.equal("**x**\n  - ${y}");
    expect((await bundle(html("<b>x</b>")))["text/html"]).to.equal("<b>x</b>");
    expect((await bundle(svg("<svg></svg>")))["image/svg+xml"]).to.equal("<svg></svg>");
  });

  it("draw a table with a caption and as many rows as wanted", async () => {
    const data = await bundle(table([{a: 1}, {a: 2}, {a: 3}], {caption: "Numbers", rows: 2}));
    expect(data["text/html"]).to.contain("<caption>Numbers <small>first 2 of 3 rows</small></caption>");
  });

  it("show the bytes of a picture as what they are", async () => {
    const png = await toPng({width: 1, height: 1, channels: 1, pixels: [128]});
    const data = await bundle(
      image(
        Uint8Array.from(atob(png), (sign) => sign.charCodeAt(0)),
        {alt: 'a "dot"'},
      ),
    );
    expect(data["image/png"]).to.equal(png);
    expect(data["text/html"]).to.contain('alt="a &#34;dot&#34;"');
    expect((await bundle(image(new Uint8Array([1, 2]))))["text/plain"]).to.contain("expected the bytes of a PNG");
  });

  it("show a tensor as a picture", async () => {
    const data = await bundle(
      image(
        tf.tensor2d([
          [0, 1],
          [0.5, 0.25],
        ]),
      ),
    );
    expect(data["image/png"]).to.equal(await toPng({width: 2, height: 2, channels: 1, pixels: [0, 255, 127.5, 63.75]}));
    expect((await bundle(image(tf.ones([2]))))["text/plain"]).to.contain("expected a tensor of shape [height, width]");
  });
});

describe("plot", function () {
  this.timeout(30_000);
  const rows = [
    {a: 1, b: 2, kind: "x"},
    {a: 2, b: 4, kind: "y"},
  ];
  const charts = {
    line: plot.line(rows, {x: "a", y: "b"}),
    scatter: plot.scatter(rows, {x: "a", y: "b", colour: "kind"}),
    bar: plot.bar(rows, {x: "kind", y: "b"}),
    hist: plot.hist([1, 2, 2, 3]),
    heatmap: plot.heatmap(rows, {x: "a", y: "kind", value: "b"}),
  };
  for (const [name, spec] of Object.entries(charts))
    it(`draws ${name}`, async () => {
      const data = await bundle(spec);
      expect(data["image/svg+xml"], String(data["text/plain"]))
        .to.match(/role="img"/)
        .and.to.match(/<path/);
      expect(JSON.stringify(data["application/vnd.vegalite.v5+json"])).to.not.contain("undefined");
    });

  it("counts from zero: a bar's height is its count", () => {
    expect((plot.hist([1, 2])["encoding"] as {y: {scale: {zero: boolean}}}).y.scale.zero).to.equal(true);
    expect((plot.bar(rows, {x: "kind", y: "b"})["encoding"] as {y: {scale: {zero: boolean}}}).y.scale.zero).to.equal(true);
  });

  it("draws bare numbers in their order", async () => {
    expect(plot.line([3, 1, 2])["data"]).to.deep.equal({
      values: [
        {index: 0, value: 3},
        {index: 1, value: 1},
        {index: 2, value: 2},
      ],
    });
  });
});
