import {execFile} from "node:child_process";
import {resolve} from "node:path";
import {promisify} from "node:util";
import {expect} from "chai";
import {useJupyter} from "./jupyter.js";

const run = promisify(execFile);

describe("the kernel in Jupyter's own conformance suite", function () {
  this.timeout(120_000);
  const jupyter = useJupyter();

  it("passes all of jupyter_kernel_test, with every attribute set and nothing skipped", async () => {
    const {python, env, folder} = jupyter;
    const options = {env, cwd: folder, timeout: 100_000};
    const {stderr} = await run(python, [resolve("test/kernel/conformance.py"), "-v"], options).catch((error: {stderr: string}) => error);
    const count = (verdict: RegExp) => stderr.match(verdict)?.length ?? 0;
    expect(count(/\.\.\. (FAIL|ERROR)$/gm), stderr.slice(-4000)).to.equal(0);
    expect(count(/\.\.\. skipped/gm), "skipped").to.equal(0);
    expect(count(/\.\.\. ok$/gm), "passed").to.equal(14);
    expect(stderr).to.match(/^Ran 14 tests in .*\n\nOK$/m);
  });
});
