import {Session, type Runtime} from "node:inspector";
import {promiseHooks} from "node:v8";
import {isShown} from "../../src/display/mime.js";
import type {Failure, Order} from "../protocol.js";
import {helper} from "../rewrite/work.js";
import {addMap, describeFailure, place} from "./errors.js";
import {begin, end, flags, Interrupted, settle} from "./interrupt.js";
import {mark} from "./output.js";
import {newRun, tell, within, type Run} from "./run.js";

const session = new Session();
session.connect();

/** The inspector of this very process. */
export const inspector: Session = session;

const interrupted: Failure = {...describeFailure(new Interrupted()), frames: []};

let taken: unknown;
/** Takes a value out of the inspector's hands; called by code that {@link valueOf} has it evaluate. */
export const take = (value: unknown): void => void (taken = value);

/** Runs a cell and says all that came of it; what it did before it was interrupted stays. */
export function runCell({cell, label, code, map, url, shows}: Extract<Order, {type: "run"}>): Promise<void> {
  addMap(url, {label, map});
  return attend(newRun({cell, label}), (run) => finish(run, {code, url, shows}));
}

/** Waits for the work of a run, unless it is interrupted, and says that it is done. */
export async function attend(run: Run, work: (run: Run) => Promise<Failure | undefined>): Promise<void> {
  const abandoned = new Promise<Failure>((resolve) => (run.abandon = () => resolve(interrupted)));
  begin(run);
  const failure = await Promise.race([work(run).catch((error: unknown) => describeFailure(error)), abandoned]);
  // Rejections that nobody handles are reported after the microtasks: they belong before the end.
  await new Promise(setImmediate);
  end(run);
  mark(run.cell);
  tell({type: "done", cell: run.cell, ...(failure && {failure})});
}

/** The value behind the inspector's description of it. */
export function valueOf({objectId, value, unserializableValue}: Runtime.RemoteObject): unknown {
  if (objectId === undefined && unserializableValue === undefined) return value;
  const argument = objectId !== undefined ? {objectId} : {unserializableValue: unserializableValue!};
  const functionDeclaration = `(value) => ${helper}.take(value)`;
  session.post("Runtime.callFunctionOn", {objectId: receiver(), functionDeclaration, arguments: [argument]});
  const found = taken;
  taken = undefined;
  return found;
}

let global: string | undefined;
function receiver(): string {
  if (global === undefined) session.post("Runtime.evaluate", {expression: "globalThis"}, (_, reply) => (global = reply.result.objectId));
  return global!;
}

let drawing: Promise<typeof import("../../src/display/bundle.js")> | undefined;

async function finish(run: Run, {code, url, shows}: {code: string; url: string; shows: boolean}): Promise<Failure | undefined> {
  const {failure, value} = await evaluate(run, {code, url}).finally(() => settle(run));
  const undone = await within(run, () => dispose(run));
  await Promise.allSettled(run.coming);
  if (failure ?? undone) return failure ?? undone;
  if (shows && !run.interrupted && isShown(value)) {
    drawing ??= import("../../src/display/bundle.js");
    const {toBundle} = await drawing;
    const bundle = await within(run, () => toBundle(value));
    tell({type: "result", cell: run.cell, bundle});
  }
  return undefined;
}

interface Outcome {
  failure?: Failure;
  value?: unknown;
}

function evaluate(run: Run, {code, url}: {code: string; url: string}): Promise<Outcome> {
  return new Promise((resolve) => {
    const settled = (error: Error | null, reply?: Runtime.EvaluateReturnType) => {
      const outcome = error || !reply ? {failure: interrupted} : outcomeOf(reply, url);
      if (reply?.result.objectId ?? reply?.exceptionDetails) session.post("Runtime.releaseObjectGroup", {objectGroup: "cell"});
      resolve(run.interrupted && outcome.failure?.name !== interrupted.name ? {failure: interrupted} : outcome);
    };
    const request = {expression: code, replMode: true, objectGroup: "cell"} as Runtime.EvaluateParameterType;
    const kept = /\bawait\b/.test(code) ? keepFirst() : undefined;
    flags[2] = 1;
    within(run, () => session.post("Runtime.evaluate", request, settled));
    flags[2] = 0;
    kept?.();
  });
}

/** Promises of cells that have not settled. */
const unsettled = new Set<Promise<unknown>>();
const {then} = Promise.prototype;

/** Until it settles, keeps the first promise that is made before the function it gives is called: the cell's own. Of one that is collected V8's inspector would tell JavaScript in the midst of the collection, which ends the process (Node 24). */
function keepFirst(): () => void {
  let first: Promise<unknown> | undefined;
  const stop = promiseHooks.onInit((promise) => void (first ??= promise));
  return () => {
    (stop as () => void)();
    if (!first) return;
    const [promise, release] = [first, () => void unsettled.delete(promise)];
    unsettled.add(promise);
    Reflect.apply(then, promise, [release, release]);
  };
}

function outcomeOf({result, exceptionDetails: details}: Runtime.EvaluateReturnType, url: string): Outcome {
  if (!details) return {value: valueOf(result)};
  const failure = describeFailure(details.exception && valueOf(details.exception));
  const at = place({url: details.url ?? url, line: details.lineNumber + 1, column: details.columnNumber + 1});
  return {failure: failure.frames.length === 0 && at ? {...failure, frames: [`at ${at}`]} : failure};
}

async function dispose(run: Run): Promise<Failure | undefined> {
  let failure: Failure | undefined;
  for (const disposal of run.disposals.reverse()) {
    try {
      await disposal();
    } catch (error) {
      failure = describeFailure(error);
    }
  }
  return failure;
}
