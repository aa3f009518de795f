const blamed = new WeakSet<object>();

/** Marks an error as thrown by the user's own model, loss, layers or data, not by a check. */
export function blame(error: unknown): Error {
  const made = error instanceof Error ? error : new Error(String(error), {cause: error});
  if (made.name !== "AbortError") blamed.add(made);
  return made;
}

/** Whether an error was thrown by the user's own. */
export const isBlamed = (error: unknown): error is Error => typeof error === "object" && error !== null && blamed.has(error);
