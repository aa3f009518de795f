/** Tasks that wait for each other. */
export interface Queue {
  /** Runs a task behind those that came before, whether they succeeded or not. */
  run<T>(task: () => Promise<T> | T): Promise<T>;
  /** Resolves when the tasks that have come so far are done. */
  idle(): Promise<void>;
}

/** Opens a queue: one task at a time, in the order in which they come. */
export function openQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (task) => {
      const next = last.then(task);
      last = next.catch(() => undefined);
      return next;
    },
    idle: async () => void (await last),
  };
}
