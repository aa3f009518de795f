import {expect} from "chai";
import {compareOutputs} from "../../../src/harness/outputs/compare.js";
import {readHtml} from "../../../src/harness/outputs/html.js";
import {result, types} from "./outputs.js";

const table = (rows: readonly (readonly string[])[], {style = ""} = {}) =>
  `<div><style scoped>.x{${style}}</style><table class="${style}"><thead><tr><th>name</th><th>mpg</th></tr></thead><tbody>${rows
    .map((cells) => `<tr>${cells.map((cell) => `<td style="${style}">${cell}</td>`).join("")}</tr>`)
    .join("\n")}</tbody></table></div>`;
const rows = [
  ["audi", "21.5"],
  ["ford", "18"],
  ["kia", "30.25"],
];
const compare = (stored: string, fresh: string) =>
  compareOutputs({
    stored: [result({"text/html": stored, "text/plain": "table"})],
    fresh: [result({"text/html": fresh, "text/plain": "table, seen otherwise"})],
  });

describe("tables of outputs", () => {
  it("compares cells and not markup", () => {
    expect(compare(table(rows), table(rows, {style: "color:red"}))).to.deep.equal([]);
    expect(compare(table(rows), table([rows[0]!, rows[1]!, ["kia", "30.250000000000004"]]))).to.deep.equal([]);
  });

  it("says which cell differs, by row and column", () => {
    expect(compare(table(rows), table([rows[0]!, rows[1]!, ["kia", "31.25"]]))).to.deep.equal([
      {where: "table, row 3, column mpg", stored: "30.25", fresh: "31.25"},
    ]);
    expect(compare(table(rows), table(rows).replace("mpg", "km"))).to.deep.equal([
      {where: "table, head of column 2", stored: "mpg", fresh: "km"},
    ]);
  });

  it("misses a row", () => {
    expect(compare(table(rows), table(rows.slice(1)))[0]).to.deep.equal({where: "table", stored: "3 rows", fresh: "2 rows"});
    expect(compare(table(rows), table(rows) + table(rows))[0]!.fresh).to.equal("2 tables");
  });

  it("compares the text too when the HTML says more than its table", () => {
    expect(compare(`<p>3 cars</p>${table(rows)}`, `<p>3 cars</p>${table(rows)}`)).to.deep.equal([
      {where: "result", stored: "table", fresh: "table, seen otherwise"},
    ]);
  });

  it("compares no other HTML beside a text", () => {
    const data = (html: string) => [result({"text/html": html, "text/plain": "same"})];
    expect(compareOutputs({stored: data("<b>one</b>"), fresh: data("<i>two</i>")})).to.deep.equal([]);
  });

  it("compares what HTML says when there is no text", () => {
    const data = (html: string) => [result({"text/html": html})];
    expect(compareOutputs({stored: data('<b id="a1">one</b>'), fresh: data("<i>one</i>")})).to.deep.equal([]);
    expect(compareOutputs({stored: data("<b>one</b>"), fresh: data("<b>two</b>")})).to.deep.equal([
      {where: "result", stored: "one", fresh: "two"},
    ]);
  });

  it("reads HTML that leaves out end tags, and entities", () => {
    expect(readHtml("<TABLE><tr><th>a<th>b<tr><td>1 &lt; 2<td>&amp;<br>3</table> so")).to.deep.equal({
      tables: [
        [
          {texts: ["a", "b"], head: true},
          {texts: ["1 < 2", "& 3"], head: false},
        ],
      ],
      text: "so",
    });
  });

  it("compares tables as data, whatever the order of their keys", () => {
    const resource = (data: readonly object[]) => [result({[types.table]: {schema: {fields: [{name: "a"}, {name: "b"}]}, data}})];
    expect(compareOutputs({stored: resource([{a: 1, b: 0.1}]), fresh: resource([{b: 0.1 + 1e-17, a: 1}])})).to.deep.equal([]);
    expect(compareOutputs({stored: resource([{a: 1, b: 0.1}]), fresh: resource([{a: 1, b: 0.2}])})).to.deep.equal([
      {where: "table, row 1, column b", stored: "0.1", fresh: "0.2"},
    ]);
  });
});
