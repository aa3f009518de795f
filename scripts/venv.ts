import {execFile} from "node:child_process";
import {join} from "node:path";
import {promisify} from "node:util";

const run = promisify(execFile);
/** Name by which pip installs it, to the name by which Python imports it. */
const packages = {
  nbclient: "nbclient",
  ipykernel: "ipykernel",
  jupyter_client: "jupyter_client",
  nbformat: "nbformat",
  jupyter_kernel_test: "jupyter_kernel_test",
  psutil: "psutil",
  pexpect: "pexpect",
  papermill: "papermill",
  nbconvert: "nbconvert",
  "jupyter-console": "jupyter_console",
  jupyterlab: "jupyterlab",
  ipywidgets: "ipywidgets",
  anywidget: "anywidget",
};
const search = `import importlib.util, sys
missing = [name for name in sys.argv[1:] if not importlib.util.find_spec(name)]
missing and sys.exit("not installed: " + ", ".join(missing))`;

/** Makes a Python environment with Jupyter's own clients in `.venv`, once; gives its interpreter, or why there is none. */
export async function makeVenv(folder = ".venv"): Promise<{python: string} | {missing: string}> {
  const python = join(folder, ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]));
  const complete = () => run(python, ["-c", search, ...Object.values(packages)], {timeout: 60_000});
  try {
    await complete().catch(async () => {
      await run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", folder], {timeout: 120_000});
      await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...Object.keys(packages)], {timeout: 600_000});
      await complete();
    });
    return {python};
  } catch (error) {
    const {stderr, message} = error as {stderr?: string; message: string};
    return {missing: (stderr?.trim().split("\n").at(-1) || message).slice(0, 300)};
  }
}
