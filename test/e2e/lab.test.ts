import {tmpdir} from "node:os";
import path from "node:path";
import {expect} from "chai";
import type {Locator, Page} from "playwright-core";
import {useJupyter} from "../kernel/jupyter.js";
import {findBrowser} from "./browser.js";
import {cellOf, execute, openLab, type, type Lab} from "./lab.js";

const spec = {
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  data: {
    values: [
      {a: "one", b: 3},
      {a: "two", b: 5},
    ],
  },
  mark: "bar",
  encoding: {x: {field: "a", type: "nominal"}, y: {field: "b", type: "quantitative"}},
};
const bundle = {"application/vnd.vegalite.v5+json": spec, "text/plain": "a chart"};

describe("the kernel in JupyterLab, in a browser", function () {
  this.timeout(120_000);
  const jupyter = useJupyter();
  const found = findBrowser();
  let lab: Lab;
  let page: Page;
  let place = -1;

  before("open JupyterLab", async function () {
    if (!found && !process.env.CI) {
      console.warn("SKIPPED: no Chromium on PATH; install it (Debian: apt install chromium) or set DDX_BROWSER");
      this.skip();
    }
    expect(found, "a browser on PATH; CI installs Debian's chromium").a("string");
    lab = await openLab(jupyter, {browser: found!});
    page = lab.page;
  });

  afterEach(async function () {
    if (this.currentTest?.state !== "failed" || !page) return;
    const file = path.join(tmpdir(), `ddx-lab-${Date.now()}.png`);
    await page.screenshot({path: file});
    console.log(`      the window: ${file}`);
  });
  after(() => lab?.close());

  const run = (source: string) => execute(page, {place: ++place, source});
  const shown = async (source: string): Promise<string> => (await run(source)).first().innerText();
  const texts = async (outputs: Locator) => (await outputs.allInnerTexts()).map((text) => text.trim());
  /** The status bar alone knows whether there is a kernel: the notebook's indicator is idle before, when JupyterLab lets a cell that is run do nothing. */
  const idle = () => page.locator("#jp-main-statusbar").getByText("TypeScript (ddx) | Idle");
  /** The source of the cell behind the last one, which is not run. */
  const write = (source: string) => type(page, {place: place + 1, source});
  const button = (command: string) => page.locator(`jp-button[data-command="${command}"]`).click();

  it("makes a notebook from the launcher and shows a cell's value", async () => {
    await page.locator('.jp-LauncherCard[data-category="Notebook"][title="TypeScript (ddx)"]').click();
    await idle().waitFor();
    expect(await shown("const squares: number[] = [1, 4, 9];\nsquares")).to.equal("[1, 4, 9]");
    expect(await cellOf(page, 0).locator(".jp-InputPrompt").innerText()).to.equal("[1]:");
  });

  // As JavaScript, `interface` and `enum` are words like any other.
  it("colours its cells as TypeScript", async () => {
    expect(await cellOf(page, 0).locator(".cm-content").getAttribute("data-language")).to.equal("typescript");
  });

  it("draws a chart of Vega-Lite, from a bundle and from a specification", async () => {
    for (const source of [`({[Symbol.for("Jupyter.display")]: () => (${JSON.stringify(bundle)})})`, `(${JSON.stringify(spec)})`]) {
      const canvas = (await run(source)).locator("canvas.marks, svg.marks");
      await canvas.waitFor();
      const box = await canvas.boundingBox();
      expect(box!.height, "height of the chart").to.be.above(150);
    }
  });

  it("shows HTML, prints, and errors with colours", async () => {
    const html = await run('({[Symbol.for("Jupyter.display")]: () => ({"text/html": "<b class=own>bold</b>"})})');
    await html.locator("b.own").waitFor();
    const printed = await run("console.log('out'); console.error('err')");
    await printed.nth(1).waitFor();
    expect(await texts(printed)).to.deep.equal(["out", "err"]);
    // Beside the error there is the warning of the type checker.
    const error = (await run("const bad = 1;\nnull.foo")).filter({hasText: "TypeError"});
    await error.first().waitFor();
    expect(await error.first().innerText())
      .to.match(/TypeError/)
      .and.match(/cell \d+, line 2/);
    expect(await error.first().locator(".ansi-red-fg").count()).to.be.above(0);
  });

  it("replaces a display in place", async () => {
    const updated = await run("{ const handle = await display('first'); await handle.update('second') }");
    await updated.filter({hasText: "second"}).waitFor();
    expect(await texts(updated)).to.deep.equal(["second"]);
  });

  it("stops an endless loop by the Stop button, with variables kept", async () => {
    const stopped = await run("squares.push(16); while (true) {}");
    await page.locator('.jp-Notebook-ExecutionIndicator[data-status="busy"]').waitFor();
    const start = Date.now();
    await button("notebook:interrupt-kernel");
    await stopped.first().waitFor();
    expect(Date.now() - start).to.be.below(3000);
    expect(await stopped.first().innerText()).to.match(/Interrupted/);
    expect(await shown("squares.length")).to.equal("4");
  });

  it("completes with Tab", async () => {
    await write('"abc".toUp');
    await page.keyboard.press("Tab");
    await page.locator(".jp-Completer", {hasText: "toUpperCase"}).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(".cm-content", {hasText: '"abc".toUpperCase'}).waitFor();
  });

  it("inspects with Shift+Tab", async () => {
    await write("Math.floor");
    await page.keyboard.press("Shift+Tab");
    const tooltip = page.locator(".jp-Tooltip");
    // It is there before what it says.
    await tooltip.filter({hasText: /\S/}).waitFor();
    expect(await tooltip.innerText()).to.include("floor");
    await page.keyboard.press("Escape");
    await tooltip.waitFor({state: "detached"});
  });

  it("asks for input below the cell", async () => {
    const asked = await run("`hello ${await input('your name? ')}`");
    const box = page.locator(".jp-Stdin-input");
    await box.waitFor({timeout: 10_000});
    expect(await page.locator(".jp-Stdin-prompt").innerText()).to.match(/your name\?/);
    await box.fill("Ada");
    await box.press("Enter");
    await asked.filter({hasText: "hello Ada"}).waitFor();
  });

  it("shows late output below the cell that it comes from", async () => {
    const first = await run("setTimeout(() => console.log('late'), 1500); 'first'");
    const second = await run("await new Promise((r) => setTimeout(r, 2000)); 'second'");
    await second.filter({hasText: "second"}).waitFor();
    expect(await texts(first)).to.deep.equal(["first", "late"]);
  });

  it("moves a slider at both ends", async () => {
    const slider = await run(
      'import {widgets} from "ddx";\nconst rate = widgets.slider({value: 3, max: 10, description: "rate"});\nlet heard = 0; rate.on("value", (value) => (heard = value));\nrate',
    );
    const [handle, readout] = [slider.locator(".noUi-handle"), slider.locator(".widget-readout")];
    await handle.waitFor();
    expect(await readout.innerText()).to.equal("3");
    await handle.focus();
    await page.keyboard.press("ArrowRight");
    await readout.getByText("4").waitFor();
    expect(await shown("[heard, rate.get('value')]")).to.equal("[4, 4]");
    await run("rate.set({value: 9}); rate.get('value')");
    await readout.getByText("9").waitFor();
  });

  it("runs a front end that is written in the cell (anywidget)", async () => {
    const esm =
      "export default { render({model, el}) { const b = document.createElement('button'); b.className = 'own-front'; const tell = () => { b.textContent = 'count ' + model.get('count') }; b.onclick = () => { model.set('count', model.get('count') + 1); model.save_changes() }; model.on('change:count', tell); tell(); el.append(b) } }";
    const widget = await run(`const counter = widgets.any({esm: ${JSON.stringify(esm)}, state: {count: 1}});\ncounter`);
    const front = widget.locator("button.own-front");
    await front.getByText("count 1").waitFor();
    await front.click();
    await front.getByText("count 2").waitFor();
    expect(await shown("counter.get('count')")).to.equal("2");
    await run("counter.set({count: 7})");
    await front.getByText("count 7").waitFor();
  });

  it("says in the cell that the process ended, and goes on", async () => {
    const ended = await run("process.exit(7)");
    await ended.first().waitFor();
    expect(await ended.first().innerText()).to.match(/exit code 7/);
    expect(await shown("1 + 1")).to.equal("2");
    expect(await page.locator(".jp-Dialog").count(), "no dialog says that the kernel died").to.equal(0);
  });

  it("restarts the kernel", async () => {
    expect(await shown("var before = 1; before")).to.equal("1");
    await button("notebook:restart-kernel");
    await page.locator(".jp-Dialog .jp-mod-accept").click();
    await idle().waitFor({state: "detached"});
    await idle().waitFor();
    const fresh = await run("typeof before");
    await fresh.filter({hasText: "undefined"}).waitFor();
    expect(await cellOf(page, place).locator(".jp-InputPrompt").innerText()).to.equal("[1]:");
  });

  it("made the page complain of nothing", () => expect(lab.errors).to.deep.equal([]));
});
