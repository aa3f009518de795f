/**
 * Runs a task and takes away the handlers that it put on Node's process: those of emscripten rethrow whatever is uncaught or unhandled,
 * so that a rejected promise of the user's would end the process with a stack in tfjs's file.
 */
export async function withoutHandlers<T>(task: () => Promise<T>): Promise<T> {
  const before = new Set(handlers().map(({handler}) => handler));
  try {
    return await task();
  } finally {
    // Others may have added theirs meanwhile.
    const ours = handlers().filter(({handler}) => !before.has(handler) && /throw (ex|reason)/.test(String(handler)));
    for (const {event, handler} of ours) globalThis.process.removeListener(event, handler as () => void);
  }
}

const events = ["uncaughtException", "unhandledRejection"] as const;

function handlers(): {event: string; handler: object}[] {
  const node = globalThis.process as NodeJS.Process | undefined;
  return events.flatMap((event) => (node?.listeners?.(event as "exit") ?? []).map((handler) => ({event, handler})));
}
