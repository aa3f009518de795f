import {execFile} from "node:child_process";
import {readFileSync} from "node:fs";
import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {promisify} from "node:util";
import {expect} from "chai";
import {installKernel} from "../../kernel/install.js";
import {makeVenv} from "../../scripts/venv.js";

/** What one probe saw. */
interface Seen {
  ok: boolean;
  seen: unknown;
  seconds: number;
}

const run = promisify(execFile);
const script = resolve("test/kernel/probes.py");
// Half of the groups at a time, so that one waits while the other works; what is held to milliseconds stands in the first.
const lanes = [
  "^(execute|errors|interrupt|streams|survive|volume|routing):",
  "^(?!(execute|errors|interrupt|streams|survive|volume|routing):)",
];

describe("the kernel, probed", function () {
  this.timeout(300_000);
  let folder: string;
  let found: Record<string, Seen>;

  before(async function () {
    const venv = await makeVenv();
    if ("missing" in venv) {
      if (process.env.CI) throw new Error(`no Python environment with Jupyter's clients: ${venv.missing}`);
      console.warn(`\n  SKIPPED: the probes need Python with pip: ${venv.missing}\n`);
      return this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), "ddx-probes-"));
    const env = {...process.env, JUPYTER_DATA_DIR: folder};
    process.env.JUPYTER_DATA_DIR = folder;
    await installKernel();
    delete process.env.JUPYTER_DATA_DIR;
    const halves = await Promise.all(
      lanes.map((lane) => run(resolve(venv.python), [script, "ddx", lane], {env, timeout: 280_000, maxBuffer: 1e8})),
    );
    found = Object.assign({}, ...halves.map(({stdout}) => JSON.parse(stdout) as Record<string, Seen>));
  });

  after(async () => {
    if (folder) await rm(folder, {recursive: true, force: true});
  });

  // Kept beside the probes, so that mocha knows its tests before any Python runs.
  const names = JSON.parse(readFileSync("test/kernel/probes/names.json", "utf8")) as string[];
  for (const name of names)
    it(name, () => {
      const answer = found[name];
      expect(answer, "the probe's answer").to.be.an("object");
      expect(answer!.ok, JSON.stringify(answer!.seen)).to.equal(true);
    });

  it("answers these probes and no other", () => {
    expect(Object.keys(found).sort()).to.deep.equal([...names].sort());
  });
});
