/** What of the user's threw: the model, its layers, loss and metrics, or a stream of rows. */
type Own = "model" | "stream";

const blamed = new WeakMap<object, Own>();

/** Marks an error as thrown by the user's own model, loss, layers or data, not by a check. */
export function blame(error: unknown, own: Own = "model"): Error {
  const made = error instanceof Error ? error : new Error(String(error), {cause: error});
  if (made.name !== "AbortError") blamed.set(made, own);
  return made;
}

/** Whether an error was thrown by the user's own. */
export const isBlamed = (error: unknown): error is Error => typeof error === "object" && error !== null && blamed.has(error);

/** Whether an error was thrown by a stream of the user's as it was read. */
export const isOfStream = (error: Error): boolean => blamed.get(error) === "stream";

/** What an error says, in one line. */
export const firstLine = (error: unknown): string => String((error as Error)?.message ?? error).split("\n")[0]!;
