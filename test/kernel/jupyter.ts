import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {installKernel} from "../../kernel/install.js";
import {makeVenv} from "../../scripts/venv.js";

/** Jupyter on this machine with the ddx kernel in it. */
export interface Jupyter {
  /** Python with Jupyter's clients. */
  python: string;
  /** A folder for whatever the tests write. */
  folder: string;
  /** Environment in which Jupyter finds the kernel and nothing of the person's own. */
  env: NodeJS.ProcessEnv;
}

/** Makes Jupyter ready for the tests of a suite, called in its `describe`; skips them loudly where there is none, which in CI is an error. */
export function useJupyter(): Jupyter {
  const jupyter: Jupyter = {python: "", folder: "", env: {}};

  before("make Jupyter ready", async function () {
    this.timeout(900_000);
    const venv = await makeVenv();
    if ("missing" in venv) {
      if (process.env.CI) throw new Error(`no Python environment with Jupyter's clients: ${venv.missing}`);
      console.warn(`\n  SKIPPED: the tests with Jupyter's own clients need Python with pip: ${venv.missing}\n`);
      return this.skip();
    }
    const folder = await mkdtemp(join(tmpdir(), "ddx-jupyter-"));
    await installKernel({prefix: folder});
    const [share, config, runtime, ipython] = ["share/jupyter", "config", "runtime", "ipython"].map((name) => join(folder, name));
    const own = {JUPYTER_DATA_DIR: share, JUPYTER_CONFIG_DIR: config, JUPYTER_RUNTIME_DIR: runtime, IPYTHONDIR: ipython};
    Object.assign(jupyter, {python: resolve(venv.python), folder, env: {...process.env, ...own, HOME: folder}});
  });

  after(async () => {
    if (jupyter.folder) await rm(jupyter.folder, {recursive: true, force: true, maxRetries: 3});
  });
  return jupyter;
}
