import {createServer, type Server} from "node:http";
import {existsSync} from "node:fs";
import type {AddressInfo} from "node:net";
import path from "node:path";
import {chromium, type Browser} from "playwright-core";

/** A real browser and a server of pages for it on this machine; both end with `close`. */
export interface Window {
  browser: Browser;
  /** The server's address, which ends in a slash. */
  url: string;
  close(): Promise<void>;
}

/** The path of Chromium or Chrome: `DDX_BROWSER`, else the first that PATH has. */
export function findBrowser(): string | undefined {
  if (process.env.DDX_BROWSER) return process.env.DDX_BROWSER;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const names = ["chromium", "chromium-browser", "google-chrome"];
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => existsSync(file));
}

/** Opens a headless browser and serves files, given by their path, to it. */
export async function openBrowser(
  executablePath: string,
  files: Readonly<Record<string, {type: string; body: string | Buffer}>>,
): Promise<Window> {
  const server = createServer((request, response) => {
    const file = files[(request.url ?? "/").slice(1)];
    response.writeHead(file ? 200 : 404, {"content-type": file?.type ?? "text/plain"}).end(file?.body ?? "no such file");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({executablePath, args: [...flags]}).catch(async (error: unknown) => {
    await ended(server);
    throw error;
  });
  return {
    browser,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      await browser.close();
      await ended(server);
    },
  };
}

const ended = (server: Server) => new Promise<void>((resolve) => void server.close(() => resolve()));

/** What Chromium is started with: as root, and where no network is, it starts only so. */
export const flags: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
