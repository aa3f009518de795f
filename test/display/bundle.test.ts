import {expect} from "chai";
import {tf} from "ddx";
import {toBundle} from "../../src/display/bundle.js";
import {diagnosisType, findingType, showsItself} from "../../src/display/mime.js";
import {diagnosis} from "./penguins.js";

const bar = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  data: {values: [{a: "x", b: 2}]},
  mark: "bar",
  encoding: {x: {field: "a", type: "nominal"}, y: {field: "b", type: "quantitative"}},
};
const textOf = async (value: unknown) => String((await toBundle(value)).data["text/plain"]);
const htmlOf = async (value: unknown) => String((await toBundle(value)).data["text/html"]);
const typesOf = async (value: unknown) => Object.keys((await toBundle(value)).data).sort();

describe("toBundle", function () {
  this.timeout(30_000);
  it("lets a value show itself, and adds the text", async () => {
    const value = {[showsItself]: async () => ({"text/html": "<b>me</b>"}), a: 1};
    const {data} = await toBundle(value);
    expect(data["text/html"]).to.equal("<b>me</b>");
    expect(data["text/plain"]).to.contain("a: 1");
  });

  it("shows values whose own way of showing fails", async () => {
    expect(
      await textOf({
        [showsItself]: () => {
          throw new Error("no display");
        },
        a: 1,
      }),
    )
      .to.contain("a: 1")
      .and.to.contain("no display");
  });

  it("carries a diagnosis and findings as JSON beside their text and HTML", async () => {
    expect(await typesOf(diagnosis)).to.deep.equal([diagnosisType, "text/html", "text/plain"]);
    expect((await toBundle(diagnosis)).data[diagnosisType]).to.deep.equal(JSON.parse(JSON.stringify(diagnosis)));
    expect(await typesOf(diagnosis.findings[0])).to.deep.equal([findingType, "text/html", "text/plain"]);
    expect(await typesOf(diagnosis.findings)).to.deep.equal([findingType, "text/html", "text/plain"]);
  });

  it("takes no list of empty slots for findings or for a table", async () => {
    for (const [value, text] of [
      [new Array(5), "[empty, empty, empty, empty, empty]"],
      [[diagnosis.findings[0], , diagnosis.findings[1]], /^\[\n[^]*empty/],
      [[{a: 1}, , {a: 2}], "[{ a: 1 }, empty, { a: 2 }]"],
    ] as const) {
      expect(await typesOf(value)).to.deep.equal(["text/plain"]);
      expect(await textOf(value)).to.match(typeof text === "string" ? new RegExp(`^${text.replace(/[[\]{}]/g, "\\$&")}$`) : text);
    }
  });

  it("shows a diagnosis of another copy of the library", async () => {
    expect(await typesOf(JSON.parse(JSON.stringify(diagnosis)))).to.include(diagnosisType);
  });

  describe("tensors", () => {
    it("tells shape, type and figures", async () => {
      const text = await textOf(
        tf.tensor2d([
          [1, 2],
          [3, 6],
        ]),
      );
      expect(text.split("\n")[0]).to.equal("Tensor float32 [2, 2]: min 1, mean 3, max 6");
      expect(text).to.contain("[[1, 2],\n [3, 6]]");
    });

    it("counts what is not finite apart from the figures", async () => {
      expect(await textOf(tf.tensor1d([1, NaN, 3, Infinity]))).to.match(/^Tensor float32 \[4\]: min 1, mean 2, max 3, 1 NaN, 1 infinite\n/);
      expect(await textOf(tf.tensor1d([NaN]))).to.match(/^Tensor float32 \[1\]: 1 NaN\n/);
    });

    it("cuts long dimensions", async () => expect(await textOf(tf.range(0, 100))).to.contain("[0, 1, 2, 3, …, 98, 99]"));

    it("draws a table for few columns and a heat map for many", async () => {
      expect(await htmlOf(tf.ones([30, 3]))).to.contain("first 10 of 30 rows");
      expect(await htmlOf(tf.range(0, 3000).reshape([50, 60])))
        .to.contain("data:image/png;base64,")
        .and.to.contain("dark 0, bright 2999");
      expect(await htmlOf(tf.zeros([700, 50]))).to.contain("every 3th row");
    });

    it("says that a tensor was disposed", async () => {
      const tensor = tf.ones([2]);
      tensor.dispose();
      expect(await textOf(tensor)).to.equal("Tensor float32 [2]: disposed, its values are gone");
    });

    it("shows scalars, empty tensors, strings and truth values", async () => {
      expect(await textOf(tf.scalar(2.5))).to.equal("Tensor float32 []: min 2.5, mean 2.5, max 2.5\n2.5");
      expect(await textOf(tf.tensor2d([], [0, 3]))).to.equal("Tensor float32 [0, 3]: 0 values\n[]");
      expect(await textOf(tf.tensor1d(["a", "b"]))).to.contain("2 values\n[a, b]");
      expect(await textOf(tf.tensor1d([true, false]))).to.contain("[1, 0]");
    });

    it("leaks no tensor", async () => {
      const tensor = tf.ones([3, 3]);
      const before = tf.memory().numTensors;
      await toBundle(tensor);
      expect(tf.memory().numTensors).to.equal(before);
    });
  });

  it("shows a model as its layers", async () => {
    const model = tf.sequential({
      name: "penguins",
      layers: [tf.layers.dense({units: 3, inputShape: [4], activation: "relu", name: "hidden"})],
    });
    expect(await textOf(model)).to.contain("Sequential penguins: 1 layer, 15 parameters, not compiled");
    model.compile({loss: "meanSquaredError", optimizer: "sgd"});
    const text = await textOf(model);
    expect(text).to.contain("compiled with SGD and meanSquaredError");
    expect(text).to.match(/hidden\s+Dense\s+\[\?, 3\]\s+relu\s+15/);
    expect(await htmlOf(model)).to.contain('<th scope="col">layer</th>');
    expect(await textOf(tf.sequential())).to.contain("0 layers");
  });

  it("shows the curves of a fit, validation beside training", async () => {
    const model = tf.sequential({layers: [tf.layers.dense({units: 1, inputShape: [1]})]});
    model.compile({loss: "meanSquaredError", optimizer: "sgd", metrics: ["mae"]});
    const history = await model.fit(tf.ones([4, 1]), tf.ones([4, 1]), {epochs: 3, verbose: 0, validationSplit: 0.5});
    const text = await textOf(history);
    expect(text).to.match(/^loss\n  training .*\n  validation .*\nmae\n/);
    expect((await htmlOf(history)).match(/<svg /g)).to.have.length(2);
  });

  it("draws Vega-Lite for those who cannot, and names the newest version that notebooks draw", async () => {
    const {data} = await toBundle(bar);
    expect(Object.keys(data).sort()).to.deep.equal(["application/vnd.vegalite.v5+json", "image/svg+xml", "text/plain"]);
    expect((data["application/vnd.vegalite.v5+json"] as {$schema: string}).$schema).to.match(/v5\.json$/);
    expect(data["image/svg+xml"]).to.match(/^<svg .*<path/);
    expect(data["text/plain"]).to.equal("Vega-Lite chart: bar, x a, y b, 1 rows");
    expect(await typesOf({toSpec: () => bar})).to.include("image/svg+xml");
  });

  it("draws Vega", async () => {
    const spec = {
      $schema: "https://vega.github.io/schema/vega/v6.json",
      width: 10,
      height: 10,
      marks: [{type: "rect", encode: {enter: {x: {value: 0}, width: {value: 5}, y: {value: 0}, height: {value: 5}, fill: {value: "red"}}}}],
    };
    expect(await typesOf(spec)).to.deep.equal(["application/vnd.vega.v5+json", "image/svg+xml", "text/plain"]);
  });

  it("says why a chart cannot be drawn", async () => {
    expect(await textOf({...bar, mark: "blob"})).to.contain("not drawn:");
  });

  it("gives a Plotly figure its own type and a still picture", async () => {
    const figure = {
      data: [
        {type: "scatter", x: new Float32Array([1, 2]), y: [3, 4], name: "a"},
        {type: "pie", values: [1]},
      ],
      layout: {title: {text: "Two"}},
    };
    const {data} = await toBundle(figure);
    const plotly = data["application/vnd.plotly.v1+json"] as typeof figure;
    expect(plotly.data[0]!.x).to.deep.equal([1, 2]);
    expect(data["text/plain"]).to.equal("Plotly figure “Two”: 2 traces (scatter, pie); the still picture lacks pie");
    expect(data["image/svg+xml"]).to.match(/^<svg /);
  });

  it("shows records, maps and sets as tables, and says what was left out", async () => {
    const rows = Array.from({length: 500}, (_, index) => ({index, name: `n${index}`}));
    const html = await htmlOf(rows);
    expect(html).to.contain("first 10 of 500 rows").and.to.contain('<th scope="col">name</th>');
    expect(await textOf(new Map([["a", 1]]))).to.match(/key\s+value\n.*\na\s+1/);
    expect(await htmlOf(new Set(["<b>"]))).to.contain("&#60;b&#62;");
    expect(await htmlOf([Object.fromEntries(Array.from({length: 40}, (_, index) => [`c${index}`, index]))])).to.contain(
      "first 12 of 40 columns",
    );
  });

  it("says that an assertion holds, as it is often the last expression of a cell", async () => {
    expect(await textOf(expect(1).to.equal(1))).to.equal("✓ assertion holds");
  });

  it("shows strings, primitives and errors as text", async () => {
    expect(await textOf("two\nlines")).to.equal("two\nlines");
    expect(await textOf(undefined)).to.equal("undefined");
    expect(await textOf([])).to.equal("[]");
    const error = await textOf(new TypeError("outer", {cause: new RangeError("inner")}));
    expect(error)
      .to.match(/^TypeError: outer\n/)
      .and.to.match(/caused by RangeError: inner\n/);
  });

  it("never throws and always has text, whatever comes", async () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
        ownKeys: () => {
          throw new Error("no");
        },
        getPrototypeOf: () => {
          throw new Error("no");
        },
        has: () => {
          throw new Error("no");
        },
      },
    );
    for (const odd of [
      hostile,
      Object.create(null),
      Symbol("s"),
      () => 1,
      new Proxy([], {}),
      {data: [], layout: {}},
      {findings: [], suspects: [null], environment: {}},
      document(),
    ])
      expect((await toBundle(odd)).data["text/plain"]).to.be.a("string");
  });
});

/** Half of everything that is recognised by its shape. */
const document = () => ({
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  shape: [1],
  dtype: "x",
  dataSync() {},
  layers: [],
  epoch: [],
  history: {a: []},
});
