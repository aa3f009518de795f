import {spawn, type ChildProcess} from "node:child_process";
import {mkdir, writeFile} from "node:fs/promises";
import {createServer, type AddressInfo} from "node:net";
import path from "node:path";
import {chromium, type Browser, type Locator, type Page} from "playwright-core";
import type {Jupyter} from "../kernel/jupyter.js";
import {flags} from "./browser.js";

/** JupyterLab in a browser, as a person has it before them. */
export interface Lab {
  /** The window. */
  page: Page;
  /** Whatever the page complained of. */
  errors: string[];
  /** Ends browser, server and kernels. */
  close(): Promise<void>;
}

/** Starts JupyterLab in a folder of the tests and opens it in a browser. */
export async function openLab({python, folder, env}: Jupyter, {browser: executablePath}: {browser: string}): Promise<Lab> {
  await writeSettings(env.JUPYTER_CONFIG_DIR!);
  const port = await freePort();
  const token = `token${Math.random().toString(36).slice(2)}`;
  const settings = {
    "ServerApp.port": port,
    "ServerApp.port_retries": 0,
    "ServerApp.root_dir": folder,
    "ServerApp.allow_root": true,
    "ServerApp.open_browser": false,
    "IdentityProvider.token": token,
    "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    "LabApp.extension_manager": "readonly",
  };
  const words = Object.entries(settings).map(([name, value]) => `--${name}=${String(value)}`);
  const server = spawn(python, ["-m", "jupyterlab", ...words], {env, cwd: folder, stdio: ["ignore", "ignore", "pipe"], detached: true});
  const url = `http://127.0.0.1:${port}/lab`;
  let browser: Browser | undefined;
  const close = async () => {
    await browser?.close();
    await end(server);
  };
  try {
    await answering(server, `${url}?token=${token}`);
    browser = await chromium.launch({executablePath, args: [...flags]});
    const page = await browser.newPage({viewport: {width: 1300, height: 900}});
    page.setDefaultTimeout(30_000);
    const errors: string[] = [];
    page.on("pageerror", ({message}) => errors.push(message));
    await page.goto(`${url}?token=${token}&reset`);
    await page.locator("#jupyterlab-splash").waitFor({state: "detached"});
    return {page, errors, close};
  } catch (error) {
    await close();
    throw error;
  }
}

/** The cell of a notebook with that place, counted from 0. */
export const cellOf = (page: Page, place: number): Locator => page.locator(".jp-NotebookPanel:visible .jp-CodeCell").nth(place);

/** Types a cell's source into the cell that has the cursor, replacing what is there. */
export async function type(page: Page, {place, source}: {place: number; source: string}): Promise<void> {
  const editor = cellOf(page, place).locator(".cm-content");
  await editor.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(source);
}

/** Types a cell and runs it, as Shift+Enter does; gives the place where its output will stand. */
export async function execute(page: Page, cell: {place: number; source: string}): Promise<Locator> {
  await type(page, cell);
  await page.keyboard.press("Shift+Enter");
  return cellOf(page, cell.place).locator(".jp-OutputArea-output");
}

/** Nothing may ask for news, or stand over what is tested. */
async function writeSettings(config: string): Promise<void> {
  const folder = path.join(config, "lab", "user-settings", "@jupyterlab", "apputils-extension");
  await mkdir(folder, {recursive: true});
  await writeFile(path.join(folder, "notification.jupyterlab-settings"), JSON.stringify({fetchNews: "false", checkForUpdates: false}));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const {port} = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until the server answers; rejects with what it said when it ends instead. */
async function answering(server: ChildProcess, url: string): Promise<void> {
  let said = "";
  server.stderr!.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4000)));
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    if (server.exitCode !== null) break;
    const status = await fetch(url).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`JupyterLab does not answer: ${said}`);
}

/** Ends a server and all that it started: it shuts its kernels down when it is asked to end, and is given a moment for it. */
async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.pid === undefined) return;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const late = setTimeout(() => process.kill(-server.pid!, "SIGKILL"), 5000);
  await ended;
  clearTimeout(late);
}
