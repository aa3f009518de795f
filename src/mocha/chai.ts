import type {Case, Inputs} from "../case.js";
import type {Check} from "../check.js";
import type {Options} from "../diagnose.js";
import * as mltest from "./mltest/index.js";
import type {Range, Rows} from "./mltest/index.js";

declare global {
  namespace Chai {
    interface Assertion {
      /** Training on a batch changes every trainable weight, or those of `only`: see `assertVariablesChange`. */
      changeVariables(batch: Rows, options?: {only?: string | readonly string[]}): Assertion;
      /** Training on a batch keeps the named weights, or all frozen ones: see `assertVariablesSame`. */
      keepVariables(batch: Rows, names?: string | readonly string[]): Assertion;
      /** All outputs for some rows lie in a range: see `assertOutputRange`. */
      haveOutputsWithin(x: Inputs, range: Range): Assertion;
      /** The outputs depend on every input and rows are not mixed: see `assertInputDependency`. */
      dependOnInputs(x: Inputs): Assertion;
      /** All numbers of a training step are finite: see `assertNoNaN`. */
      beFinite(batch: Rows): Assertion;
      /** A check passes on the case: see `assertPass`. */
      pass(check: Check | string, options?: Pick<Options, "budget" | "effort" | "signal">): Promise<void>;
    }
  }
}

/** What of chai a plugin needs. */
interface Library {
  Assertion: {addMethod(name: string, method: (this: any, ...args: any[]) => unknown): void};
}

/** What chai gives a method to judge by. */
interface Subject {
  _obj: any;
  assert(holds: boolean, message: string, negated: string): void;
}

/**
 * Chai's plugin for networks: `use(ddxChai)`, then `expect(model).to.changeVariables(batch)`, `.to.keepVariables(batch, names)`, `.to.haveOutputsWithin(x, {min, max})`,
 * `.to.dependOnInputs(x)`, `.to.beFinite(batch)` and `await expect(subject).to.pass("dead-units")`; each with `not` too.
 */
export function ddxChai({Assertion}: Library): void {
  add("changeVariables", "a weight that stays", (model, batch: Rows, options) => mltest.assertVariablesChange(model, batch, options));
  add("keepVariables", "a weight that changes", (model, batch: Rows, names) => mltest.assertVariablesSame(model, batch, names));
  add("haveOutputsWithin", "an output outside the range", (model, x: Inputs, range) => mltest.assertOutputRange(model, x, range));
  add("dependOnInputs", "an input that moves no output, or rows that are mixed", (model, x: Inputs) =>
    mltest.assertInputDependency(model, x),
  );
  add("beFinite", "a number that is not finite", (model, batch: Rows) => mltest.assertNoNaN(model, batch));
  Assertion.addMethod("pass", async function (this: Subject, check: Check | string, options) {
    const error: unknown = await mltest.assertPass(check, this._obj as Partial<Case>, options).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    // What could not be judged neither passes nor fails.
    if (["skip", "unsure"].includes((error as {actual?: string} | undefined)?.actual ?? "")) throw error;
    report(this, {error, negated: "a check that does not pass"});
  });

  function add(name: string, opposite: string, judge: (model: any, ...args: any[]) => void): void {
    Assertion.addMethod(name, function (this: Subject, ...args) {
      report(this, {error: caught(() => judge(this._obj, ...args)), negated: opposite});
    });
  }
}

/** Hands a failed assertion to chai, which knows of `not`; misuse is thrown as it is, negated or not. */
function report(subject: Subject, {error, negated}: {error: unknown; negated: string}): void {
  if (error !== undefined && (error as Error).name !== "AssertionError") throw error;
  subject.assert(error === undefined, (error as Error | undefined)?.message ?? "", `expected ${negated}, but there is none`);
}

function caught(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
