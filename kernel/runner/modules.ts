import {existsSync, statSync} from "node:fs";

const own = new URL("../../../", import.meta.url).href;

/** A local module may be TypeScript, and be written without its ending or with the one that it has when compiled. */
export function localFile(url: URL): string | undefined {
  const written = [
    url.href,
    url.href.replace(/\.([cm]?)js$/, ".$1ts"),
    ...[".ts", ".tsx", ".js", ".mjs", "/index.ts", "/index.js"].map((end) => url.href + end),
  ];
  return written.find((href) => existsSync(new URL(href)) && statSync(new URL(href)).isFile());
}

/** Whether a file is a person's own: no package's, and not ours. */
export const isUsers = (url: string): boolean =>
  url.startsWith("file:") && !url.includes("/node_modules/") && (!url.startsWith(own) || own.includes("/node_modules/"));
