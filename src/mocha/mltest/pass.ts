import type {Case} from "../../case.js";
import type {Check} from "../../check.js";
import {diagnose, type Options} from "../../diagnose.js";
import {text} from "../../display/text.js";
import type {Finding} from "../../finding.js";
import {assertionError} from "../../look/assertion.js";

/**
 * Asserts that a check, given by name or as made by `check`, passes on a case, and gives its finding. Anything else fails, a check that is skipped or unsure too:
 * a test that could not be made has not been passed.
 */
export async function assertPass(
  check: Check | string,
  subject: Partial<Case>,
  options: Pick<Options, "budget" | "effort" | "signal"> = {},
): Promise<Finding> {
  const {findings} = await diagnose(subject, {...options, checks: [check]});
  const [finding] = findings as readonly [Finding];
  const {about, verdict} = finding;
  if (verdict !== "pass")
    throw assertionError(`expected ${about.name} to pass, but it is ${verdict}\n\n${text(finding)}`, {actual: verdict, expected: "pass"});
  return finding;
}
