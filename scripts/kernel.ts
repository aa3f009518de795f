import path from "node:path";
import {InvalidArgumentError, type Command} from "commander";
import {makeFolder} from "./files.js";

/** Adds `ddx kernel`. */
export function addKernel(program: Command): void {
  const kernel = program.command("kernel").description("makes the TypeScript kernel known to Jupyter, or starts it");
  target(kernel.command("install").description("writes the kernelspec; no Python needed"))
    .option("--user", "for this user alone (default; honours JUPYTER_DATA_DIR)")
    .action(install);
  target(kernel.command("remove").description("removes the kernelspec")).action(remove);
  kernel
    .command("start")
    .description("serves Jupyter's clients; Jupyter does this itself")
    .requiredOption("--connection-file <file>", "where to listen, as Jupyter writes it")
    .action(start);
}

interface Options {
  prefix?: string;
  name: string;
}

const target = (command: Command): Command =>
  command
    .option("--prefix <dir>", "into an environment: DIR/share/jupyter")
    .option("--name <name>", "name of the kernel", kernelName, "ddx");

// A name that begins with a dot could be the folder above.
function kernelName(name: string): string {
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(name))
    throw new InvalidArgumentError('expected letters, digits, ".", "_" and "-", a letter or digit first.');
  return name;
}

async function install({prefix, name}: Options): Promise<void> {
  if (prefix === "") throw new RangeError('expected a folder for --prefix, got ""');
  const {dataFolder, installKernel} = await import("../kernel/install.js");
  await makeFolder(path.join(prefix === undefined ? dataFolder() : path.join(prefix, "share", "jupyter"), "kernels"));
  const folder = await installKernel({name, ...(prefix !== undefined && {prefix})});
  console.log(`installed the kernel "TypeScript (ddx)" in ${folder}`);
  console.log(`next: open a notebook with it (jupyter lab, VS Code), or run one without Jupyter: ddx run NOTEBOOK.ipynb`);
}

async function remove({prefix, name}: Options): Promise<void> {
  const {removeKernel} = await import("../kernel/install.js");
  const folder = await removeKernel({name, ...(prefix !== undefined && {prefix})});
  if (folder === undefined) throw new RangeError(`no kernel "${name}" of ddx is installed there; --prefix and --name say where to look`);
  console.log(`removed ${folder}`);
}

async function start({connectionFile}: {connectionFile: string}): Promise<void> {
  const {serve} = await import("../kernel/server.js");
  await serve({connectionFile});
}
