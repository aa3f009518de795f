import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import type {CoverageReporter} from "../src/harness/coverage/report.js";
import type {TestOptions, TestResult} from "../src/harness/test.js";

/** What `ddx test` needs to report coverage. */
export interface Counting {
  /** What the tests are told. */
  options: Pick<TestOptions, "coverage" | "onTest">;
  /** Writes the reports, once all tests ended. */
  report: (notebooks: readonly string[]) => Promise<void>;
}

/** Prepares to count what tests run; throws one line for a report that there is not. */
export async function startCounting({
  folder = "coverage",
  reporters = ["text", "html", "lcov", "json-summary"],
}: {
  folder?: string | undefined;
  reporters?: readonly string[] | undefined;
}): Promise<Counting> {
  if (process.env["NODE_V8_COVERAGE"])
    throw new RangeError("expected --coverage or c8 around it (NODE_V8_COVERAGE), got both; one takes the other's counts");
  const {coverageReporters, reportCoverage} = await import("../src/harness/coverage/report.js");
  const {keepCoverage} = await import("../src/harness/coverage/collect.js");
  const known = Object.keys(coverageReporters);
  const unknown = reporters.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new RangeError(`there is no coverage report "${unknown}"; there are ${known.join(", ")}`);
  const raw = mkdtempSync(path.join(tmpdir(), "ddx-coverage-"));
  const results: TestResult[] = [];
  let ended = false;
  process.on("exit", () => {
    rmSync(raw, {recursive: true, force: true});
    if (!ended) console.error("ddx: no coverage is reported, because the tests did not come to their end");
  });
  return {
    options: {coverage: raw, onTest: (result) => void results.push(result)},
    report: async (notebooks) => {
      keepCoverage({folder: raw});
      await reportCoverage(notebooks, {raw, folder, reporters: reporters as readonly CoverageReporter[], results});
      ended = true;
    },
  };
}
