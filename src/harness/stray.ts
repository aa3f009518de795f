/**
 * Runs a cell's test, and fails it for what it throws outside of it meanwhile, as the kernel does: a promise that is rejected and that nobody handles,
 * which mocha itself lets pass, and an error in a timer or a microtask.
 */
export async function withStrayErrors(run: () => unknown): Promise<void> {
  const rejected: unknown[] = [];
  const hear = (reason: unknown) => void rejected.push(reason);
  const {promise: thrown, reject} = refusal();
  const ours = !process.hasUncaughtExceptionCaptureCallback();
  process.on("unhandledRejection", hear);
  if (ours) process.setUncaughtExceptionCaptureCallback(reject);
  try {
    await Promise.race([run(), thrown]);
    // Node tells of rejections behind the microtasks.
    await Promise.race([new Promise(setImmediate), thrown]);
  } finally {
    process.off("unhandledRejection", hear);
    if (ours) process.setUncaughtExceptionCaptureCallback(null);
  }
  if (rejected.length > 0) throw rejected[0];
}

function refusal(): {promise: Promise<never>; reject: (reason: unknown) => void} {
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<never>((_, refuse) => (reject = refuse));
  promise.catch(() => undefined);
  return {promise, reject};
}
