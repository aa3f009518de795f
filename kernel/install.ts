import {access, mkdir, mkdtemp, readFile, rename, rm, writeFile} from "node:fs/promises";
import {homedir} from "node:os";
import {delimiter, join} from "node:path";
import {fileURLToPath} from "node:url";

/** Where a kernelspec goes. */
export interface Target {
  /** Folder of the kernelspec and the name that clients ask for; `ddx` when left out. */
  name?: string;
  /** An environment, such as a Python virtual one: its `share/jupyter`; the user's own folder when left out. */
  prefix?: string;
}

const main = fileURLToPath(new URL("./main.js", import.meta.url));

/** Makes the kernel known to Jupyter; gives the folder that was written. */
export async function installKernel({name = "ddx", prefix}: Target = {}): Promise<string> {
  // Not "..": what stands under the name is replaced.
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(name))
    throw new RangeError(`expected a kernel name of letters, digits, ".", "_" and "-", a letter or digit first, got "${name}"`);
  const kernels = join(prefix === undefined ? dataFolder() : join(prefix, "share", "jupyter"), "kernels");
  await mkdir(kernels, {recursive: true});
  // Written beside and renamed, so that no client ever reads half of it.
  const fresh = await mkdtemp(join(kernels, ".ddx-"));
  await writeFile(join(fresh, "kernel.json"), `${JSON.stringify(kernelspec(), undefined, 2)}\n`);
  await writeFile(join(fresh, "logo-svg.svg"), logo);
  const folder = join(kernels, name);
  await rm(folder, {recursive: true, force: true});
  await rename(fresh, folder);
  return folder;
}

/** Makes Jupyter forget the kernel; gives the folder that was removed, undefined when there was none of ours. */
export async function removeKernel({name = "ddx", prefix}: Target = {}): Promise<string | undefined> {
  const folder = join(prefix === undefined ? dataFolder() : join(prefix, "share", "jupyter"), "kernels", name);
  if (!(await isOurs(folder))) return undefined;
  await rm(folder, {recursive: true});
  return folder;
}

/** The folder of the kernelspec that Jupyter would find; undefined when the kernel is not installed. */
export async function findKernelspec(name = "ddx"): Promise<string | undefined> {
  const more = (process.env.JUPYTER_PATH ?? "").split(delimiter).filter((path) => path !== "");
  const system =
    process.platform === "win32"
      ? [join(process.env.PROGRAMDATA ?? "C:\\ProgramData", "jupyter")]
      : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
  for (const folder of [...more, dataFolder(), ...environments(), ...system]) {
    const found = join(folder, "kernels", name);
    if (await exists(join(found, "kernel.json"))) return found;
  }
  return undefined;
}

/** The user's own Jupyter folder, as jupyter_core's paths.py finds it. */
export function dataFolder(): string {
  const {JUPYTER_DATA_DIR, APPDATA, XDG_DATA_HOME} = process.env;
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(APPDATA ?? join(homedir(), "AppData", "Roaming"), "jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local", "share"), "jupyter");
}

const environments = (): string[] =>
  [process.env.VIRTUAL_ENV, process.env.CONDA_PREFIX].flatMap((prefix) => (prefix ? [join(prefix, "share", "jupyter")] : []));

const kernelspec = () => ({
  argv: [process.execPath, main, "{connection_file}"],
  display_name: "TypeScript (ddx)",
  language: "typescript",
  interrupt_mode: "message",
  metadata: {ddx: true, supported_encryption: ["curve"]},
});

async function isOurs(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, "kernel.json"), "utf8").catch(() => "{}");
  return (JSON.parse(text) as {metadata?: {ddx?: boolean}}).metadata?.ddx === true;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="#1f4e79"/><g fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"><path d="M10 16h12l-2 20c8 0 10 10 18 10s6-16 16-16"/></g><circle cx="54" cy="30" r="4" fill="#ffb347"/></svg>
`;
