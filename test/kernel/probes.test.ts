import {execFile} from "node:child_process";
import {readFileSync} from "node:fs";
import {resolve} from "node:path";
import {promisify} from "node:util";
import {expect} from "chai";
import {useJupyter} from "./jupyter.js";

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

/** Whether all that a probe missed may be a time: what it calls `quick`, or `within` so many seconds. */
function isSlow({ok, seen}: Seen): boolean {
  const missed = (seen as {missed?: string[]} | null)?.missed ?? [];
  return !ok && missed.length > 0 && missed.every((name) => /quick|within/.test(name));
}

describe("the kernel, probed", function () {
  this.timeout(300_000);
  const jupyter = useJupyter();
  let found: Record<string, Seen>;

  before("ask all of them", async function () {
    found = Object.assign({}, ...(await Promise.all(lanes.map(ask))));
    // What was right but slow has its time taken once more, with the machine to itself: the other half may have been in its way.
    const slow = Object.keys(found).filter((name) => isSlow(found[name]!));
    if (slow.length > 0) Object.assign(found, await ask(`^(${slow.map((name) => name.replace(/[^\w ]/g, "\\$&")).join("|")})$`));
  });

  async function ask(pattern: string): Promise<Record<string, Seen>> {
    const options = {env: jupyter.env, timeout: 280_000, maxBuffer: 1e8};
    return JSON.parse((await run(jupyter.python, [script, "ddx", pattern], options)).stdout) as Record<string, Seen>;
  }

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
