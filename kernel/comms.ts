import type {CommMessage} from "./protocol.js";
import type {Publish} from "./reports.js";
import type {Running} from "./runs.js";

/** Which connections between the front end and the process are open, so that anybody who asks can be told while the process is busy. */
export class Comms {
  readonly #open = new Map<string, string>();

  constructor(private readonly publish: Publish) {}

  /** Those of a target, or all, as `comm_info_reply` has them. */
  list(target?: string): Record<string, {target_name: string}> {
    const chosen = [...this.#open].filter(([, name]) => target === undefined || name === target);
    return Object.fromEntries(chosen.map(([id, name]) => [id, {target_name: name}]));
  }

  /** Notes what a message from either side does to its connection. */
  note({kind, id, target}: CommMessage): void {
    if (kind === "open") this.#open.set(id, target ?? "");
    if (kind === "close") this.#open.delete(id);
  }

  /** Passes on what the process says. */
  say(message: CommMessage, {run: {parent}, buffers}: {run: Pick<Running, "parent">; buffers: readonly Buffer[]}): void {
    this.note(message);
    const {kind, id, target, data, metadata = {}} = message;
    const content = {comm_id: id, data, ...(kind === "open" && {target_name: target, target_module: null})};
    this.publish({type: `comm_${kind}`, content, metadata, parent, buffers});
  }

  /** The process is gone: nobody is left at this end. */
  lose(run: Running | undefined): void {
    for (const id of [...this.#open.keys()]) this.say({kind: "close", id, data: {}}, {run: {parent: run?.parent ?? {}}, buffers: []});
  }
}
