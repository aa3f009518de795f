import {execFile} from "node:child_process";
import {join} from "node:path";
import {promisify} from "node:util";

const run = promisify(execFile);
const packages = ["nbclient", "ipykernel", "jupyter_client", "nbformat", "jupyter_kernel_test"];

/** Makes a Python environment with Jupyter's own clients in `.venv`, once; gives its interpreter, or why there is none. */
export async function makeVenv(folder = ".venv"): Promise<{python: string} | {missing: string}> {
  const python = join(folder, ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]));
  const complete = () => run(python, ["-c", `import ${packages.join(", ")}`], {timeout: 60_000});
  try {
    await complete().catch(async () => {
      await run(process.platform === "win32" ? "python" : "python3", ["-m", "venv", folder], {timeout: 120_000});
      await run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", ...packages], {timeout: 300_000});
      await complete();
    });
    return {python};
  } catch (error) {
    const {stderr, message} = error as {stderr?: string; message: string};
    return {missing: (stderr?.trim().split("\n").at(-1) || message).slice(0, 300)};
  }
}
