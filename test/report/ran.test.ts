import {expect} from "chai";
import {parseNotebook} from "../../src/notebook/notebook.js";
import {report} from "../../src/report/report.js";
import {notebookText} from "../harness/notebooks.js";

describe("report of a notebook that was tested", () => {
  const notebook = parseNotebook(notebookText("let a = 1;\n\nif (a) a++;\na;", "2", "3"), {path: "a.ipynb"});

  it("marks each line, says the same in words, and runs no script", async () => {
    const lines = {1: "ran", 3: "partly", 4: "never"} as const;
    const cells = [
      {number: 1, test: "failed", lines},
      {number: 2, test: "", lines: {}},
    ];
    const html = await report(notebook, {ran: {hash: "", cells}});
    const marks = [...html.matchAll(/<pre class="gutter" aria-hidden="true">(.*?)<\/pre>/gs)].map(([, inner]) =>
      inner!.replace(/<[^>]*>/g, "").split("\n"),
    );
    expect(marks).to.deep.equal([["✓", " ", "◐", "✗"], [" "]]);
    expect(html).to.include('<p class="ran-words wrong">✗ test failed · 2 of 3 lines ran · never: 4 · in part: 3</p>');
    expect(html.match(/<p class="ran-words/g)).to.have.length(1);
    expect(html).not.to.match(/<script(?! type="application\/json")/);
  });

  it("is as it was where nothing is known", async () => {
    expect(await report(notebook)).not.to.include('class="gutter"');
  });
});
