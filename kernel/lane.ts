/** Something that waits for its turn. */
export interface Job {
  /** Does it; whether what waits behind it is to be aborted. */
  run: () => Promise<{abort: boolean}>;
  /** Says that its turn will never come. */
  abort: () => void;
}

/** Jobs that are done one after the other. */
export class Lane {
  readonly #queue: Job[] = [];
  #working = false;

  /** Queues a job. */
  add(job: Job): void {
    this.#queue.push(job);
    if (!this.#working) void this.#work();
  }

  /** Aborts what waits. */
  abort(): void {
    for (const job of this.#queue.splice(0)) job.abort();
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let job = this.#queue.shift(); job; job = this.#queue.shift()) {
      const {abort} = await job.run();
      if (abort) this.abort();
      // The client's messages that came meanwhile belong behind this reply.
      await new Promise(setImmediate);
    }
    this.#working = false;
  }
}
