import type {Command} from "commander";

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
  command.option("--prefix <dir>", "into an environment: DIR/share/jupyter").option("--name <name>", "name of the kernel", "ddx");

async function install({prefix, name}: Options): Promise<void> {
  const {installKernel} = await import("../kernel/install.js");
  const folder = await installKernel({name, ...(prefix !== undefined && {prefix})});
  console.log(`installed the kernel "TypeScript (ddx)" in ${folder}`);
  console.log(`next: open a notebook with it (jupyter lab, VS Code), or run one without Jupyter: ddx run NOTEBOOK.ipynb`);
}

async function remove({prefix, name}: Options): Promise<void> {
  const {removeKernel} = await import("../kernel/install.js");
  const folder = await removeKernel({name, ...(prefix !== undefined && {prefix})});
  if (folder === undefined) throw new Error(`no kernel "${name}" of ddx is installed there; --prefix and --name say where to look`);
  console.log(`removed ${folder}`);
}

async function start({connectionFile}: {connectionFile: string}): Promise<void> {
  const {serve} = await import("../kernel/server.js");
  await serve({connectionFile});
  process.exit(0);
}
