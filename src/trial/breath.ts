/** Milliseconds that work holds the event loop at most before it lets others in. */
const longest = 50;

let last = performance.now();

/**
 * Lets timers, signals and other events in once work has held the event loop for 50 ms, then throws where the signal says so. On synchronous backends waiting for
 * values is a microtask: without this, no timer would fire before a fit is done.
 */
export async function breathe(signal?: AbortSignal): Promise<void> {
  if (performance.now() - last > longest) {
    await new Promise((resume) => setTimeout(resume));
    last = performance.now();
  }
  signal?.throwIfAborted();
}
